"""Chains of exchanges: a case takes an expert, whose other case takes a third, and so on.

A chain ends with an expert who has room or with the one who left first. It is found as the way
of greatest gain through at most `DEPTH` cases (Bellman-Ford in layers), each case at most once.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from citystage.engines.assignment.panels import Panels, Step
from citystage.engines.assignment.problem import Floats, Ints

DEPTH: Final = 6
BEAM: Final = 96
"""Experts who are followed up in each layer, the most promising."""
_TINY: Final = 1e-9


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
class _Layer:
    """The gain of the best way to each expert, and the pair (case, leaving) it came by."""

    gain: Floats
    came: Ints
    cases: Ints
    leaving: Ints


def best_chain(panels: Panels, start: int, wish: Wish) -> list[Step] | None:
    """The chain of greatest gain that begins with an exchange in `start`; None without gain."""
    best: list[Step] | None = None
    gain = _TINY
    for leaves in panels.holds[start].tolist():
        if leaves < 0:
            continue
        found = _from(panels, start, leaves, wish, gain)
        if found is not None:
            gain, best = found
    return best


def _from(
    panels: Panels, start: int, leaves: int, wish: Wish, least: float
) -> tuple[float, list[Step]] | None:
    ground = panels.ground
    one = np.array([start])
    first = _spread(panels, one, np.array([leaves]), np.zeros(1), wish, 0.0)
    if first is None:
        return None
    layers = [first]
    reached = first.gain.copy()
    ends = (panels.load < ground.most) & (panels.load[leaves] > ground.least[leaves])
    ends[leaves] = True
    best, end = least, (-1, -1)
    for depth in range(DEPTH):
        gains = np.where(ends, layers[-1].gain, -np.inf)
        expert = int(gains.argmax())
        if gains[expert] > best:
            best, end = float(gains[expert]), (depth, expert)
        if depth == DEPTH - 1:
            break
        following = _following(panels, layers[-1].gain, ends, max(0.0, best), start)
        if following is None:
            break
        cases, leaving = following
        layer = _spread(panels, cases, leaving, layers[-1].gain[leaving], wish, best)
        if layer is None:
            break
        layer.gain[layer.gain <= reached + _TINY] = -np.inf
        reached = np.maximum(reached, layer.gain)
        layers.append(layer)
    if end[0] < 0:
        return None
    steps = _walk_back(layers, *end)
    if len({step[0] for step in steps}) < len(steps):
        return None
    return best, steps


def _following(
    panels: Panels, gain: Floats, ends: Ints, above: float, start: int
) -> tuple[Ints, Ints] | None:
    """Cases the reached experts sit in and could leave."""
    front = np.flatnonzero((gain > above) & ~ends)
    if len(front) > BEAM:
        front = front[np.argsort(-gain[front], kind="stable")[:BEAM]]
    cases: list[int] = []
    leaving: list[int] = []
    for expert in front.tolist():
        sits = panels.of[expert]
        cases += sits
        leaving += [expert] * len(sits)
    pairs = np.array(cases, np.int64), np.array(leaving, np.int64)
    other = pairs[0] != start
    return (pairs[0][other], pairs[1][other]) if other.any() else None


def _spread(  # noqa: PLR0913, PLR0917 - arrays of one length, passed through as they are
    panels: Panels, cases: Ints, leaving: Ints, before: Floats, wish: Wish, above: float
) -> _Layer | None:
    """Whom each case could take for who leaves, and what has been gained then."""
    table = panels.candidates
    sums = panels.sums[cases]
    after = (sums - panels.ground.at(cases, leaving))[:, None] + table.score[cases]
    with np.errstate(invalid="ignore"):
        gain = wish.worth(after) - (wish.worth(sums) - before)[:, None]
    fine = ~panels.taken[cases] & (gain > above)
    if wish.hard:
        fine &= after >= np.minimum(wish.floor, sums)[:, None] - _TINY
    follow = panels.may_follow(cases, leaving)
    if follow is not None:
        fine &= follow
    rows, columns = np.nonzero(fine)
    if not len(rows):
        return None
    comes, gains = table.who[cases[rows], columns], gain[rows, columns]
    best = np.full(panels.ground.experts, -np.inf)
    np.maximum.at(best, comes, gains)
    came = np.full(panels.ground.experts, -1, np.int64)
    hit = gains >= best[comes]
    came[comes[hit]] = rows[hit]
    return _Layer(best, came, cases, leaving)


def _walk_back(layers: list[_Layer], depth: int, expert: int) -> list[Step]:
    steps: list[Step] = []
    while depth >= 0:
        layer = layers[depth]
        row = layer.came[expert]
        leaving = int(layer.leaving[row])
        steps.append((int(layer.cases[row]), leaving, expert))
        expert = leaving
        depth -= 1
    return steps
