"""Search: the best flow, then the highest floor under every case, then the best whole on it."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from citystage.engines.assignment.candidates import first_edges, widen
from citystage.engines.assignment.ground import Ground
from citystage.engines.assignment.network import Cut, Edges, best_flow
from citystage.engines.assignment.panels import Candidates, Panels
from citystage.engines.assignment.pricing import left_out, prices
from citystage.engines.assignment.problem import Floats, Ints
from citystage.engines.assignment.worst import (
    TINY,
    better_whole,
    lift,
    next_best,
    own_best,
)

TINY_UP_TO: Final = 1_000
"""Pairs of so small a problem: every case is looked at once more, not only the changed ones."""
SMALL: Final = 12_000
MIDDLE: Final = 400_000
_MOST_ROUNDS: Final = 12
_MORE: Final = 48
"""Candidates added to a case at first when there are too few."""


@dataclass(frozen=True, slots=True)
class Start:
    """The greatest total, whatever the worst case has. `settled`: proven among all pairs."""

    edges: Edges
    chosen: Ints
    total: float
    settled: bool


@dataclass(frozen=True, slots=True)
class Found:
    """`floor_bound`: no worst case can be better. `bound`: nor the total of one as good."""

    cases: Ints
    experts: Ints
    worst: float
    total: float
    floor_bound: float
    bound: float


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is tried, in numbers of tries, so that the same problem has the same answer."""

    floors: int
    restarts: int
    halvings: int

    @classmethod
    def of(cls, pairs: int) -> "Effort":
        if pairs <= SMALL:
            return cls(floors=3, restarts=1, halvings=10)
        return cls(floors=3, restarts=1, halvings=6) if pairs <= MIDDLE else cls(2, 0, 4)


@dataclass(frozen=True, slots=True)
class Nothing:
    """No assignment exists: the narrowest place proves it, all pairs across it are among edges."""

    edges: Edges
    cut: Cut


def start(ground: Ground) -> Start | Nothing:
    """The flow of greatest total; the cut that proves there is none."""
    edges = first_edges(ground)
    chosen = best_flow(ground, edges)
    more = _MORE
    while chosen is None:
        wider, cut = widen(ground, edges, more)
        if wider is None:
            return Nothing(edges, cut)
        edges, more = wider, more * 2
        chosen = best_flow(ground, edges)
    settled = ground.table is not None and len(edges.cases) == np.isfinite(ground.table).sum()
    for _ in range(_MOST_ROUNDS):
        if settled:
            break
        priced = prices(ground, edges, chosen)
        wider = left_out(ground, edges, priced)
        if wider is None:
            settled = priced.settled
            break
        edges = wider
        better = best_flow(ground, edges)
        assert better is not None
        chosen = better
    total = float(ground.base.sum() + edges.scores[chosen > 0].sum())
    return Start(edges, chosen, total, settled)


def total_alone(ground: Ground, begun: Start) -> Found:
    taken = begun.chosen > 0
    cases, experts = begun.edges.cases[taken], begun.edges.experts[taken]
    sums = ground.base + np.bincount(
        cases, weights=begun.edges.scores[taken], minlength=ground.cases
    )
    roof = float(own_best(ground, begun.edges).min(initial=np.inf))
    return Found(cases, experts, float(sums.min()), begun.total, roof, begun.total)


def worst_first(ground: Ground, begun: Start) -> Found:
    """The highest floor that is found, then the best total over it."""
    roof = float(own_best(ground, begun.edges).min())
    candidates = Candidates.of(ground, begun.edges, begun.chosen)
    best = Panels(ground, begun.edges, begun.chosen, candidates)
    if best.sums.min() >= roof - TINY:
        return _found(best, roof, begun.total)
    return _Floors(ground, begun, candidates, best).search(roof)


def _found(panels: Panels, roof: float, bound: float) -> Found:
    cases, slots = np.nonzero(panels.holds >= 0)
    experts = panels.holds[cases, slots]
    return Found(cases, experts, float(panels.sums.min()), float(panels.sums.sum()), roof, bound)


class _Floors:
    """Tries floors from the bound downwards; keeps the best panels seen."""

    def __init__(self, ground: Ground, begun: Start, candidates: Candidates, best: Panels) -> None:
        self.ground, self.begun, self.candidates = ground, begun, candidates
        self.best = best
        self.effort = Effort.of(len(begun.edges.cases))
        self.next_best = next_best(ground, begun.edges)

    def search(self, roof: float) -> Found:
        flow = self._flow(roof)
        if flow is None:
            roof, flow = self._lower(float(self.best.sums.min()), roof)
        floor, bound = self._highest(roof, flow)
        return _found(self.best, roof, min(bound, self.begun.total) if floor else bound)

    def _flow(self, floor: float, weights: Floats | None = None) -> Panels | None:
        """The best flow without pairs that no panel of that floor can have; None: no panels."""
        edges = self.begun.edges
        kept = edges.scores >= floor - TINY - self.next_best[edges.cases]
        if kept.all() and weights is None:
            return Panels(self.ground, edges, self.begun.chosen, self.candidates)
        fewer = Edges(edges.cases[kept], edges.experts[kept], edges.scores[kept])
        chosen = best_flow(self.ground, fewer, weights)
        if chosen is None:
            return None
        return Panels(self.ground, fewer, chosen, self.candidates)

    def _lower(self, low: float, high: float) -> tuple[float, Panels]:
        """A lower bound on the worst case's best, by halves, with the flow that reaches it."""
        flow = self.best
        for _ in range(self.effort.halvings):
            middle = (low + high) / 2
            found = self._flow(middle)
            if found is None:
                high = middle
            else:
                low, flow = middle, found
        return high, flow

    def _highest(self, roof: float, flow: Panels) -> tuple[float, float]:
        low, high, floor = float(self.best.sums.min()), roof, roof
        for _ in range(self.effort.floors):
            if self._reached(floor, flow):
                break
            high = floor
            low = float(self.best.sums.min())
            if high - low <= 1e-3 * max(high, TINY):
                break
            floor = (low + high) / 2
            flow = self._flow(floor) or self.best
        floor = float(self.best.sums.min())
        bound = self._best_whole(floor)
        return floor, bound

    def _reached(self, floor: float, flow: Panels) -> bool:
        """Chains from the flow; then from flows in which poor cases weigh more."""
        weights = np.ones(self.ground.cases)
        panels = flow.copy()
        for turn in range(self.effort.restarts + 1):
            lacking = floor - panels.sums
            reached = lift(panels, floor, small=1e-2)
            if panels.sums.min() > self.best.sums.min():
                self.best = panels
            if reached:
                return True
            if turn < self.effort.restarts:
                weights = _heavier(weights, lacking)
                panels = self._flow(floor, weights) or self.best.copy()
        return False

    def _best_whole(self, floor: float) -> float:
        """The best total found over the floor becomes the best panels; returns a bound on it."""
        flow = self._flow(floor)
        assert flow is not None
        bound = float(flow.sums.sum())
        starts = flow.sums.copy()
        tries = [self.best, flow] if lift(flow, floor, small=1e-2) else [self.best]
        for panels in tries:
            few = self.ground.cases * self.ground.experts <= TINY_UP_TO
            changed = np.flatnonzero(few | (panels.sums != starts)).tolist()
            better_whole(panels, floor, changed)
        self.best = max(tries, key=lambda panels: float(panels.sums.sum()))
        return bound


def _heavier(weights: Floats, lacking: Floats) -> Floats:
    """A step of the subgradient: what a case lacks makes it weigh more, what it has spare less."""
    whole = float(np.abs(lacking).sum())
    step = 0.5 * len(weights) / whole if whole else 0.0
    return np.maximum(1.0, weights + step * lacking)
