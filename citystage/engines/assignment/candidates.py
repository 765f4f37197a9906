"""Candidates: the pairs worth looking at, best first; more of them where they do not suffice."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from citystage.engines.assignment.ground import NO, Ground, both_sorted, merged
from citystage.engines.assignment.network import Cut, Edges, narrowest
from citystage.engines.assignment.problem import Floats, Ints

ALL_UP_TO: Final = 12_000
"""Pairs of so small a problem are all taken."""
PER_SEAT: Final = 8
LEAST_PER_CASE: Final = 32
_BLOCK: Final = 4_000_000
_TINY: Final = 1e-9
"""Equals differ by up to so much and are taken in turn, lest every case ask the same few."""
_TURN, _STRIDE, _MANY = 7919, 104_729, 1_000_003
_ROOM: Final = 4
"""A table of listed pairs may be so many times as large as their list."""


def first_edges(ground: Ground, least_per_case: int = 0) -> Edges:
    """The best few of every case, of each kind that matters, and of experts with duties."""
    size = ground.cases * ground.experts
    if size <= ALL_UP_TO:
        keys = np.arange(size)
        return edges_of(ground, keys[~both_sorted(keys, ground.barred)])
    keep = max(least_per_case or LEAST_PER_CASE, PER_SEAT * int(ground.seats.max(initial=0)))
    parts = []
    for number in range(len(ground.kinds)):
        among = np.flatnonzero(ground.kind == number)
        if len(among):
            parts.append(_best_of_cases(ground, among, keep))
    duties = np.flatnonzero(ground.least > 0)
    if len(duties):
        parts.append(_best_of_experts(ground, duties))
    return edges_of(ground, merged(*parts) if parts else np.empty(0, np.int64))


def are_all(ground: Ground, edges: Edges) -> bool:
    """Whether no allowed pair is left out."""
    return len(edges.cases) == ground.cases * ground.experts - len(ground.barred)


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
    fine = ~both_sorted(score.keys, ground.barred)
    if len(among) < ground.experts:
        wanted = np.zeros(ground.experts, np.bool_)
        wanted[among] = True
        fine &= wanted[score.keys % ground.experts]
    keys, values = score.keys[fine], score.values[fine]
    of = keys % ground.experts if by_expert else keys // ground.experts
    if by_expert:
        order = np.argsort(of, kind="stable")
        keys, values, of = keys[order], values[order], of[order]
    return _top(keys, values, of, keep)


def _top(keys: Ints, values: Floats, of: Ints, keep: int) -> Ints:
    """The best few of each group; the groups stand together."""
    if not len(of):
        return keys
    starts = np.flatnonzero(np.r_[True, of[1:] != of[:-1]])
    counts = np.diff(np.r_[starts, len(of)])
    longest = int(counts.max())
    if longest <= keep:
        return keys
    place = np.arange(len(of)) - np.repeat(starts, counts)
    if longest * len(starts) > _ROOM * len(of) + _BLOCK:
        order = np.lexsort((-values, of))
        return np.asarray(keys[order[place < keep]])
    table = np.full((len(starts), longest), NO)
    table[np.repeat(np.arange(len(starts)), counts), place] = values
    best = np.argpartition(table, longest - keep, axis=1)[:, longest - keep :]
    there = best < counts[:, None]
    return np.asarray(keys[(starts[:, None] + best)[there]])


def widen(ground: Ground, edges: Edges, most: int) -> tuple[Edges | None, Cut]:
    """More pairs across the narrowest place; None when there is none: nothing can be found.

    What makes a flow greater must cross the minimum cut, so when every allowed pair across it is
    there already, the cut proves that no assignment exists.
    """
    cut = narrowest(ground, edges)
    known = keys_of(ground, edges)
    added: list[Ints] = []
    for number in range(len(ground.kinds)):
        experts = np.flatnonzero(cut.experts & (ground.kind == number))
        cases = np.flatnonzero(cut.cases[:, number if cut.cases.shape[1] > 1 else 0])
        if len(experts) and len(cases):
            across = _dense_across if ground.table is not None else _listed_across
            added += across(ground, cases, experts, known, most)
    if not sum(len(keys) for keys in added):
        return None, cut
    return edges_of(ground, merged(known, *added)), cut


def _dense_across(
    ground: Ground, cases: Ints, experts: Ints, known: Ints, most: int
) -> Iterator[Ints]:
    """Of each case the best few of these experts that are not known yet."""
    table = ground.table
    assert table is not None
    column = np.full(ground.experts, -1)
    column[experts] = np.arange(len(experts))
    keep = min(most, len(experts))
    step = max(1, _BLOCK // ground.experts)
    for start in range(0, len(cases), step):
        here = cases[start : start + step]
        block = table[here][:, experts]
        for row, case in enumerate(here.tolist()):
            low, high = np.searchsorted(known, (case * ground.experts, (case + 1) * ground.experts))
            there = column[known[low:high] - case * ground.experts]
            block[row, there[there >= 0]] = NO
        turn = here[:, None] * _TURN + np.arange(len(experts)) * _STRIDE
        block += turn % _MANY * (_TINY / _MANY)
        best = np.argpartition(block, len(experts) - keep, axis=1)[:, len(experts) - keep :]
        fine = np.isfinite(np.take_along_axis(block, best, axis=1))
        yield (here[:, None] * ground.experts + experts[best])[fine]


def _listed_across(
    ground: Ground, cases: Ints, experts: Ints, known: Ints, most: int
) -> Iterator[Ints]:
    """The same of a sparse affinity; pairs that are not listed only where none is."""
    score = ground.score
    wanted, able = np.zeros(ground.cases, np.bool_), np.zeros(ground.experts, np.bool_)
    wanted[cases] = able[experts] = True
    of, who = np.divmod(score.keys, ground.experts)
    listed = np.flatnonzero(wanted[of] & able[who])
    keys = score.keys[listed]
    new = ~(both_sorted(keys, ground.barred) | both_sorted(keys, known))
    keys, listed = keys[new], listed[new]
    yield _top(keys, score.values[listed], of[listed], most)
    wanted[of[listed]] = False
    for turn, case in enumerate(np.flatnonzero(wanted).tolist()):
        # They are all alike: taken in turn, lest every case ask the same few.
        keys = case * ground.experts + experts
        keys = keys[~(both_sorted(keys, ground.barred) | both_sorted(keys, known))]
        yield np.roll(keys, -turn * most)[:most]
