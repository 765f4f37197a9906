"""The unit answers an ask, or passes it on once; an adopted suggestion names the changed rule."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.workflow.advance import WrongState, advance
from citystage.kernel.refusals import Refusal
from citystage.stages.docking import asking, lapsing
from citystage.stages.docking.deadlines import ask_terms, working_days_after
from citystage.stages.docking.facts.asks import AskReplied, AskRerouted, RuleLinked
from citystage.stages.docking.models import Ask
from citystage.stages.docking.rules import asks as rules
from citystage.stages.docking.states.asks import REPLY, REROUTE, AskOutcome, outcomes_of


class BadReply(Refusal):
    """The reply lacks what its kind asks for."""

    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The rule that an adopted suggestion changed."""

    title: str
    number: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the unit says. Conditions are needed with "agreed with conditions"."""

    outcome: AskOutcome
    words: str
    conditions: str = ""

    def check(self, kind: str) -> None:
        """Raise ``BadReply`` or ``WordsMissing`` for what is lacking."""
        asking.needed(self.words)
        if self.outcome not in outcomes_of(kind):
            raise BadReply(_("This answer does not go with this kind of ask."))
        if self.outcome == AskOutcome.CONDITIONS and not self.conditions.strip():
            raise BadReply(_("Write down the conditions, one on each line."))


@transaction.atomic(durable=True)
def reply_to_ask(ask: Ask, *, reply: Reply, stamp: Stamp) -> Ask:
    """Answer it; the asker may dispute it, closes it, or lets it lapse. Of two, one comes late."""
    ask = asking.lock_ask(ask)
    rules.may_reply(stamp.actor, ask).enforce(WrongState)
    reply.check(ask.kind)
    ask.outcome = reply.outcome
    ask.reply = reply.words.strip()
    ask.conditions = reply.conditions.strip() if reply.outcome == AskOutcome.CONDITIONS else ""
    ask.replied_by_id, ask.replied_at = stamp.actor.user_id, stamp.at
    lapsing.restart(ask, stamp.at)
    ask.save()
    advance(ask, REPLY, fact=AskReplied(ask_id=ask.pk, outcome=ask.outcome), stamp=stamp)
    words = gettext_noop("%(unit)s has replied to “%(title)s”.")
    asking.say(ask, ("asker",), words, stamp, unit=ask.unit.name)
    return ask


@transaction.atomic(durable=True)
def reroute_ask(ask: Ask, *, unit: Unit, reason: str, stamp: Stamp) -> Ask:
    """Pass it on to the unit that is in charge; once, and the days begin anew."""
    ask = asking.lock_ask(ask)
    rules.may_reroute(stamp.actor, ask).enforce(WrongState)
    offices = (Unit.Kind.CITY, Unit.Kind.DISTRICT, Unit.Kind.DEPARTMENT)
    if unit.pk == ask.unit_id or unit.kind not in offices or not ask.city.covers(unit):
        raise BadReply(_("Choose another unit of this city."))
    before = ask.unit_id
    ask.reroute_reason = asking.needed(reason)
    ask.unit, ask.rerouted_at, ask.climbed = unit, stamp.at, 0
    days = ask_terms(ask.city_id).reply_working_days
    ask.due_at = working_days_after(ask.city_id, stamp.at, days)
    ask.save()
    told = AskRerouted(
        ask_id=ask.pk, from_unit_id=before, unit_id=unit.pk, reason=ask.reroute_reason
    )
    advance(ask, REROUTE, fact=told, stamp=stamp)
    words = gettext_noop("“%(title)s” was passed on to %(unit)s: %(reason)s")
    why = ask.reroute_reason
    asking.say(ask, ("asker",), words, stamp, unit=unit.name, reason=why)
    asking.say(ask, ("unit",), words, stamp, group=Group.TASK, unit=unit.name, reason=why)
    return ask


@transaction.atomic(durable=True)
def link_rule(ask: Ask, *, rule: Rule, stamp: Stamp) -> Ask:
    """Put the changed rule beside the suggestion that changed it."""
    ask = asking.lock_ask(ask)
    rules.may_link_rule(stamp.actor, ask).enforce()
    ask.rule_title = asking.needed(rule.title)
    ask.rule_number, ask.rule_url = rule.number.strip(), rule.url.strip()
    ask.save(update_fields=["rule_title", "rule_number", "rule_url"])
    told = RuleLinked(ask_id=ask.pk, title=ask.rule_title, number=ask.rule_number, url=ask.rule_url)
    journal.record(told, subject=ask, stamp=stamp)
    words = gettext_noop("Your suggestion “%(title)s” has become a rule: %(rule)s.")
    asking.say(ask, ("asker",), words, stamp, rule=ask.rule_title)
    return ask
