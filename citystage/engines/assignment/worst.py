"""The worst case: a bound on what it can have, and exchanges that lift it there."""

from typing import Final

import numpy as np

from citystage.engines.assignment.chains import Wish, best_chain
from citystage.engines.assignment.ground import Ground
from citystage.engines.assignment.network import Edges
from citystage.engines.assignment.panels import Panels
from citystage.engines.assignment.problem import Floats, Ints

TINY: Final = 1e-9
_AT_ONCE: Final = 8
_MOST_STEPS: Final = 3_000


def own_best(ground: Ground, edges: Edges) -> Floats:
    """What each case would have if it were alone: no case, so not the worst, can have more.

    `edges` contain the best of each case and kind. With a shape: the best of each kind up to
    what it must have, the rest from all, a bound though the upper limits are left aside.
    """
    if not ground.shaped:
        return ground.base + _top(edges.cases, edges.scores, ground.seats)
    must = np.minimum(ground.low, ground.seats[:, None])
    kind = ground.kind[edges.experts]
    best = ground.base.copy()
    place = _places(edges.cases * len(ground.kinds) + kind, edges.scores)
    needed = place < must[edges.cases, kind]
    np.add.at(best, edges.cases[needed], edges.scores[needed])
    rest = ~needed
    free = ground.seats - must.sum(axis=1)
    return best + _top(edges.cases[rest], edges.scores[rest], free)


def next_best(ground: Ground, edges: Edges) -> Floats:
    """What the best of each case bring, one seat left open: a panel with a given expert has at
    most this and the expert's own score, or what the case would have alone.
    """
    return ground.base + _top(edges.cases, edges.scores, ground.seats - 1)


def _places(of: Ints, scores: Floats) -> Ints:
    """The place of each score among those of the same group, from 0."""
    order = np.lexsort((-scores, of))
    of = of[order]
    place = np.empty(len(of), np.int64)
    place[order] = np.arange(len(of)) - np.searchsorted(of, of)
    return place


def _top(cases: Ints, scores: Floats, seats: Ints) -> Floats:
    counted = _places(cases, scores) < seats[cases]
    return np.bincount(cases[counted], weights=scores[counted], minlength=len(seats))


def lift(panels: Panels, floor: float, *, small: float, limit: int = _MOST_STEPS) -> bool:
    """Exchanges until every case has the floor; False when no chain helps any more."""
    wish = Wish(floor, small, hard=False)
    for _ in range(limit):
        poor = np.flatnonzero(panels.sums < floor - TINY)
        if not len(poor):
            return True
        poor = poor[np.argsort(panels.sums[poor], kind="stable")][:_AT_ONCE]
        for case in poor.tolist():
            steps = best_chain(panels, case, wish)
            if steps is not None:
                panels.change(steps)
                break
        else:
            return False
    return False


def better_whole(panels: Panels, floor: float, starts: list[int], limit: int = _MOST_STEPS) -> None:
    """Exchanges that raise the total while every case keeps the floor."""
    wish = Wish(floor, 1e-2, hard=True)
    waiting = dict.fromkeys(starts)
    for _ in range(limit):
        if not waiting:
            return
        case = next(iter(waiting))
        del waiting[case]
        steps = best_chain(panels, case, wish)
        if steps is not None:
            panels.change(steps)
            waiting.update(dict.fromkeys(step[0] for step in steps))
