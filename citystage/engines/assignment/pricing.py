"""Prices: what a place of an expert is worth, so that pairs left out can be judged unseen."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from citystage.engines.assignment.candidates import edges_of, keys_of
from citystage.engines.assignment.ground import Ground, isin_sorted, merged
from citystage.engines.assignment.network import SCALE, Edges
from citystage.engines.assignment.problem import Floats, Ints, Marks

_ROUNDS: Final = 200
_BLOCK: Final = 4_000_000
_MOST: Final = 8
"""Pairs of one case that are added in one go."""


@dataclass(frozen=True, slots=True)
class Prices:
    """`experts`: worth of one more place of each; `cases`: (cases, kinds), what a seat must bring.

    A pair left out would better the whole only if its score exceeds the sum of both.
    `settled`: found exactly, so that no pair left out means none is missing.
    """

    experts: Floats
    cases: Floats
    settled: bool
    grain: float


def prices(ground: Ground, edges: Edges, chosen: Ints) -> Prices:
    """From a best flow: longest ways in what is left of the network (Bellman-Ford)."""
    taken = chosen > 0
    cases, experts, values = edges.cases[taken], edges.experts[taken], edges.scores[taken]
    others = ~taken
    open_cases, open_experts = edges.cases[others], edges.experts[others]
    open_values = edges.scores[others]
    grain = 4.0 * np.abs(edges.scores).max(initial=0.0) / SCALE
    load = np.bincount(experts, minlength=ground.experts)
    idle = np.where((load > ground.least) | (load == 0), 0.0, -np.inf)
    roof = np.where(load < ground.most, 0.0, np.inf)
    kinds = ground.kind[experts]
    count = np.zeros((ground.cases, len(ground.kinds)), np.int64)
    np.add.at(count, (cases, kinds), 1)
    may_leave = count > ground.low
    may_come = count < ground.high
    worth = idle.copy()
    for _ in range(_ROUNDS):
        asked = _asked(ground, cases, kinds, values - worth[experts], (may_leave, may_come))
        offered = open_values - asked[open_cases, ground.kind[open_experts]]
        better = idle.copy()
        np.maximum.at(better, open_experts, offered)
        better = np.minimum(better, roof)
        if not (better > worth + grain).any():
            return Prices(worth, asked, settled=True, grain=grain)
        worth = np.maximum(worth, better)
    return Prices(worth, asked, settled=False, grain=grain)


def _asked(
    ground: Ground, cases: Ints, kinds: Ints, worth: Floats, may: tuple[Marks, Marks]
) -> Floats:
    """What the cheapest seat of a case is worth that a newcomer of each kind may take."""
    may_leave, may_come = may
    asked = np.full((ground.cases, len(ground.kinds)), np.inf)
    np.minimum.at(asked, (cases, kinds), worth)
    if not ground.shaped:
        return asked
    leaving = np.full(ground.cases, np.inf)
    free = may_leave[cases, kinds]
    np.minimum.at(leaving, cases[free], worth[free])
    return np.where(may_come, np.minimum(asked, leaving[:, None]), asked)


def left_out(ground: Ground, edges: Edges, priced: Prices) -> Edges | None:
    """The edges with those pairs added that would better the whole; None when there are none."""
    known = keys_of(ground, edges)
    keys = _sparse(ground, priced) if ground.table is None else _dense(ground, priced)
    keys = keys[~isin_sorted(keys, known)]
    if not len(keys):
        return None
    return edges_of(ground, merged(known, keys))


def _dense(ground: Ground, priced: Prices) -> Ints:
    table = ground.table
    assert table is not None
    found = [np.empty(0, np.int64)]
    step = max(1, _BLOCK // ground.experts)
    for start in range(0, ground.cases, step):
        asked = priced.cases[start : start + step]
        with np.errstate(invalid="ignore"):  # a barred pair against a price without floor
            gain = table[start : start + step] - priced.experts
            gain -= asked[:, ground.kind] if ground.shaped else asked
        rows, columns = np.nonzero(gain > priced.grain)
        if len(rows) > _MOST * step:
            order = np.lexsort((-gain[rows, columns], rows))
            rows, columns = rows[order], columns[order]
            starts = np.searchsorted(rows, rows)
            few = np.arange(len(rows)) - starts < _MOST
            rows, columns = rows[few], columns[few]
        found.append((rows + start) * ground.experts + columns)
    return np.concatenate(found)


def _sparse(ground: Ground, priced: Prices) -> Ints:
    """Listed pairs, and for cases whose seats bring less than nothing the cheapest experts."""
    score = ground.score
    cases, experts = np.divmod(score.keys, ground.experts)
    with np.errstate(invalid="ignore"):
        gain = score.values - priced.experts[experts] - priced.cases[cases, ground.kind[experts]]
    better = score.keys[gain > priced.grain]
    found = [better[~isin_sorted(better, ground.barred)]]
    for number in range(len(ground.kinds)):
        among = np.flatnonzero(ground.kind == number)
        if not len(among):
            continue
        cheapest = among[np.argsort(priced.experts[among], kind="stable")[: 4 * _MOST]]
        needy = priced.cases[:, number] < -priced.experts[cheapest[0]] - priced.grain
        rows = np.flatnonzero(needy)
        pairs = (rows[:, None] * ground.experts + cheapest[None, :]).ravel()
        cases, experts = np.divmod(pairs, ground.experts)
        with np.errstate(invalid="ignore"):
            gain = ground.at(cases, experts) - priced.experts[experts]
            gain -= priced.cases[cases, number]
        fine = (gain > priced.grain) & ~ground.is_barred(pairs)
        found.append(pairs[fine])
    return merged(*found)
