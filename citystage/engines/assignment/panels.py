"""Panels in the making: who sits where, what each case has, who is still free."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from citystage.engines.assignment.ground import NO, Ground
from citystage.engines.assignment.network import Edges
from citystage.engines.assignment.problem import Floats, Ints

type Step = tuple[int, int, int]
"""A case, who leaves it, who comes."""
NEARBY = 96
"""Candidates of a case that exchanges look at."""


@dataclass(slots=True)
class Candidates:
    """The best candidates of every case in one table, `who` and `score`, NO where it ends."""

    who: Ints
    score: Floats

    @classmethod
    def of(cls, ground: Ground, edges: Edges, chosen: Ints) -> Self:
        """Of each case the chosen ones first, then by score."""
        order = np.lexsort((-edges.scores, chosen == 0, edges.cases))
        cases = edges.cases[order]
        starts = np.searchsorted(cases, cases)
        place = np.arange(len(cases)) - starts
        width = min(
            int(place.max(initial=0)) + 1, max(NEARBY, 2 * int(ground.seats.max(initial=0)))
        )
        few = place < width
        who = np.zeros((ground.cases, width), np.int64)
        score = np.full((ground.cases, width), NO)
        who[cases[few], place[few]] = edges.experts[order][few]
        score[cases[few], place[few]] = edges.scores[order][few]
        return cls(who, score)


class Panels:
    """An assignment that can be changed step by step. Sums contain what is pinned.

    `holds`: (cases, seats) the expert in each seat, -1 for none; a seat counts as case x width +
    place, and `of` lists the seats of each expert.
    """

    __slots__ = ("candidates", "count", "ground", "held", "holds", "load", "of", "sums")

    def __init__(self, ground: Ground, edges: Edges, chosen: Ints, candidates: Candidates) -> None:
        picked = chosen > 0
        cases, experts, scores = edges.cases[picked], edges.experts[picked], edges.scores[picked]
        self.ground, self.candidates = ground, candidates
        width = max(1, int(ground.seats.max(initial=0)))
        place = np.arange(len(cases)) - np.searchsorted(cases, cases)
        self.holds = np.full((ground.cases, width), -1, np.int64)
        self.held = np.zeros((ground.cases, width))
        self.holds[cases, place] = experts
        self.held[cases, place] = scores
        self.sums = ground.base + self.held.sum(axis=1)
        self.load = np.bincount(experts, minlength=ground.experts)
        self.count = np.zeros((ground.cases, len(ground.kinds)), np.int64)
        np.add.at(self.count, (cases, ground.kind[experts]), 1)
        self.of: list[list[int]] = [[] for _ in range(ground.experts)]
        for seat, expert in zip((cases * width + place).tolist(), experts.tolist(), strict=True):
            self.of[expert].append(seat)

    def copy(self) -> "Panels":
        other = object.__new__(Panels)
        other.ground, other.candidates = self.ground, self.candidates
        for name in ("holds", "held", "sums", "load", "count"):
            setattr(other, name, getattr(self, name).copy())
        other.of = [list(cases) for cases in self.of]
        return other

    def change(self, steps: list[Step]) -> None:
        """Carry out exchanges; the caller has seen to it that they are allowed."""
        ground, width = self.ground, self.holds.shape[1]
        cases, leavers, comers = (np.array(each) for each in zip(*steps, strict=True))
        slots = (self.holds[cases] == leavers[:, None]).argmax(axis=1)
        self.holds[cases, slots] = comers
        self.held[cases, slots] = ground.at(cases, comers)
        for seat, (_, leaves, comes) in zip((cases * width + slots).tolist(), steps, strict=True):
            self.of[leaves].remove(seat)
            self.of[comes].append(seat)
            self.load[leaves] -= 1
            self.load[comes] += 1
        if ground.shaped:
            # A chain passes a case once, so no place stands here twice.
            self.count[cases, ground.kind[leavers]] -= 1
            self.count[cases, ground.kind[comers]] += 1
        self.sums[cases] = ground.base[cases] + self.held[cases].sum(axis=1)

    def open_score(self, cases: Ints) -> Floats:
        """(cases, 1, candidates): scores of candidates who do not sit there, NO otherwise."""
        who, score = self.candidates.who[cases], self.candidates.score[cases]
        for column in range(self.holds.shape[1]):
            score[who == self.holds[cases, column, None]] = NO
        return score[:, None, :]

    def may_follow(self, cases: Ints) -> NDArray[np.bool_] | None:
        """Who may follow whom by the shape; None: all. (cases, seats, candidates)."""
        ground = self.ground
        if not ground.shaped:
            return None
        kind = ground.kind[self.holds[cases]]
        comes = ground.kind[self.candidates.who[cases]]
        here = cases[:, None]
        free = self.count[here, kind] > ground.low[here, kind]
        room = self.count[here, comes] < ground.high[here, comes]
        same = kind[:, :, None] == comes[:, None, :]
        return np.asarray(same | (free[:, :, None] & room[:, None, :]))
