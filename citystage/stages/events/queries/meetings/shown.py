"""A plan as people look at it: by time and table, by participant, and what was not met."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from citystage.engines.scheduling.explaining import Reason
from citystage.engines.scheduling.explaining import why_not as reasons_for
from citystage.stages.events.meeting import wording
from citystage.stages.events.meeting.posing import Posed, Table, pose, tables_of
from citystage.stages.events.models import (
    Attendance,
    Meeting,
    MeetingDay,
    MeetingPlan,
    MeetingWish,
    Place,
)
from citystage.stages.events.queries.meetings.days import attendances, meetings_of, meetings_with


@dataclass(frozen=True, slots=True)
class Slot:
    """A time of the day."""

    number: int
    begins: datetime
    ends: datetime
    is_break: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """A meeting with the names that stand for it."""

    meeting: Meeting
    slot: Slot
    table: str
    supply: str
    demand: str


@dataclass(frozen=True, slots=True)
class Line:
    """One time across all tables."""

    slot: Slot
    cells: tuple[Seen | None, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """A participant and the own meetings; ``partners`` in the order of time."""

    attendance: Attendance
    name: str
    partners: tuple[tuple[Seen, str], ...]
    wishes: int


@dataclass(frozen=True, slots=True)
class Unmet:
    """A wish that is not met, why, and what would have to give way for it."""

    demand: Attendance
    supply: Attendance
    demand_name: str
    supply_name: str
    weight: float
    words: str
    instead: tuple[str, ...]


def slots_of(day: MeetingDay) -> tuple[Slot, ...]:
    """The times of the day."""
    return tuple(
        Slot(at, day.begins(at), day.ends(at), at in day.breaks) for at in range(day.slots)
    )


def table_names(tables: Sequence[Table]) -> tuple[str, ...]:
    """Tables as their signs say."""
    return tuple(
        _("%(room)s, table %(number)d") % {"room": one.room.name, "number": one.number}
        if one.room
        else _("table %d") % one.number
        for one in tables
    )


def meetings_shown(day: MeetingDay, plan: MeetingPlan) -> list[Seen]:
    """All meetings of the plan, by time and table."""
    return _seen(day, meetings_of(plan))


def of_one(
    attendance: Attendance, plan: MeetingPlan, *, with_cancelled: bool = False
) -> list[tuple[Seen, str]]:
    """The meetings of one participant, each with the partner's name."""
    found = meetings_with(plan, attendance)
    if not with_cancelled:
        found = found.filter(cancelled_at__isnull=True)
    return [
        (one, one.demand if one.meeting.supply_id == attendance.pk else one.supply)
        for one in _seen(attendance.day, found)
    ]


def _seen(day: MeetingDay, meetings: Iterable[Meeting]) -> list[Seen]:
    times, tables = slots_of(day), table_names(tables_of(day))
    return [
        Seen(
            one,
            times[one.slot],
            tables[one.table] if one.table < len(tables) else _("table %d") % (one.table + 1),
            wording.name_of(one.supply),
            wording.name_of(one.demand),
        )
        for one in meetings
        if one.slot < len(times)
    ]


def grid(day: MeetingDay, seen: Sequence[Seen]) -> tuple[tuple[str, ...], tuple[Line, ...]]:
    """The signs of the tables, and a line for each time."""
    tables = table_names(tables_of(day))
    at = {(one.meeting.slot, one.meeting.table): one for one in seen}
    lines = tuple(
        Line(slot, tuple(at.get((slot.number, table)) for table in range(len(tables))))
        for slot in slots_of(day)
    )
    return tables, lines


def people(day: MeetingDay, seen: Sequence[Seen]) -> list[Person]:
    """Everybody of the two sides, those who look for suppliers first."""
    partners: dict[int, list[tuple[Seen, str]]] = defaultdict(list)
    for one in seen:
        partners[one.meeting.supply_id].append((one, one.demand))
        partners[one.meeting.demand_id].append((one, one.supply))
    wished: dict[int, int] = defaultdict(int)
    for by, to in day.wishes.filter(kind=MeetingWish.Kind.WISH).values_list("by_id", "to_id"):
        wished[by] += 1
        wished[to] += 1
    found = attendances(day).exclude(place__side=Place.Side.OTHER)
    rows = [
        Person(one, wording.name_of(one), tuple(partners[one.pk]), wished[one.pk]) for one in found
    ]
    return sorted(rows, key=lambda row: row.attendance.place.side != Place.Side.DEMAND)


def unmet(day: MeetingDay, plan: MeetingPlan) -> list[Unmet]:
    """Wishes the plan does not meet, the weightiest first."""
    posed = pose(day, plan)
    found = reasons_for(posed.problem, posed.meetings(meetings_of(plan)))
    rows = [_unmet(posed, one) for one in found]
    return sorted(rows, key=lambda row: (-row.weight, row.demand_name, row.supply_name))


def _unmet(posed: Posed, reason: Reason) -> Unmet:
    supply, demand = posed.left[reason.wish.left], posed.right[reason.wish.right]
    return Unmet(
        demand,
        supply,
        wording.name_of(demand),
        wording.name_of(supply),
        reason.wish.weight,
        wording.why_not(posed, reason),
        tuple(wording.instead(posed, reason)),
    )
