"""Wishes as one participant sees them: whom there is, what both sides said, who would fit."""

from dataclasses import dataclass

from django.db.models import FETCH_RAISE, Q, QuerySet

from citystage.engines.text.folding import fold
from citystage.stages.events.meeting.suggesting import suggested
from citystage.stages.events.meeting.wording import name_of
from citystage.stages.events.models import Attendance, MeetingDay, MeetingWish, Place
from citystage.stages.events.queries.meetings.days import attendances
from citystage.stages.events.states.places import PlaceState

OTHER = {Place.Side.DEMAND: Place.Side.SUPPLY, Place.Side.SUPPLY: Place.Side.DEMAND}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody of the other side; ``mine`` and ``theirs`` are what was said."""

    attendance: Attendance
    name: str
    mine: MeetingWish | None
    theirs: MeetingWish | None
    # The title of the scenario by which the two fit, where matching says so.
    fits: str


def across(attendance: Attendance, asked: str) -> QuerySet[Attendance]:
    """Everybody one may meet, by number; ``asked`` narrows by name."""
    side = OTHER.get(Place.Side(attendance.place.side))
    found = attendances(attendance.day).filter(place__side=side, place__state=PlaceState.CONFIRMED)
    if asked:
        found = found.filter(Q(place__folded__contains=fold(asked)))
    return found.fetch_mode(FETCH_RAISE)


def candidates(attendance: Attendance, rows: list[Attendance]) -> list[Candidate]:
    """Those of one page with what was said between the two."""
    ids = [one.pk for one in rows]
    mine = {one.to_id: one for one in attendance.wishes.filter(to__in=ids)}
    theirs = {one.by_id: one for one in attendance.wished.filter(by__in=ids)}
    fits = _fits(attendance)
    return [
        Candidate(one, name_of(one), mine.get(one.pk), theirs.get(one.pk), fits.get(one.pk, ""))
        for one in rows
    ]


def _fits(attendance: Attendance) -> dict[int, str]:
    return {
        (one.supply if one.demand.pk == attendance.pk else one.demand).pk: one.scenario.title
        for one in suggested(attendance.day)
        if attendance.pk in {one.demand.pk, one.supply.pk}
    }


def numbers(day: MeetingDay) -> dict[str, int]:
    """How many of each side there are, and how many wishes."""
    sides = list(attendances(day).values_list("place__side", flat=True))
    kinds = list(day.wishes.values_list("kind", flat=True))
    return {
        "demand": sides.count(Place.Side.DEMAND),
        "supply": sides.count(Place.Side.SUPPLY),
        "wishes": kinds.count(MeetingWish.Kind.WISH),
        "declined": kinds.count(MeetingWish.Kind.DECLINE),
    }
