"""The asker does not accept the reply; the coordinating office of the city decides."""

from django.db import transaction
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.notices.models import Group
from citystage.foundation.workflow.advance import WrongState, advance
from citystage.stages.docking import asking, lapsing
from citystage.stages.docking.deadlines import ask_terms, working_days_after
from citystage.stages.docking.facts.asks import AskDecided, AskDisputed
from citystage.stages.docking.models import Ask
from citystage.stages.docking.rules import asks as rules
from citystage.stages.docking.states.asks import DECIDE, DISPUTE, AskOutcome, outcomes_of


@transaction.atomic(durable=True)
def dispute_ask(ask: Ask, *, words: str, stamp: Stamp) -> Ask:
    """Say why the reply does not do; the city decides within its working days."""
    ask = asking.lock_ask(ask)
    rules.may_dispute(stamp.actor, ask).enforce(WrongState)
    ask.dispute, ask.disputed_at = asking.needed(words), stamp.at
    days = ask_terms(ask.city_id).dispute_working_days
    ask.dispute_due_at = working_days_after(ask.city_id, stamp.at, days)
    ask.climbed = 0
    lapsing.stop(ask)
    ask.save()
    advance(ask, DISPUTE, fact=AskDisputed(ask_id=ask.pk), stamp=stamp)
    said = gettext_noop("The reply to “%(title)s” is disputed; the city decides.")
    asking.say(ask, ("unit",), said, stamp)
    asking.say(ask, ("city",), said, stamp, group=Group.TASK)
    return ask


@transaction.atomic(durable=True)
def decide_ask(ask: Ask, *, outcome: AskOutcome, words: str, stamp: Stamp) -> Ask:
    """Decide: the reply stands, or something else is answered; this word is final."""
    ask = asking.lock_ask(ask)
    rules.may_decide(stamp.actor, ask).enforce(WrongState)
    said = asking.needed(words)
    if outcome not in outcomes_of(ask.kind):
        outcome = AskOutcome(ask.outcome)
    ask.first_outcome, ask.outcome = ask.outcome, outcome
    ask.decision, ask.decided_by_id, ask.decided_at = said, stamp.actor.user_id, stamp.at
    lapsing.restart(ask, stamp.at)
    ask.save()
    advance(ask, DECIDE, fact=AskDecided(ask_id=ask.pk, outcome=outcome), stamp=stamp)
    told = gettext_noop("The city has decided the dispute on “%(title)s”.")
    asking.say(ask, ("asker", "unit"), told, stamp)
    return ask
