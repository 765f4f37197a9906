"""Search: the best flow, then the highest floor under every case, then the best whole on it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from citystage.engines.assignment.candidates import are_all, edges_of, first_edges, keys_of, widen
from citystage.engines.assignment.ground import Ground, both_sorted
from citystage.engines.assignment.network import Cut, Edges, best_flow
from citystage.engines.assignment.panels import Candidates, Panels
from citystage.engines.assignment.pricing import Prices, left_out, prices
from citystage.engines.assignment.problem import Floats, Ints, Marks
from citystage.engines.assignment.worst import (
    TINY,
    Exchanging,
    better_whole,
    lift,
    next_best,
    own_best,
    ranks,
)

TINY_UP_TO: Final = 1_000
"""Pairs of so small a problem: every case is looked at once more, not only the changed ones."""
SMALL: Final = 12_000
MIDDLE: Final = 400_000
_MOST_ROUNDS: Final = 12
_MOST_BOUNDS: Final = 3
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
            return cls(floors=3, restarts=0, halvings=4)
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
    settled = are_all(ground, edges)
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
    roof = float(own_best(ground, begun.edges, ranks(begun.edges)).min(initial=np.inf))
    return Found(cases, experts, float(sums.min()), begun.total, roof, begun.total)


def worst_first(ground: Ground, begun: Start) -> Found:
    """The highest floor that is found, then the best total over it."""
    rank = ranks(begun.edges)
    roof = float(own_best(ground, begun.edges, rank).min())
    candidates = Candidates.of(ground, begun.edges, begun.chosen)
    best = Panels(ground, begun.edges, begun.chosen, candidates)
    if best.sums.min() >= roof - TINY:
        return _found(best, roof, begun.total)
    return _Floors(ground, begun, best, next_best(ground, begun.edges, rank)).search(roof)


def _found(panels: Panels, roof: float, bound: float) -> Found:
    cases, slots = np.nonzero(panels.holds >= 0)
    experts = panels.holds[cases, slots]
    return Found(cases, experts, float(panels.sums.min()), float(panels.sums.sum()), roof, bound)


class _Base:
    """The best flow without pairs that no panel of a floor can have: where exchanges begin."""

    def __init__(self, panels: Panels, edges: Edges, chosen: Ints) -> None:
        self.panels = panels
        self.edges, self.chosen = edges, chosen

    @cached_property
    def priced(self) -> Prices:
        return prices(self.panels.ground, self.edges, self.chosen)

    @cached_property
    def exchange(self) -> Exchanging:
        return Exchanging(self.panels.ground, lambda: self.priced.experts)


class _Floors:
    """Tries floors from the bound downwards; keeps the best panels seen."""

    def __init__(self, ground: Ground, begun: Start, best: Panels, next_best: Floats) -> None:
        self.ground, self.begun, self.candidates = ground, begun, best.candidates
        self.best, self.next_best = best, next_best
        self.effort = Effort.of(len(begun.edges.cases))
        self.whole = _Base(best, begun.edges, begun.chosen)
        # By the number of pairs that a floor leaves: the same number means the same pairs.
        self.bases: dict[int, _Base | None] = {}

    def search(self, roof: float) -> Found:
        base, top = self._base(roof), roof
        if base is None:
            top, base = self._lower(float(self.best.sums.min()), roof)
        base = self._highest(top, base)
        bound = self._best_whole(base)
        # That candidates allow no higher floor proves nothing of pairs that are none.
        proven = top if are_all(self.ground, self.begun.edges) else roof
        return _found(self.best, proven, min(bound, self.begun.total))

    def _base(self, floor: float) -> _Base | None:
        """None: no panels of that floor can be."""
        edges = self.begun.edges
        kept = self._kept(floor)
        if kept[self.begun.chosen > 0].all():
            return self.whole
        number = int(np.count_nonzero(kept))
        if number not in self.bases:
            fewer = Edges(edges.cases[kept], edges.experts[kept], edges.scores[kept])
            chosen = best_flow(self.ground, fewer)
            self.bases[number] = chosen if chosen is None else self._made(fewer, chosen)
        return self.bases[number]

    def _made(self, edges: Edges, chosen: Ints) -> _Base:
        return _Base(Panels(self.ground, edges, chosen, self.candidates), edges, chosen)

    def _kept(self, floor: float) -> Marks:
        """Pairs that some panel of the floor could have."""
        edges = self.begun.edges
        return np.asarray(edges.scores >= floor - TINY - self.next_best[edges.cases])

    def _lower(self, low: float, high: float) -> tuple[float, _Base]:
        """The highest floor for which there is a flow, by halves, and what is just above it."""
        base = self.whole
        for _ in range(self.effort.halvings):
            middle = (low + high) / 2
            found = self._base(middle)
            if found is None:
                high = middle
            else:
                low, base = middle, found
        return high, base

    def _highest(self, roof: float, base: _Base) -> _Base:
        """The best panels become those of the highest floor found; returns where they came from."""
        high = floor = roof
        exchange, panels = base.exchange, base.panels.copy()
        for _ in range(self.effort.floors):
            if self._reached(floor, exchange, panels):
                return base if floor == roof else self._base(floor) or self.whole
            high = floor
            low = float(self.best.sums.min())
            if high - low <= 1e-3 * max(high, TINY):
                break
            floor = (low + high) / 2
            exchange, panels = self._exchange(floor), self.best.copy()
        return base

    def _exchange(self, floor: float) -> Exchanging:
        """Only where exchanges ask for prices is the flow of that floor worked out."""
        return Exchanging(self.ground, lambda: (self._base(floor) or self.whole).priced.experts)

    def _reached(self, floor: float, exchange: Exchanging, panels: Panels) -> bool:
        """Chains from these panels; then from flows in which poor cases weigh more."""
        weights = np.ones(self.ground.cases)
        for turn in range(self.effort.restarts + 1):
            lacking = floor - panels.sums
            reached = lift(panels, floor, exchange)
            if panels.sums.min() > self.best.sums.min():
                self.best = panels
            if reached:
                return True
            if turn < self.effort.restarts:
                weights = _heavier(weights, lacking)
                panels = self._weighed(floor, weights)
        return False

    def _weighed(self, floor: float, weights: Floats) -> Panels:
        edges = self.begun.edges
        kept = self._kept(floor)
        fewer = Edges(edges.cases[kept], edges.experts[kept], edges.scores[kept])
        chosen = best_flow(self.ground, fewer, weights)
        if chosen is None:
            return self.best.copy()
        return Panels(self.ground, fewer, chosen, self.candidates)

    def _best_whole(self, base: _Base) -> float:
        """The best total found over the floor becomes the best panels; returns a bound on it."""
        floor = float(self.best.sums.min())
        tries = [self.best]
        other = self._base(floor)
        assert other is not None
        if other is not base and other is not self.whole:
            again = other.panels.copy()
            tries += [again] if lift(again, floor, other.exchange) else []
        for panels in tries:
            few = self.ground.cases * self.ground.experts <= TINY_UP_TO
            changed = np.flatnonzero(few | (panels.sums != other.panels.sums)).tolist()
            better_whole(panels, floor, other.exchange, changed)
        self.best = max(tries, key=lambda panels: float(panels.sums.sum()))
        return self._bound(floor, other)

    def _bound(self, floor: float, base: _Base) -> float:
        """No assignment with that floor has a greater total: the flow over all pairs it allows."""
        if base is self.whole:
            return self.begun.total
        edges, chosen, priced = base.edges, base.chosen, base.priced
        if are_all(self.ground, self.begun.edges):
            return float(base.panels.sums.sum())
        for _ in range(_MOST_BOUNDS):
            wider = left_out(self.ground, edges, priced)
            if wider is not None:
                keys, known = keys_of(self.ground, wider), keys_of(self.ground, edges)
                allowed = wider.scores >= floor - TINY - self.next_best[wider.cases]
                wider = edges_of(self.ground, keys[allowed | both_sorted(keys, known)])
            if wider is None or len(wider.cases) == len(edges.cases):
                total = self.ground.base.sum() + edges.scores[chosen > 0].sum()
                return float(total) if priced.settled else np.inf
            better = best_flow(self.ground, wider)
            assert better is not None
            edges, chosen, priced = wider, better, prices(self.ground, wider, better)
        return np.inf


def _heavier(weights: Floats, lacking: Floats) -> Floats:
    """A step of the subgradient: what a case lacks makes it weigh more, what it has spare less."""
    whole = float(np.abs(lacking).sum())
    step = 0.5 * len(weights) / whole if whole else 0.0
    return np.maximum(1.0, weights + step * lacking)
