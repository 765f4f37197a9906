"""Checking: contradictions among what is arranged, and rules that a plan breaks."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from citystage.engines.scheduling.outcome import Obstacle, ObstacleCode, Someone
from citystage.engines.scheduling.problem import Fixed, Meeting, Problem, Side


def contradictions(problem: Problem) -> tuple[Obstacle, ...]:
    """Why the arrangements already made cannot all stand; empty if each rule is kept."""
    return tuple(_found(problem, list(problem.fixed)))


def violations(problem: Problem, meetings: Sequence[Meeting]) -> tuple[Obstacle, ...]:
    """Rules that a plan breaks, as contradictions of its meetings (`Obstacle.fixed` counts them).

    That a fixed meeting is missing is not told here.
    """
    return tuple(_found(problem, [Fixed(*meeting) for meeting in meetings]))


def _found(problem: Problem, fixed: list[Fixed]) -> Iterator[Obstacle]:
    yield from _twice(fixed)
    yield from _slots(problem, fixed)
    for side in Side:
        held: dict[int, list[int]] = defaultdict(list)
        for at, meeting in enumerate(fixed):
            held[_number(meeting, side)].append(at)
        for person, numbers in sorted(held.items()):
            yield from _of(problem, fixed, (side, person), numbers)


def _twice(fixed: list[Fixed]) -> Iterator[Obstacle]:
    pairs: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, meeting in enumerate(fixed):
        pairs[meeting.left, meeting.right].append(at)
    for numbers in pairs.values():
        if len(numbers) > 1:
            yield Obstacle(ObstacleCode.TWICE, tuple(numbers))


def _slots(problem: Problem, fixed: list[Fixed]) -> Iterator[Obstacle]:
    by_slot: dict[int, list[int]] = defaultdict(list)
    for at, meeting in enumerate(fixed):
        by_slot[meeting.slot].append(at)
    for slot, numbers in sorted(by_slot.items()):
        if slot in problem.breaks:
            yield Obstacle(ObstacleCode.BREAK, tuple(numbers), slot=slot)
        if len(numbers) > problem.tables:
            yield Obstacle(
                ObstacleCode.TABLES,
                tuple(numbers),
                slot=slot,
                wanted=len(numbers),
                available=problem.tables,
            )
        at_table: dict[int, list[int]] = defaultdict(list)
        for at in numbers:
            table = fixed[at].table
            if table is not None:
                at_table[table].append(at)
        for shared in at_table.values():
            if len(shared) > 1:
                yield Obstacle(ObstacleCode.TABLE, tuple(shared), slot=slot)
        yield from _homes(problem, fixed, slot, numbers)


def _homes(
    problem: Problem, fixed: list[Fixed], slot: int, numbers: list[int]
) -> Iterator[Obstacle]:
    """More arrangements in a room than it has tables."""
    rooms = Counter(room for at in numbers if (room := room_of(problem, fixed[at])) is not None)
    for room, wanted in sorted(rooms.items()):
        if problem.rooms[room] < wanted <= problem.tables:
            there = tuple(at for at in numbers if room_of(problem, fixed[at]) == room)
            yield Obstacle(
                ObstacleCode.TABLES,
                there,
                slot=slot,
                wanted=wanted,
                available=problem.rooms[room],
            )


def _of(
    problem: Problem, fixed: list[Fixed], someone: Someone, numbers: list[int]
) -> Iterator[Obstacle]:
    side, number = someone
    person = problem.people(side)[number]
    for at in numbers:
        meeting = fixed[at]
        if meeting.slot not in person.available:
            yield Obstacle(ObstacleCode.AWAY, (at,), someone, meeting.slot)
        if person.room is not None and room_of(problem, meeting) != person.room:
            yield Obstacle(ObstacleCode.ROOM, (at,), someone, meeting.slot)
    if person.most is not None and len(numbers) > person.most:
        yield Obstacle(
            ObstacleCode.MOST, tuple(numbers), someone, None, "", len(numbers), person.most
        )
    for kind, most in person.most_of:
        of_kind = [at for at in numbers if _partner_kind(problem, fixed[at], side) == kind]
        if len(of_kind) > most:
            yield Obstacle(
                ObstacleCode.KIND, tuple(of_kind), someone, None, kind, len(of_kind), most
            )
    for one, other in combinations(numbers, 2):
        apart = abs(fixed[one].slot - fixed[other].slot)
        if apart == 0:
            yield Obstacle(ObstacleCode.CLASH, (one, other), someone, fixed[one].slot)
        elif apart <= gap(problem, room_of(problem, fixed[one]), room_of(problem, fixed[other])):
            yield Obstacle(ObstacleCode.SPACING, (one, other), someone, fixed[one].slot)


def gap(problem: Problem, one: int | None, other: int | None) -> int:
    """Free slots a person needs between meetings in these rooms (None: not known yet)."""
    if one is None or other is None or one == other:
        return problem.spacing
    return max(problem.spacing, problem.travel)


def room_of(problem: Problem, meeting: Fixed | Meeting) -> int | None:
    """The room: of its table, or where one of the two must sit; None if that is still open."""
    if meeting.table is not None:
        return room_at(problem, meeting.table)
    return home(problem, meeting.left, meeting.right)


def room_at(problem: Problem, table: int) -> int:
    """The room of a table."""
    for room, tables in enumerate(problem.rooms):
        if table < tables:
            return room
        table -= tables
    raise IndexError(table)


def home(problem: Problem, left: int, right: int) -> int | None:
    """Where these two must meet, if one of them sits in a room. The right one's room counts."""
    at_right, at_left = problem.right[right].room, problem.left[left].room
    return at_left if at_right is None else at_right


def _partner_kind(problem: Problem, meeting: Fixed, side: Side) -> str:
    if side is Side.LEFT:
        return problem.right[meeting.right].kind
    return problem.left[meeting.left].kind


def _number(meeting: Fixed, side: Side) -> int:
    return meeting.left if side is Side.LEFT else meeting.right


def missing(problem: Problem, meetings: Iterable[Meeting]) -> list[Fixed]:
    """Arrangements that a plan left out or moved."""
    held = {(one.left, one.right, one.slot): one.table for one in meetings}
    return [
        fixed
        for fixed in problem.fixed
        if (key := fixed[:3]) not in held or (fixed.table is not None and held[key] != fixed.table)
    ]
