"""The worst case: a bound on what it can have, and exchanges that lift it there."""

from collections.abc import Callable
from functools import cached_property
from typing import Final

import numpy as np

from citystage.engines.assignment.chains import Exchanges, Wish, finite
from citystage.engines.assignment.dense import DenseExchanges, table_of
from citystage.engines.assignment.ground import Ground
from citystage.engines.assignment.network import Edges
from citystage.engines.assignment.panels import Panels
from citystage.engines.assignment.problem import Floats, Ints

TINY: Final = 1e-9
_AT_ONCE: Final = 8
_TURNS: Final = 3
_SMALL: Final = 1e-2
"""What a case has above the floor counts so much, lest it be thrown away."""
_MOST_STEPS: Final = 3_000


def ranks(edges: Edges) -> Ints:
    """The place of each pair among those of its case, the best 0."""
    return _places(edges.cases, edges.scores)


def own_best(ground: Ground, edges: Edges, rank: Ints) -> Floats:
    """What each case would have if it were alone: no case, so not the worst, can have more.

    `edges` contain the best of each case and kind. With a shape: the best of each kind up to
    what it must have, the rest from all, a bound though the upper limits are left aside.
    """
    if not ground.shaped:
        return ground.base + _top(edges, rank, ground.seats)
    must = np.minimum(ground.low, ground.seats[:, None])
    kind = ground.kind[edges.experts]
    best = ground.base.copy()
    place = _places(edges.cases * len(ground.kinds) + kind, edges.scores)
    needed = place < must[edges.cases, kind]
    np.add.at(best, edges.cases[needed], edges.scores[needed])
    rest = Edges(edges.cases[~needed], edges.experts[~needed], edges.scores[~needed])
    free = ground.seats - must.sum(axis=1)
    return best + _top(rest, ranks(rest), free)


def next_best(ground: Ground, edges: Edges, rank: Ints) -> Floats:
    """What the best of each case bring, one seat left open: a panel with a given expert has at
    most this and the expert's own score, or what the case would have alone.
    """
    return ground.base + _top(edges, rank, ground.seats - 1)


def _places(of: Ints, scores: Floats) -> Ints:
    """The place of each score among those of the same group, from 0."""
    order = np.lexsort((-scores, of))
    of = of[order]
    place = np.empty(len(of), np.int64)
    place[order] = np.arange(len(of)) - np.searchsorted(of, of)
    return place


def _top(edges: Edges, rank: Ints, seats: Ints) -> Floats:
    counted = rank < seats[edges.cases]
    return np.bincount(edges.cases[counted], weights=edges.scores[counted], minlength=len(seats))


class Exchanging:
    """The way exchanges are looked for in a problem: all at once in a small one."""

    def __init__(self, ground: Ground, prices: Callable[[], Floats]) -> None:
        self._table = table_of(ground)
        self._prices = prices

    @cached_property
    def _finite(self) -> Floats:
        return finite(self._prices())

    def of(self, panels: Panels, wish: Wish) -> Exchanges | DenseExchanges:
        if self._table is not None:
            return DenseExchanges(panels, wish, self._table)
        return Exchanges(panels, wish, self._finite)


def lift(panels: Panels, floor: float, exchanging: Exchanging, limit: int = _MOST_STEPS) -> bool:
    """Exchanges until every case has the floor; False when no chain helps any more."""
    poor = np.flatnonzero(panels.sums < floor - TINY)
    if not len(poor):
        return True
    exchanges = exchanging.of(panels, Wish(floor, _SMALL, hard=False))
    for _ in range(limit):
        poor = poor[np.argsort(panels.sums[poor], kind="stable")]
        if not _lift_some(exchanges, poor.tolist()):
            return False
        poor = np.flatnonzero(panels.sums < floor - TINY)
        if not len(poor):
            return True
    return False


def _lift_some(exchanges: Exchanges | DenseExchanges, poor: list[int]) -> bool:
    """The poorest first; those after them only where these cannot be helped."""
    turns = (poor[at : at + _AT_ONCE] for at in range(0, _TURNS * _AT_ONCE, _AT_ONCE))
    return any(exchanges.change_all(some)[0] for some in turns if some)


def better_whole(
    panels: Panels,
    floor: float,
    exchanging: Exchanging,
    starts: list[int],
    limit: int = _MOST_STEPS,
) -> None:
    """Exchanges that raise the total while every case keeps the floor."""
    if not starts:
        return
    exchanges = exchanging.of(panels, Wish(floor, _SMALL, hard=True))
    if isinstance(exchanges, DenseExchanges):
        while limit and exchanges.change_any():
            limit -= 1
        return
    waiting = dict.fromkeys(starts)
    for _ in range(limit):
        if not waiting:
            return
        now = list(waiting)[:_AT_ONCE]
        for case in now:
            del waiting[case]
        changed, met = exchanges.change_all(now)
        waiting.update(dict.fromkeys([*met, *changed]))
