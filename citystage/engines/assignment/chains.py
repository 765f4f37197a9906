"""Chains of exchanges: a case takes an expert, whose other case takes a third, and so on.

A chain ends with an expert who has room or with the one who left first. It is found as the way
of greatest gain through at most `DEPTH` cases (Bellman-Ford in layers), each case at most once.
Gains are counted against the prices of places, so that an exchange which merely moves an expert
from one good use to another gains nothing and is not followed up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from citystage.engines.assignment.panels import Panels, Step
from citystage.engines.assignment.problem import Floats, Ints

DEPTH: Final = 6
BEAM: Final = 64
"""Experts who are followed up in each layer, the most promising."""
_TINY: Final = 1e-9
_TRIED: Final = 4
"""Ends of a layer that are tried for one start when the best ways pass a case twice."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What counts as gain: what a case has up to `floor` fully, all it has by `small`.

    `hard`: no case that has the floor may fall below it; otherwise others may lend to the poorer.
    """

    floor: float
    small: float
    hard: bool

    def worth(self, sums: Floats) -> Floats:
        return np.asarray(np.minimum(sums, self.floor) + self.small * sums)


@dataclass(frozen=True, slots=True)
class Chain:
    gain: float
    steps: list[Step]


@dataclass(frozen=True, slots=True)
class _Layer:
    """Ways that go one exchange further: where they lead (start x expert), by which seat."""

    places: Ints
    gains: Floats
    seats: Ints
    before: Ints


def ends_well(panels: Panels, steps: list[Step]) -> bool:
    """Whether the last who comes still has room, and the first who leaves may go."""
    ground = panels.ground
    leaves, comes = steps[-1][1], steps[0][2]
    if leaves == comes:
        return True
    room = panels.load[comes] < ground.most[comes]
    return bool(room and panels.load[leaves] > ground.least[leaves])


class Exchanges:
    """What every exchange in some panels would gain, worked out for a case when it is asked."""

    def __init__(self, panels: Panels, wish: Wish, prices: Floats) -> None:
        """`prices`: worth of one more place of each expert, any numbers; good ones save time."""
        self.panels, self.wish = panels, wish
        self.price = wish.small * prices
        cases, seats = panels.holds.shape
        self.gain = np.empty((cases * seats, panels.candidates.who.shape[1]))
        self.known = np.zeros(cases, np.bool_)

    def change(self, chain: Chain) -> None:
        self.panels.change(chain.steps)
        for case, _, _ in chain.steps:
            self.known[case] = False

    def best_of(self, starts: Sequence[int]) -> list[Chain]:
        """Of each case the chain of greatest gain that begins there, the greatest first."""
        ways = _Ways(self, np.asarray(starts, np.int64))
        ways.follow()
        return ways.chains()

    def change_all(self, starts: Sequence[int]) -> tuple[list[int], list[int]]:
        """Carry out the best chains of these cases that do not meet.

        Returns the cases that changed, and those whose chain met another.
        """
        changed: dict[int, None] = {}
        met = []
        for chain in self.best_of(starts):
            cases = [step[0] for step in chain.steps]
            if changed.keys().isdisjoint(cases) and ends_well(self.panels, chain.steps):
                self.change(chain)
                changed.update(dict.fromkeys(cases))
            else:
                met.append(cases[-1])
        return list(changed), met

    def rows(self, seats: Ints) -> Floats:
        """(seats, candidates): what is gained when a candidate comes for who has the seat."""
        cases = seats // self.panels.holds.shape[1]
        stale = cases[~self.known[cases]]
        if len(stale):
            self._work_out(np.unique(stale))
        return np.asarray(self.gain[seats])

    def _work_out(self, cases: Ints) -> None:
        panels, wish = self.panels, self.wish
        holds, sums = panels.holds[cases], panels.sums[cases]
        after = (sums[:, None] - panels.held[cases])[:, :, None] + panels.open_score(cases)
        gain = wish.worth(after)
        gain += (self.price[holds] - wish.worth(sums)[:, None])[:, :, None]
        gain -= self.price[panels.candidates.who[cases]][:, None, :]
        bad = np.broadcast_to((holds < 0)[:, :, None], gain.shape)
        if wish.hard:
            bad = bad | (after < np.minimum(wish.floor, sums)[:, None, None] - _TINY)
        follow = panels.may_follow(cases)
        if follow is not None:
            bad = bad | ~follow
        gain[bad] = -np.inf
        width = holds.shape[1]
        self.gain.reshape(-1, width, gain.shape[2])[cases] = gain
        self.known[cases] = True


class _Ways:
    """The search from the seats of some cases at once."""

    def __init__(self, exchanges: Exchanges, starts: Ints) -> None:
        self.exchanges, self.panels = exchanges, exchanges.panels
        ground, holds = self.panels.ground, self.panels.holds
        self.width, self.experts = holds.shape[1], ground.experts
        seats = (starts[:, None] * self.width + np.arange(self.width)).ravel()
        self.seats = seats[holds.ravel()[seats] >= 0]
        self.start = self.seats // self.width
        self.leaves = holds.ravel()[self.seats]
        count = len(self.seats)
        own = np.arange(count) * self.experts + self.leaves
        # What is added at the end of a way: room is there for nothing, and who left leaves some.
        price = exchanges.price
        open_ = self.panels.load < ground.most
        self.end = np.where(open_, price, -np.inf)
        may_go = self.panels.load[self.leaves] > ground.least[self.leaves]
        bonus = np.where(may_go[:, None], self.end - price[self.leaves][:, None], -np.inf)
        self.bonus = bonus.ravel()
        self.slack = np.maximum(0.0, bonus.max(axis=1))
        self.bonus[own] = 0.0
        self.best = np.full(count, _TINY)
        self.found: dict[int, Chain] = {}
        self.layers: list[_Layer] = []
        self.reached = np.full(count * self.experts, -np.inf)

    def follow(self) -> None:
        ways = np.arange(len(self.seats))
        gains = np.zeros(len(ways))
        layer = self._spread(self.seats, ways, gains, ways)
        for depth in range(DEPTH):
            if not len(layer.places):
                return
            self.layers.append(layer)
            self._end(layer)
            if depth == DEPTH - 1:
                return
            layer = self._further(layer)

    def chains(self) -> list[Chain]:
        best: dict[int, Chain] = {}
        for way, chain in self.found.items():
            case = int(self.start[way])
            if case not in best or chain.gain > best[case].gain:
                best[case] = chain
        return sorted(best.values(), key=lambda chain: (-chain.gain, chain.steps))

    def _spread(self, seats: Ints, ways: Ints, gains: Floats, before: Ints) -> _Layer:
        """Who could come to these seats; `before` are places in the layer before."""
        table = self.exchanges.rows(seats) + gains[:, None]
        rows, columns = np.nonzero(table > (self.best - self.slack)[ways][:, None])
        comes = self.panels.candidates.who[seats[rows] // self.width, columns]
        places = ways[rows] * self.experts + comes
        values = table[rows, columns]
        better = np.flatnonzero(values > self.reached[places] + _TINY)
        # Of those that lead to one place the greatest is written last, and stays.
        better = better[np.argsort(values[better], kind="stable")]
        rows, places, values = rows[better], places[better], values[better]
        self.reached[places] = values
        stays = self.reached[places] == values
        rows, places, values = rows[stays], places[stays], values[stays]
        places, first = np.unique(places, return_index=True)
        rows = rows[first]
        return _Layer(places, values[first], seats[rows], before[rows])

    def _further(self, layer: _Layer) -> _Layer:
        ways, experts = np.divmod(layer.places, self.experts)
        go_on = (layer.gains > self.best[ways] - self.slack[ways]) & (
            self.bonus[layer.places] == -np.inf
        )
        front = np.flatnonzero(go_on)
        if len(front) > BEAM:
            front = front[np.argsort(-layer.gains[front], kind="stable")[:BEAM]]
        seats: list[int] = []
        counts: list[int] = []
        of = self.panels.of
        for expert in experts[front].tolist():
            sits = of[expert]
            seats += sits
            counts.append(len(sits))
        at = np.repeat(front, counts)
        taken = np.array(seats, np.int64)
        other = taken // self.width != self.start[ways[at]]
        at, taken = at[other], taken[other]
        return self._spread(taken, ways[at], layer.gains[at], at)

    def _end(self, layer: _Layer) -> None:
        whole = layer.gains + self.bonus[layer.places]
        ways = layer.places // self.experts
        good = np.flatnonzero(whole > self.best[ways])
        tried: dict[int, int] = {}
        for at in good[np.argsort(-whole[good], kind="stable")].tolist():
            way = int(ways[at])
            if whole[at] <= self.best[way] or tried.get(way, 0) >= _TRIED:
                continue
            tried[way] = tried.get(way, 0) + 1
            steps = self._walk_back(at)
            if len({step[0] for step in steps}) == len(steps):
                self.best[way] = whole[at]
                self.found[way] = Chain(float(whole[at]), steps)

    def _walk_back(self, at: int) -> list[Step]:
        """From the last exchange to the first."""
        steps: list[Step] = []
        holds = self.panels.holds.ravel()
        for layer in reversed(self.layers):
            seat = int(layer.seats[at])
            comes = int(layer.places[at]) % self.experts
            steps.append((seat // self.width, int(holds[seat]), comes))
            at = int(layer.before[at])
        return steps


def finite(prices: Floats) -> Floats:
    """Prices to count with: an expert nobody asks for, or whom nobody can have, costs nothing."""
    return np.where(np.isfinite(prices), prices, 0.0)
