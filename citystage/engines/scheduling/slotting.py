"""Slotting: pairs into slots where slots are alike but for who is there.

Meetings are the edges of a graph whose colours are slots (König 1916: as many colours as the
busiest person has meetings; de Werra 1971: with as many edges of each colour). A pair that finds
no free slot is let in by exchanging two slots along a chain of meetings. People who are away cut
chains, so some pairs may stay outside.
"""

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np

from citystage.engines.scheduling.ground import Ground, Ints
from citystage.engines.scheduling.problem import Side

_NONE: Final = -1
type _Someone = tuple[int, int]


class Slotting:
    """A day being filled. Numbers of pairs are those of the ground; side 0 is the left.

    `moves`: meetings that may still be moved to let others in; None is any number.
    """

    def __init__(self, ground: Ground, moves: int | None = None) -> None:
        problem = ground.problem
        self.ground = ground
        self.moves = moves
        self._tables = problem.tables
        self._ends: list[list[int]] = ground.pairs.tolist()
        self._at = [
            [[_NONE] * problem.slots for _ in problem.people(side)] for side in Side
        ]  # [side][person][slot]
        self._count = [0] * problem.slots
        self.slot_of: dict[int, int] = {}
        self._allowed: list[set[int]] = [set() for _ in self._ends]
        for pair, slot in zip(ground.pair.tolist(), ground.slot.tolist(), strict=True):
            self._allowed[pair].add(slot)
        self._log: list[tuple[int, int, bool]] = []
        weights = ground.weights
        self._order: list[int] = np.lexsort((np.arange(len(weights)), -weights)).tolist()
        self._held = [[0] * len(problem.people(side)) for side in Side]
        self._of_kind: dict[tuple[int, int, str], int] = {}
        for pair in range(ground.fixed):
            self._put(pair, next(iter(self._allowed[pair])))

    def place(self, pair: int, slot: int) -> None:
        """Where it was before; the pair may be moved."""
        self._put(pair, slot)

    def fill(self, chosen: Ints) -> list[int]:
        """Let these pairs in, those with the fewest slots first; returns who stays outside."""
        weights = self.ground.weights
        waiting = sorted(
            (pair for pair in chosen.tolist() if pair not in self.slot_of),
            key=lambda pair: (len(self._allowed[pair]), -weights[pair], pair),
        )
        return [pair for pair in waiting if not self.let_in(pair)]

    def top_up(self) -> None:
        """Let in what else fits, the weightiest first."""
        for pair in self.unmet():
            self.let_in(pair)

    def unmet(self) -> list[int]:
        """Pairs that do not meet though they could, the weightiest first."""
        return [pair for pair in self._order if pair not in self.slot_of and self._allowed[pair]]

    def has_nothing(self, pair: int) -> bool:
        """Whether one of the two meets nobody yet."""
        return any(not self._held[side][number] for side, number in enumerate(self._ends[pair]))

    def is_only_one(self, pair: int) -> bool:
        """Whether one of the two meets nobody else."""
        ends = enumerate(self._ends[pair])
        return any(self._held[side][number] == 1 for side, number in ends)

    def of_either(self, pair: int) -> set[int]:
        """Meetings of one of the two that may be dropped."""
        return {
            held
            for side, number in enumerate(self._ends[pair])
            for held in self._at[side][number]
            if held >= self.ground.fixed
        }

    def in_slots_of(self, pair: int) -> set[int]:
        """Meetings in slots in which the two could meet, that may be dropped."""
        slots = self._allowed[pair]
        return {
            held
            for calendar in self._at[0]
            for slot in slots
            if (held := calendar[slot]) >= self.ground.fixed
        }

    @property
    def is_full(self) -> bool:
        """Whether every table is taken in every slot."""
        return min(self._count) >= self._tables

    def drop(self, pair: int) -> None:
        self._take(pair)

    def mark(self) -> int:
        return len(self._log)

    def undo(self, mark: int) -> None:
        """Back to how it was."""
        while len(self._log) > mark:
            pair, slot, was_put = self._log.pop()
            if was_put:
                self._take(pair)
            else:
                self._put(pair, slot)
            self._log.pop()

    def let_in(self, pair: int) -> bool:
        if self.is_full or not self._may_have_more(pair):
            return False
        free = [self._free(pair, side) for side in (0, 1)]
        both = sorted(free[0] & free[1], key=lambda slot: (self._count[slot], slot))
        if both and self._count[both[0]] < self._tables:
            self._put(pair, both[0])
            return True
        return (
            self._after_exchange(pair, 1, sorted(free[0] - free[1]))
            or self._after_exchange(pair, 0, sorted(free[1] - free[0]))
            or self._after_making_room(pair, both)
        )

    def _may_have_more(self, pair: int) -> bool:
        for side, name in enumerate(Side):
            number = self._ends[pair][side]
            person = self.ground.problem.people(name)[number]
            if person.most is not None and self._held[side][number] >= person.most:
                return False
            kind = self._kind(pair, 1 - side)
            for of, most in person.most_of:
                if of == kind and self._of_kind.get((side, number, kind), 0) >= most:
                    return False
        return True

    def _kind(self, pair: int, side: int) -> str:
        people = self.ground.problem.left if side == 0 else self.ground.problem.right
        return people[self._ends[pair][side]].kind

    def _free(self, pair: int, side: int) -> set[int]:
        calendar = self._at[side][self._ends[pair][side]]
        return {slot for slot in self._allowed[pair] if calendar[slot] == _NONE}

    def _after_exchange(self, pair: int, side: int, slots: Iterable[int]) -> bool:
        """In a slot where only the other is free: move what this one has there to another."""
        someone = (side, self._ends[pair][side])
        calendar = self._at[side][someone[1]]
        for slot in slots:
            for other in range(self.ground.problem.slots):
                if calendar[other] != _NONE:
                    continue
                chain = self._chain(someone, slot, other)
                if not self._affordable(chain):
                    continue
                grows = other if len(chain) % 2 else slot
                if self._count[grows] < self._tables:
                    self._exchange(chain, slot, other)
                    self._put(pair, slot)
                    return True
        return False

    def _after_making_room(self, pair: int, slots: Iterable[int]) -> bool:
        """In a slot where both are free and every table is taken: move one meeting away."""
        for slot in slots:
            for other in range(self.ground.problem.slots):
                if self._count[other] >= self._tables:
                    continue
                for someone in self._movable(slot, other):
                    chain = self._chain(someone, slot, other)
                    if len(chain) % 2 and self._affordable(chain):
                        self._exchange(chain, slot, other)
                        self._put(pair, slot)
                        return True
        return False

    def _movable(self, slot: int, other: int) -> Iterator[_Someone]:
        """Who meets in `slot` and is free in `other`."""
        held = [calendar[slot] for calendar in self._at[0] if calendar[slot] != _NONE]
        for pair in held:
            for side, number in enumerate(self._ends[pair]):
                if self._at[side][number][other] == _NONE:
                    yield side, number

    def _chain(self, someone: _Someone, slot: int, other: int) -> list[int]:
        """Meetings to be exchanged between two slots until this one is free in `slot`."""
        side, number = someone
        chain: list[int] = []
        here, there = slot, other
        while (pair := self._at[side][number][here]) != _NONE:
            if pair < self.ground.fixed or there not in self._allowed[pair]:
                return []
            chain.append(pair)
            side = 1 - side
            number = self._ends[pair][side]
            here, there = there, here
        return chain

    def _affordable(self, chain: list[int]) -> bool:
        return bool(chain) and (self.moves is None or len(chain) <= self.moves)

    def _exchange(self, chain: list[int], slot: int, other: int) -> None:
        if self.moves is not None:
            self.moves -= len(chain)
        for pair in chain:
            self._take(pair)
        for at, pair in enumerate(chain):
            self._put(pair, slot if at % 2 else other)

    def _put(self, pair: int, slot: int) -> None:
        self._book(pair, slot, pair, 1)
        self.slot_of[pair] = slot
        self._log.append((pair, slot, True))

    def _take(self, pair: int) -> None:
        slot = self.slot_of.pop(pair)
        self._book(pair, slot, _NONE, -1)
        self._log.append((pair, slot, False))

    def _book(self, pair: int, slot: int, entry: int, step: int) -> None:
        self._count[slot] += step
        for side, number in enumerate(self._ends[pair]):
            self._at[side][number][slot] = entry
            self._held[side][number] += step
            key = side, number, self._kind(pair, 1 - side)
            self._of_kind[key] = self._of_kind.get(key, 0) + step
