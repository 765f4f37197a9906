"""What following labs puts into the rail, and where its records are opened."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.stages.evaluation.queries import places, waiting
from citystage.web.shell.going import DESTINATIONS, Destination
from citystage.web.shell.navigation import RAIL, Entry, Waiting

RAIL.add(
    Entry(
        name="cultivating",
        label=_("Recognised labs and funds"),
        view="bureau:cultivating",
        icon="flask-conical",
        order=48,
        needs=frozenset({Permission.EVALUATION_LAB_READ}),
    )
)


@RAIL.count_by
def labs_to_decide(actor: Actor) -> Waiting:
    """Labs at which something waits for the office."""
    may = actor.may(Permission.EVALUATION_LAB_DECIDE)
    return {"cultivating": waiting.labs_to_decide(actor)} if may else {}


def _lab_of(found: Callable[[int], int]) -> Destination:
    """The page of the lab, on the side of whoever asks."""

    def destination(actor: Actor, pk: int) -> str:
        lab = found(pk)
        if actor.may(Permission.EVALUATION_LAB_READ):
            return reverse("bureau:followed", args=[lab])
        return reverse("company:lab", args=[lab])

    return destination


def _report(actor: Actor, pk: int) -> str:
    lab = places.lab_of_report(pk)
    office = actor.may(Permission.EVALUATION_LAB_READ)
    return reverse("bureau:followed_report" if office else "company:lab_report", args=[lab, pk])


def _round(actor: Actor, pk: int) -> str:
    if actor.may(Permission.EVALUATION_LAB_DECIDE):
        return reverse("bureau:assessment", args=[pk])
    return reverse("expert:assessments")


def _sheet(_actor: Actor, pk: int) -> str:
    return reverse("expert:assessment", args=[pk])


def _lab(actor: Actor, pk: int) -> str:
    """Whoever acts for a lab keeps its page; everybody else reads the public one."""
    return reverse("company:lab" if places.is_own(actor, pk) else "public:lab", args=[pk])


DESTINATIONS.add("catalogue.lab", _lab)
DESTINATIONS.add("evaluation.need", _lab_of(places.lab_of_need))
DESTINATIONS.add("evaluation.record", _lab_of(places.lab_of_record))
DESTINATIONS.add("evaluation.renewal", _lab_of(places.lab_of_renewal))
DESTINATIONS.add("evaluation.assessment", _lab_of(places.lab_of_assessment))
DESTINATIONS.add("evaluation.report", _report)
DESTINATIONS.add("evaluation.round", _round)
DESTINATIONS.add("evaluation.sheet", _sheet)
