"""Figures beside the to-do list: places left, own submissions, cases by state."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import CharField, Count, QuerySet, Value
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
    """What counts for this hat: at most three queries, however much there is."""
    counted = _counted(actor)
    return [*_places(actor, at), *_cases(counted), *_own(counted)]


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


def _counted(actor: Actor) -> dict[tuple[str, str], int]:
    """Cases and own applications by state; one query for both."""
    found: list[QuerySet[Any, Any]] = []
    if actor.may(Permission.REVIEW_CASE_TRIAGE):
        found.append(_by_state(cases.reachable(actor), "case"))
    if actor.may(Permission.INTAKE_APPLICATION_FILE):
        found.append(_by_state(intake.my_applications(actor), "own"))
    if not found:
        return {}
    first, *rest = found
    return {(kind, state): number for kind, state, number in first.union(*rest, all=True)}


def _by_state(rows: QuerySet[Any, Any], kind: str) -> QuerySet[Any, Any]:
    kinds = rows.order_by().annotate(kind=Value(kind, output_field=CharField()))
    counted: QuerySet[Any, Any] = kinds.values_list("kind", "state").annotate(number=Count("pk"))
    return counted


def _cases(counted: dict[tuple[str, str], int]) -> list[Figure]:
    queue = reverse("bureau:triage")
    return [
        Figure(str(number), str(state.label), f"{queue}?state={state}")
        for state in _OPEN
        if (number := counted.get(("case", str(state)), 0))
    ]


def _own(counted: dict[tuple[str, str], int]) -> list[Figure]:
    return [
        Figure(str(number), _("mine: %s") % state.label, reverse("company:needs"))
        for state in _OWN
        if (number := counted.get(("own", str(state)), 0))
    ]
