"""Candidates: the pairs worth looking at, best first; more of them where they do not suffice."""

from typing import Final

import numpy as np

from citystage.engines.assignment.ground import Ground, isin_sorted
from citystage.engines.assignment.network import Cut, Edges, narrowest
from citystage.engines.assignment.problem import Ints

ALL_UP_TO: Final = 12_000
"""Pairs of so small a problem are all taken."""
PER_SEAT: Final = 8
LEAST_PER_CASE: Final = 32
_BLOCK: Final = 4_000_000


def first_edges(ground: Ground, least_per_case: int = LEAST_PER_CASE) -> Edges:
    """The best few of every case, of each kind that matters, and of experts with duties."""
    if ground.table is not None and ground.table.size <= ALL_UP_TO:
        return edges_of(ground, np.flatnonzero(np.isfinite(ground.table.ravel())))
    keep = max(least_per_case, PER_SEAT * int(ground.seats.max(initial=0)))
    parts = []
    for number in range(len(ground.kinds)):
        among = np.flatnonzero(ground.kind == number)
        if len(among):
            parts.append(_best_of_cases(ground, among, keep))
    duties = np.flatnonzero(ground.least > 0)
    if len(duties):
        parts.append(_best_of_experts(ground, duties))
    return edges_of(ground, np.unique(np.concatenate(parts)) if parts else np.empty(0, np.int64))


def edges_of(ground: Ground, keys: Ints) -> Edges:
    cases, experts = np.divmod(keys, ground.experts)
    return Edges(cases, experts, ground.at(cases, experts))


def keys_of(ground: Ground, edges: Edges) -> Ints:
    return edges.cases * ground.experts + edges.experts


def _best_of_cases(ground: Ground, among: Ints, keep: int) -> Ints:
    if ground.table is None:
        return _best_listed(ground, among, keep, by_expert=False)
    table = ground.table
    whole = len(among) == ground.experts
    if keep >= len(among):
        block = table if whole else table[:, among]
        rows, columns = np.nonzero(np.isfinite(block))
        return np.asarray(rows * ground.experts + among[columns])
    found = []
    step = max(1, _BLOCK // ground.experts)
    for start in range(0, ground.cases, step):
        rows_here = table[start : start + step]
        block = rows_here if whole else rows_here[:, among]
        best = np.argpartition(block, len(among) - keep, axis=1)[:, len(among) - keep :]
        fine = np.isfinite(np.take_along_axis(block, best, axis=1))
        here = start + np.arange(len(block))[:, None]
        found.append((here * ground.experts + among[best])[fine])
    return np.concatenate(found)


def _best_of_experts(ground: Ground, experts: Ints) -> Ints:
    keep = min(ground.cases, max(12, 4 * int(ground.least.max())))
    if ground.table is None:
        return _best_listed(ground, experts, keep, by_expert=True)
    block = ground.table[:, experts]
    best = np.argpartition(block, ground.cases - keep, axis=0)[ground.cases - keep :]
    fine = np.isfinite(np.take_along_axis(block, best, axis=0))
    return np.asarray((best * ground.experts + experts[None, :])[fine])


def _best_listed(ground: Ground, among: Ints, keep: int, *, by_expert: bool) -> Ints:
    """The best of each case, or of each expert, among the pairs of a sparse affinity."""
    score = ground.score
    fine = ~isin_sorted(score.keys, ground.barred)
    wanted = np.zeros(ground.experts, np.bool_)
    wanted[among] = True
    fine &= wanted[score.keys % ground.experts]
    keys, values = score.keys[fine], score.values[fine]
    of = keys % ground.experts if by_expert else keys // ground.experts
    order = np.lexsort((-values, of))
    of = of[order]
    starts = np.flatnonzero(np.r_[True, of[1:] != of[:-1]]) if len(of) else np.empty(0, np.int64)
    place = np.arange(len(of)) - np.repeat(starts, np.diff(np.r_[starts, len(of)]))
    return np.asarray(keys[order[place < keep]])


def widen(ground: Ground, edges: Edges, most: int) -> tuple[Edges | None, Cut]:
    """More pairs across the narrowest place; None when there is none: nothing can be found.

    What makes a flow greater must cross the minimum cut, so when every allowed pair across it is
    there already, the cut proves that no assignment exists.
    """
    cut = narrowest(ground, edges)
    known = keys_of(ground, edges)
    added = []
    turn = 0
    for number in range(len(ground.kinds)):
        experts = np.flatnonzero(cut.experts & (ground.kind == number))
        column = number if cut.cases.shape[1] > 1 else 0
        if not len(experts):
            continue
        for case in np.flatnonzero(cut.cases[:, column]).tolist():
            keys = case * ground.experts + experts
            keys = keys[~isin_sorted(keys, ground.barred)]
            keys = keys[~isin_sorted(keys, known)]
            if len(keys) > most:
                values = ground.at(keys // ground.experts, keys % ground.experts)
                # Equals are taken in turn, lest every case ask the same few.
                turn += most
                equal = (np.arange(len(keys)) - turn) % len(keys)
                keys = keys[np.lexsort((equal, -values))[:most]]
            added.append(keys)
    if not added or not sum(map(len, added)):
        return None, cut
    return edges_of(ground, np.union1d(known, np.concatenate(added))), cut
