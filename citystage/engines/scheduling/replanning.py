"""Replanning: who comes late, leaves or does not come, with as little as can be changed.

What can stay stays. First whoever is left with nothing is let in, then the free places are
filled best, then single meetings move by a slot where that lets another in: in all not more than
a share of those that stood (`movable`). Meetings before `since` are over and never move.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from citystage.engines.scheduling import planning
from citystage.engines.scheduling.checking import room_at, violations
from citystage.engines.scheduling.ground import prepare
from citystage.engines.scheduling.outcome import Someone
from citystage.engines.scheduling.problem import Fixed, Meeting, Person, Problem, Side
from citystage.engines.scheduling.seating import Placed, seat
from citystage.engines.scheduling.slotting import Slotting

MOVABLE: Final = 0.1


@dataclass(frozen=True, slots=True)
class Gone:
    """Away from a slot on (0: does not come), or until a slot (comes late)."""

    someone: Someone
    since: int = 0
    until: int | None = None

    def lets(self, slot: int) -> bool:
        return slot < self.since or (self.until is not None and slot >= self.until)


@dataclass(frozen=True, slots=True)
class Replan:
    """`kept`, `moved` (before, after), `dropped` of the old plan and `added` ones."""

    meetings: tuple[Meeting, ...]
    kept: tuple[Meeting, ...]
    moved: tuple[tuple[Meeting, Meeting], ...]
    dropped: tuple[Meeting, ...]
    added: tuple[Meeting, ...]
    total: float
    seconds: float


def absent(problem: Problem, gone: Sequence[Gone]) -> Problem:
    """The same day with these people away."""
    sides: dict[Side, list[Person]] = {side: list(problem.people(side)) for side in Side}
    for one in gone:
        people, number = sides[one.someone[0]], one.someone[1]
        left = frozenset(slot for slot in people[number].available if one.lets(slot))
        people[number] = replace(people[number], available=left)
    return replace(problem, left=sides[Side.LEFT], right=sides[Side.RIGHT])


def replan(
    problem: Problem, meetings: Sequence[Meeting], *, since: int = 0, movable: float = MOVABLE
) -> Replan:
    """The day as it is now (`problem`), from the plan as it was.

    Arrangements of the problem that can still be held stay among the meetings that never move.
    """
    begun_at = time.perf_counter()
    stays = standing(problem, meetings, since)
    fixed = {one[:3] for one in problem.fixed}
    wished = {(one.left, one.right) for one in problem.wishes if one.weight > 0}
    firm = [one for one in stays if one.slot < since or one[:3] in fixed or one[:2] not in wished]
    loose = [one for one in stays if one not in firm]
    now, budget = _from(problem, since, firm), int(movable * len(stays))
    # Whoever has nothing is let in first, where few others must move.
    placed = {one[:2]: _Place(one.slot, one) for one in loose}
    placed = _let_in(now, placed, budget, only_without=True)
    placed = _filled(now, placed)
    moved = sum(place.is_moved for place in placed.values())
    placed = _let_in(now, placed, budget - moved, only_without=False)
    return _told(problem, meetings, firm, placed, begun_at)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a pair meets; `before` is the meeting it had, None if it is new."""

    slot: int
    before: Meeting | None
    pool: int = -1

    @property
    def is_moved(self) -> bool:
        return self.before is not None and self.before.slot != self.slot

    @property
    def table(self) -> int | None:
        return None if self.before is None or self.is_moved else self.before.table


type _Placed = dict[tuple[int, int], _Place]


def standing(problem: Problem, meetings: Sequence[Meeting], since: int = 0) -> list[Meeting]:
    """Meetings of a plan that can be held as things are, and those that are over."""
    over = [one for one in meetings if one.slot < since]
    stays = [*over, *(one for one in meetings if one.slot >= since and _is_possible(problem, one))]
    broken = {
        at
        for obstacle in violations(problem, stays)
        for at in obstacle.fixed[1:] or obstacle.fixed
        if at >= len(over)
    }
    return [one for at, one in enumerate(stays) if at not in broken]


def _is_possible(problem: Problem, meeting: Meeting) -> bool:
    return meeting.table < problem.tables and not violations(problem, [meeting])


def _from(problem: Problem, since: int, firm: Sequence[Meeting]) -> Problem:
    """What is left of the day; the firm meetings stand."""
    rest = frozenset(range(since, problem.slots))
    sides = {
        side: [replace(one, available=one.available & rest) for one in problem.people(side)]
        for side in Side
    }
    return replace(
        problem,
        left=sides[Side.LEFT],
        right=sides[Side.RIGHT],
        fixed=[Fixed(*one) for one in firm],
        fair_from=None,
        patience=min(problem.patience, 2.0),
    )


def _let_in(now: Problem, placed: _Placed, budget: int, *, only_without: bool) -> _Placed:
    """Wishes let in by moving others, as far as the budget goes; not where rooms matter."""
    ground = prepare(now)
    if not ground.is_simple:
        return placed
    slotting = Slotting(ground, max(0, budget))
    number = {(left, right): at for at, (left, right) in enumerate(ground.pairs.tolist())}
    for pair, place in placed.items():
        slotting.place(number[pair], place.slot)
    for at in slotting.unmet():
        if not only_without or slotting.has_nothing(at):
            slotting.let_in(at)
    result: _Placed = {}
    for at, slot in slotting.slot_of.items():
        left, right = ground.pairs[at].tolist()
        if at >= ground.fixed:
            known = placed.get((left, right))
            result[left, right] = _Place(slot, known.before if known else None)
    return result


def _filled(now: Problem, placed: _Placed) -> _Placed:
    """The free places filled best, while everything stands."""
    stand = [Fixed(*pair, place.slot, place.table) for pair, place in placed.items()]
    done = planning.plan_rest(replace(now, fixed=[*now.fixed, *stand]))
    firm = {(one.left, one.right) for one in now.fixed}
    has_rooms = len(now.rooms) > 1 and not prepare(now).is_simple
    result = dict(placed)
    for one in done:
        pair = one.left, one.right
        if pair not in result and pair not in firm:
            result[pair] = _Place(one.slot, None, room_at(now, one.table) if has_rooms else -1)
    return result


def _told(
    problem: Problem,
    meetings: Sequence[Meeting],
    firm: Sequence[Meeting],
    placed: _Placed,
    begun_at: float,
) -> Replan:
    old = {one[:2]: one for one in meetings}
    seats = [Placed(one.left, one.right, one.slot, table=one.table) for one in firm]
    seats += [Placed(*pair, one.slot, one.pool, one.table) for pair, one in placed.items()]
    day = seat(problem, seats)
    new = {one[:2]: one for one in day}
    weights = {one[:2]: one.weight for one in problem.wishes}
    return Replan(
        day,
        tuple(one for one in day if old.get(one[:2]) == one),
        tuple((old[pair], one) for pair, one in new.items() if old.get(pair, one) != one),
        tuple(one for pair, one in old.items() if pair not in new),
        tuple(one for pair, one in new.items() if pair not in old),
        sum(weights.get(pair, 0.0) for pair in new),
        time.perf_counter() - begun_at,
    )
