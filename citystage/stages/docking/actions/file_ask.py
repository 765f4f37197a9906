"""A company, lab or office asks a unit for something; the pack's table says which unit."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.foundation.taxonomy.models import Term
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue.models import Lab, Scenario
from citystage.stages.docking import asking
from citystage.stages.docking.deadlines import ask_terms, routed, working_days_after
from citystage.stages.docking.facts.asks import AskFiled
from citystage.stages.docking.models import Ask
from citystage.stages.docking.rules import asks as rules
from citystage.stages.docking.states.asks import AskKind


class NoNeighbour(Refusal):
    """One asks another city, not the own one."""

    status = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is asked, as it is typed."""

    kind: AskKind
    title: str
    text: str
    public: bool
    field: Term | None = None
    scenario: Scenario | None = None
    lab: Lab | None = None


@transaction.atomic
def file_ask(city: Unit, *, wanted: Wanted, stamp: Stamp) -> Ask:
    """File it with the unit of ``city`` that the table gives; the reply is due in working days."""
    unit = stamp.actor.unit
    rules.may_file(stamp.actor, unit).enforce()
    assert unit is not None
    if wanted.kind == AskKind.NEIGHBOUR:
        if city.pk in {unit.pk, unit.city_id}:
            raise NoNeighbour(_("Choose another city than your own."))
        answers = city
    else:
        answers = routed(city, wanted.kind, wanted.field)
    terms = ask_terms(city.pk)
    ask = Ask.objects.create(
        city=city,
        kind=wanted.kind,
        title=wanted.title.strip(),
        text=asking.needed(wanted.text),
        field=wanted.field,
        scenario=wanted.scenario,
        lab=wanted.lab,
        asker=unit,
        filed_by_id=stamp.actor.user_id,
        filed_at=stamp.at,
        public=wanted.public,
        unit=answers,
        first_unit=answers,
        due_at=working_days_after(city.pk, stamp.at, terms.reply_working_days),
    )
    fact = AskFiled(ask_id=ask.pk, unit_id=answers.pk, kind=ask.kind)
    journal.record(fact, subject=ask, stamp=stamp)
    words = gettext_noop("%(asker)s asks you: “%(title)s”. A reply is due.")
    asking.say(ask, ("unit",), words, stamp, group=Group.TASK, asker=unit.name)
    return ask
