"""Figures beside the to-do list: places left, own submissions, cases by state."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.stages.intake import queries as intake
from citystage.stages.intake.states import ApplicationState
from citystage.stages.review.queries import cases
from citystage.stages.review.states import CaseState

_OPEN = (
    CaseState.TRIAGE,
    CaseState.POLISHING,
    CaseState.RETURNED,
    CaseState.OPINIONS,
    CaseState.READY,
)
_OWN = (
    ApplicationState.SUBMITTED,
    ApplicationState.RETURNED,
    ApplicationState.RECOMMENDED,
    ApplicationState.ACCEPTED,
    ApplicationState.NOT_RECOMMENDED,
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that opens into what makes it."""

    value: str
    label: str
    url: str
    note: str = ""


def standing(actor: Actor, *, at: datetime) -> list[Figure]:
    """What counts for this hat: at most five queries, however much there is."""
    return [*_places(actor, at), *_cases(actor), *_own(actor)]


def _places(actor: Actor, at: datetime) -> list[Figure]:
    if not actor.may(Permission.INTAKE_APPLICATION_RECOMMEND):
        return []
    return [
        Figure(
            value=str(one.left),
            label=_("places left of %(places)d") % {"places": one.places},
            url=reverse("bureau:recommending"),
            note=one.call.label,
        )
        for one in intake.standing_of(actor, at=at)
    ]


def _cases(actor: Actor) -> list[Figure]:
    if not actor.may(Permission.REVIEW_CASE_TRIAGE):
        return []
    rows = cases.reachable(actor).order_by().values_list("state").annotate(n=Count("pk"))
    counted = dict(rows)
    queue = reverse("bureau:triage")
    return [
        Figure(str(counted[state]), str(state.label), f"{queue}?state={state}")
        for state in _OPEN
        if counted.get(state)
    ]


def _own(actor: Actor) -> list[Figure]:
    if not actor.may(Permission.INTAKE_APPLICATION_FILE):
        return []
    rows = intake.my_applications(actor).order_by().values_list("state").annotate(n=Count("pk"))
    counted = dict(rows)
    return [
        Figure(str(counted[state]), _("mine: %s") % state.label, reverse("company:needs"))
        for state in _OWN
        if counted.get(state)
    ]
