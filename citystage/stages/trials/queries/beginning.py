"""Out of what a trial begins: a chosen answer, an intent, an agreement, or the scenario itself."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.kernel.verdicts import ALLOWED, Verdict
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.models import Agreement, Answer, Intent
from citystage.stages.docking.sides import RELATED, first_unit
from citystage.stages.docking.states.answers import AnswerState
from citystage.stages.trials.parties import own_units

_DAYS = 183


def scenario(pk: int) -> Scenario:
    """The scenario with everybody on the owner's side."""
    along = [name.removeprefix("scenario__") for name in RELATED]
    return Scenario.objects.select_related(*along).get(pk=pk)


def is_chosen(answer: Answer) -> Verdict:
    """A trial follows an answer that was chosen."""
    if answer.state == AnswerState.CHOSEN:
        return ALLOWED
    return Verdict(_("A trial is drafted with whoever was chosen."))


def supplier_of(deal: Intent | Agreement, about: Scenario) -> Organisation:
    """The party that does not own the scenario. Raises ``NotFound`` when none is registered."""
    owner = first_unit(about)
    for party in deal.parties.select_related("organisation__seat"):
        one = party.organisation
        if one and one.seat_id and one.seat_id != owner.pk and one.pk != about.owner_id:
            return one
    raise NotFound(_("None of its parties is a registered supplier."))


def districts(about: Scenario) -> QuerySet[Unit]:
    """The districts of its city."""
    return Unit.objects.filter(city_id=about.city_id, kind=Unit.Kind.DISTRICT)


def proposal(about: Scenario, supplier: Organisation | None, today: date) -> dict[str, Any]:
    """What the empty form begins with."""
    name = supplier.label if supplier else ""
    title = _("Trial: %s") % about.label
    return {
        "supplier": name,
        "title": title[:240],
        "object": about.summary,
        "district": about.district_id,
        "place": str(about.answers.get("place", ""))[:300],
        "starts_on": today,
        "last_day": today + timedelta(days=_DAYS),
        "free": "free",
        "data": _(
            "Data of the place belong to the owner; the supplier uses them for this trial only and"
            " deletes them within 30 days after its end."
        ),
        "property": _("Each side keeps what it brings in; what both make together is agreed on."),
        "insurance": _("The supplier insures equipment and third parties before the first day."),
        "exit": _(
            "Either side may end the trial with 15 days' notice; the supplier takes its equipment"
            " away and restores the place."
        ),
    }


def stands_as_owner(actor: Actor, about: Scenario) -> bool:
    """Whether the actor acts for the very unit that owns the scenario."""
    return first_unit(about).pk in own_units(actor)
