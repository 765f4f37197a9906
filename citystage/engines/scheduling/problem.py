"""The problem: slots, rooms, two sides of people, their wishes and what is arranged already."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

FAIR_FROM: Final = 5
"""Meetings from which on nobody of the same side should be left with nothing."""


class Side(StrEnum):
    LEFT = "left"
    RIGHT = "right"


class Wish(NamedTuple):
    """A meeting that could be held; `weight` >= 0 is what it is worth to both."""

    left: int
    right: int
    weight: float


class Fixed(NamedTuple):
    """A meeting that is arranged: it stays in its slot, and at its table if one is named."""

    left: int
    right: int
    slot: int
    table: int | None = None


class Meeting(NamedTuple):
    left: int
    right: int
    slot: int
    table: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a calendar: a firm or a buyer with one delegation.

    `available`: slots. `most` meetings; None is as many as fit. `most_of`: at most so many with
    partners of a kind. `room`: all meetings of this person are held there.
    """

    available: frozenset[int]
    most: int | None = None
    kind: str = ""
    most_of: tuple[tuple[str, int], ...] = ()
    room: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A day. Tables are numbered through the rooms, from 0 in the first.

    `rooms`: tables of each. `breaks`: slots in which nobody meets. `spacing`: free slots between
    two meetings of one person. `travel`: free slots needed from one room to another.
    `fair_from`: see docs/scheduling.md; None leaves fairness out. `seed` decides between plans
    that are equally good. `thorough` seeks the proof where a good plan is known already;
    `patience`: seconds after which the search for it stops with what it has.
    """

    slots: int
    rooms: tuple[int, ...]
    left: Sequence[Person]
    right: Sequence[Person]
    wishes: Sequence[Wish]
    fixed: Sequence[Fixed] = ()
    breaks: frozenset[int] = frozenset()
    spacing: int = 0
    travel: int = 0
    fair_from: int | None = FAIR_FROM
    seed: int = 0
    thorough: bool = False
    patience: float = 15.0

    @property
    def tables(self) -> int:
        return sum(self.rooms)

    def people(self, side: Side) -> Sequence[Person]:
        return self.left if side is Side.LEFT else self.right

    def rooms_of_tables(self) -> list[int]:
        """The room of each table."""
        return [room for room, tables in enumerate(self.rooms) for _ in range(tables)]

    def common(self, left: int, right: int) -> frozenset[int]:
        """Slots in which both could meet."""
        return (self.left[left].available & self.right[right].available) - self.breaks


class BadProblem(ValueError):
    """The problem contradicts its own sizes: `place` names the field, `words` say what is wrong."""

    def __init__(self, place: str, words: str) -> None:
        super().__init__(f"{place}: {words}")
        self.place = place
        self.words = words


def check(problem: Problem) -> None:
    """Numbers that point nowhere. Raises `BadProblem`."""
    seen: set[tuple[int, int]] = set()
    for at, wish in enumerate(problem.wishes):
        _pair(problem, wish.left, wish.right, f"wishes[{at}]")
        if not wish.weight >= 0:
            raise BadProblem(f"wishes[{at}]", f"weighs {wish.weight}, 0 is the least")
        if (wish.left, wish.right) in seen:
            raise BadProblem(f"wishes[{at}]", "stands there twice")
        seen.add((wish.left, wish.right))
    for at, fixed in enumerate(problem.fixed):
        _pair(problem, fixed.left, fixed.right, f"fixed[{at}]")
        if not 0 <= fixed.slot < problem.slots:
            raise BadProblem(f"fixed[{at}]", f"is in slot {fixed.slot} of {problem.slots}")
        if fixed.table is not None and not 0 <= fixed.table < problem.tables:
            raise BadProblem(f"fixed[{at}]", f"is at table {fixed.table} of {problem.tables}")
    _people(problem)


def _people(problem: Problem) -> None:
    for side in Side:
        for at, person in enumerate(problem.people(side)):
            if any(not 0 <= slot < problem.slots for slot in person.available):
                raise BadProblem(f"{side}[{at}]", f"has a slot that is not one of {problem.slots}")
            if person.room is not None and not 0 <= person.room < len(problem.rooms):
                raise BadProblem(f"{side}[{at}]", f"sits in room {person.room}, there is none")


def _pair(problem: Problem, left: int, right: int, place: str) -> None:
    for number, side in ((left, Side.LEFT), (right, Side.RIGHT)):
        if not 0 <= number < len(problem.people(side)):
            raise BadProblem(place, f"names number {number} of the {side}, there is none")
