"""Explaining: why a wish was not met, by which limit and which other meetings."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from citystage.engines.scheduling.checking import gap, home
from citystage.engines.scheduling.outcome import Someone
from citystage.engines.scheduling.problem import Meeting, Person, Problem, Side, Wish


class ReasonCode(StrEnum):
    NO_COMMON_SLOT = "no_common_slot"
    """They are never there at the same time."""
    ROOMS_APART = "rooms_apart"
    """Each must stay in a room of its own."""
    FULL = "full"
    """`someone` has as many meetings as allowed."""
    KIND_FULL = "kind_full"
    """`someone` has as many meetings with partners of that kind as allowed."""
    BUSY = "busy"
    """Whenever both are there, at least one of them meets somebody else."""
    TOO_NEAR = "too_near"
    """Where both are free, the meeting before or after is too near."""
    TABLES = "tables"
    """Where both are free, every table is taken."""
    UNWEIGHTED = "unweighted"
    """The wish weighs nothing."""
    POSSIBLE = "possible"
    """It could be held as the plan stands, in `slot`."""


@dataclass(frozen=True, slots=True)
class Reason:
    """`instead`: the lightest meetings that would have to go for this one, `slot` where then."""

    wish: Wish
    code: ReasonCode
    someone: Someone | None = None
    slot: int | None = None
    instead: tuple[Meeting, ...] = ()


def why_not(problem: Problem, meetings: Sequence[Meeting]) -> list[Reason]:
    """A reason for each wish that the plan does not meet, in the order of the wishes."""
    return list(Reasons(problem, meetings).every())


class Reasons:
    """Answers for one plan."""

    def __init__(self, problem: Problem, meetings: Sequence[Meeting]) -> None:
        self._problem = problem
        self._met = {(one.left, one.right) for one in meetings}
        self._rooms = problem.rooms_of_tables()
        self._of: dict[Someone, list[Meeting]] = defaultdict(list)
        self._in_slot: dict[int, list[Meeting]] = defaultdict(list)
        self._weights = {(one.left, one.right): one.weight for one in problem.wishes}
        for one in meetings:
            self._of[Side.LEFT, one.left].append(one)
            self._of[Side.RIGHT, one.right].append(one)
            self._in_slot[one.slot].append(one)

    def every(self) -> Iterator[Reason]:
        for wish in self._problem.wishes:
            if (wish.left, wish.right) not in self._met:
                yield self.of(wish)

    def of(self, wish: Wish) -> Reason:
        problem = self._problem
        if not wish.weight:
            return Reason(wish, ReasonCode.UNWEIGHTED)
        common = sorted(problem.common(wish.left, wish.right))
        if not common:
            return Reason(wish, ReasonCode.NO_COMMON_SLOT)
        ours, theirs = problem.left[wish.left].room, problem.right[wish.right].room
        if ours is not None and theirs is not None and ours != theirs:
            return Reason(wish, ReasonCode.ROOMS_APART)
        pair = ((Side.LEFT, wish.left), (Side.RIGHT, wish.right))
        for someone, other in (pair, pair[::-1]):
            if found := self._full(wish, someone, other):
                return found
        return self._in_time(wish, common)

    def _full(self, wish: Wish, someone: Someone, other: Someone) -> Reason | None:
        person, held = self._person(someone), self._of[someone]
        if person.most is not None and len(held) >= person.most:
            return Reason(wish, ReasonCode.FULL, someone, None, self._lightest(held))
        kind = self._person(other).kind
        for of, most in person.most_of:
            of_kind = [one for one in held if self._person(_partner(one, someone)).kind == of]
            if of == kind and len(of_kind) >= most:
                return Reason(wish, ReasonCode.KIND_FULL, someone, None, self._lightest(of_kind))
        return None

    def _in_time(self, wish: Wish, common: Sequence[int]) -> Reason:
        """The cheapest slot of all: what stands in the way there, and whether it is people."""
        choices = []
        for slot in common:
            code, stands = self._then(wish, slot)
            choices.append((self._weight(stands), slot, code, stands))
        kinds = {code for _, _, code, _ in choices}
        # The mildest limit is the true one: where both were free, being busy elsewhere is none.
        code = next(one for one in _MILDEST if one in kinds)
        alike = (choice for choice in choices if choice[2] is code)
        _, slot, _, instead = min(alike, key=lambda choice: choice[:2])
        return Reason(wish, code, None, slot, instead)

    def _then(self, wish: Wish, slot: int) -> tuple[ReasonCode, tuple[Meeting, ...]]:
        """What stands against the meeting in one slot, and which meetings would have to go."""
        if busy := [one for one in self._both(wish) if one.slot == slot]:
            return ReasonCode.BUSY, tuple(dict.fromkeys(busy))
        if near := self._near(wish, slot):
            return ReasonCode.TOO_NEAR, tuple(dict.fromkeys(near))
        held, tables = self._hall(wish, slot)
        if len(held) >= tables:
            return ReasonCode.TABLES, self._lightest(held)
        return ReasonCode.POSSIBLE, ()

    def _both(self, wish: Wish) -> list[Meeting]:
        return [*self._of[Side.LEFT, wish.left], *self._of[Side.RIGHT, wish.right]]

    def _near(self, wish: Wish, slot: int) -> list[Meeting]:
        """Meetings of either that leave too little time."""
        room = home(self._problem, wish.left, wish.right)
        return [
            one
            for one in self._both(wish)
            if abs(one.slot - slot) <= gap(self._problem, room, self._rooms[one.table])
        ]

    def _hall(self, wish: Wish, slot: int) -> tuple[list[Meeting], int]:
        """The meetings where the two could sit in that slot, and the tables there."""
        room, held = home(self._problem, wish.left, wish.right), self._in_slot[slot]
        if room is None:
            return held, self._problem.tables
        return [one for one in held if self._rooms[one.table] == room], self._problem.rooms[room]

    def _person(self, someone: Someone) -> Person:
        return self._problem.people(someone[0])[someone[1]]

    def _weight(self, meetings: Sequence[Meeting]) -> float:
        return sum(self._weights.get((one.left, one.right), 0.0) for one in meetings)

    def _lightest(self, meetings: Sequence[Meeting]) -> tuple[Meeting, ...]:
        return (min(meetings, key=lambda one: (self._weight([one]), one)),) if meetings else ()


_MILDEST = (ReasonCode.POSSIBLE, ReasonCode.TABLES, ReasonCode.TOO_NEAR, ReasonCode.BUSY)


def _partner(meeting: Meeting, someone: Someone) -> Someone:
    if someone[0] is Side.LEFT:
        return Side.RIGHT, meeting.right
    return Side.LEFT, meeting.left
