"""Pose a one-to-one day to the engine: who is there when, who wants whom, what is pinned."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from citystage.engines.scheduling.problem import (
    Fixed,
    Meeting,
    Person,
    Problem,
    Side,
    Wish,
)
from citystage.stages.events import models
from citystage.stages.events.models import Attendance, MeetingDay, MeetingPlan, MeetingWish, Place
from citystage.stages.events.models import Room as EventRoom
from citystage.stages.events.states.places import PlaceState

# What a meeting gains when both sides want it, beside the weights of both.
MUTUAL = 2


@dataclass(frozen=True, slots=True)
class Table:
    """A table as people find it."""

    number: int
    room: EventRoom | None


@dataclass(frozen=True, slots=True)
class Posed:
    """The problem, and whom its numbers stand for."""

    day: MeetingDay
    problem: Problem
    left: tuple[Attendance, ...]
    right: tuple[Attendance, ...]
    tables: tuple[Table, ...]

    def who(self, side: Side, number: int) -> Attendance:
        return (self.left if side is Side.LEFT else self.right)[number]

    def number(self, attendance_id: int) -> tuple[Side, int]:
        """The side and number of a participant. Raises KeyError."""
        for side, people in ((Side.LEFT, self.left), (Side.RIGHT, self.right)):
            for at, one in enumerate(people):
                if one.pk == attendance_id:
                    return side, at
        raise KeyError(attendance_id)

    def meetings(self, rows: Iterable[models.Meeting]) -> tuple[Meeting, ...]:
        """Meetings of a plan as the engine knows them."""
        left = {one.pk: at for at, one in enumerate(self.left)}
        right = {one.pk: at for at, one in enumerate(self.right)}
        return tuple(
            Meeting(left[one.supply_id], right[one.demand_id], one.slot, one.table)
            for one in rows
            if one.supply_id in left and one.demand_id in right
        )


def pose(day: MeetingDay, plan: MeetingPlan | None = None, *, seed: int = 0) -> Posed:
    """The day as it stands now. Pinned meetings of ``plan`` are arranged; pairs that were
    cancelled in it by hand are not sought again.
    """
    people = _people(day, plan)
    left = tuple(one for one in people if one.place.side == Place.Side.SUPPLY)
    right = tuple(one for one in people if one.place.side == Place.Side.DEMAND)
    tables = tables_of(day)
    rooms = [one.room.pk if one.room else 0 for one in tables]
    known = list(dict.fromkeys(rooms))
    numbers = {
        **{one.pk: at for at, one in enumerate(left)},
        **{one.pk: at for at, one in enumerate(right)},
    }
    rows = list(plan.meetings.all()) if plan else []
    shunned = {(one.supply_id, one.demand_id) for one in rows if one.cancelled_at and one.reason}
    problem = Problem(
        slots=day.slots,
        rooms=tuple(rooms.count(room) for room in known),
        left=[_person(day, one, day.most_supply, known) for one in left],
        right=[_person(day, one, day.most_demand, known) for one in right],
        wishes=_wishes(day, numbers, {one.pk for one in left}, shunned),
        fixed=[
            Fixed(numbers[one.supply_id], numbers[one.demand_id], one.slot, one.table)
            for one in rows
            if one.pinned and one.cancelled_at is None
        ],
        breaks=frozenset(slot for slot in day.breaks if 0 <= slot < day.slots),
        spacing=day.spacing,
        travel=day.travel,
        fair_from=day.fair_from or None,
        seed=seed,
    )
    return Posed(day, problem, left, right, tables)


def tables_of(day: MeetingDay) -> tuple[Table, ...]:
    """All tables: those of the rooms in their order, or so many as the day says."""
    rooms = [room for room in day.event.rooms.order_by("pk") if room.tables]
    if not rooms:
        return tuple(Table(at + 1, None) for at in range(day.tables))
    return tuple(Table(at + 1, room) for room in rooms for at in range(room.tables))


def _people(day: MeetingDay, plan: MeetingPlan | None) -> Sequence[Attendance]:
    """Who has a place, and who stands in the plan, whatever became of the place."""
    sure = Q(place__state=PlaceState.CONFIRMED)
    if plan is not None:
        live = models.Meeting.objects.filter(plan=plan, cancelled_at__isnull=True)
        sure |= Q(pk__in=live.values("supply_id")) | Q(pk__in=live.values("demand_id"))
    found = day.attendances.filter(sure).exclude(place__side=Place.Side.OTHER)
    return list(found.select_related("place__organisation", "room").order_by("place__number"))


def _person(day: MeetingDay, one: Attendance, most: int | None, rooms: Sequence[int]) -> Person:
    gone = one.place.state != PlaceState.CONFIRMED
    there = [] if gone else [slot for slot in range(day.slots) if slot not in one.away]
    limits = [number for number in (most, one.most) if number is not None]
    organisation = one.place.organisation
    return Person(
        frozenset(there),
        min(limits) if limits else None,
        organisation.kind if organisation else "",
        tuple((str(kind), int(number)) for kind, number in sorted(day.most_of_kind.items())),
        rooms.index(one.room_id) if one.room_id in rooms else None,
    )


def _wishes(
    day: MeetingDay, numbers: dict[int, int], left: set[int], shunned: set[tuple[int, int]]
) -> list[Wish]:
    """Pairs that may meet: by one side's wish, or by both, as the day says."""
    said: dict[tuple[int, int], dict[int, MeetingWish]] = {}
    for wish in day.wishes.order_by("pk"):
        if wish.by_id in numbers and wish.to_id in numbers:
            ours = wish.by_id in left
            pair = (wish.by_id, wish.to_id) if ours else (wish.to_id, wish.by_id)
            if pair[0] in left and pair[1] not in left:
                said.setdefault(pair, {})[wish.by_id] = wish
    wishes = []
    for pair, words in sorted(said.items()):
        weight = weight_of(list(words.values()), day.way)
        if weight and pair not in shunned:
            wishes.append(Wish(numbers[pair[0]], numbers[pair[1]], float(weight)))
    return wishes


def weight_of(said: Sequence[MeetingWish], way: str) -> int:
    """What a meeting is worth by what the two sides said; 0: it is not to be held."""
    wanted = [one for one in said if one.kind == MeetingWish.Kind.WISH]
    if not wanted or len(wanted) < len(said):
        return 0
    both = len(wanted) > 1
    if way == MeetingDay.Way.OPT_IN and not both:
        return 0
    return sum(one.weight for one in wanted) + (MUTUAL if both else 0)
