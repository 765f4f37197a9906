"""The ground: a problem in arrays, what is pinned taken out, ready for the solver."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from citystage.engines.assignment.problem import (
    Affinity,
    BadProblem,
    Floats,
    Ints,
    Pair,
    Problem,
    found,
)

NO = -np.inf
"""The score of a pair that must not be."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What is still open once pinned pairs sit: seats, loads and shape are what is left of them.

    `low`, `high`: (cases, kinds) bounds of what is left; `kind` of each expert as a number.
    `base`: what pinned experts already add to each case. `barred`: rising keys of pairs that the
    solver must not choose: `hard` (conflicts and forbidden) and pinned. `table` has NO there.
    """

    cases: int
    experts: int
    seats: Ints
    most: Ints
    least: Ints
    kinds: tuple[str, ...]
    kind: Ints
    low: Ints
    high: Ints
    base: Floats
    barred: Ints
    hard: Ints
    pinned: tuple[Pair, ...]
    score: Affinity
    table: Floats | None

    @property
    def shaped(self) -> bool:
        return len(self.kinds) > 1

    def at(self, cases: Ints, experts: Ints) -> Floats:
        return self.score.at(cases, experts)

    def is_barred(self, keys: Ints) -> NDArray[np.bool_]:
        return isin_sorted(keys, self.barred)


def isin_sorted(keys: Ints, among: Ints) -> NDArray[np.bool_]:
    """Which of the keys, of any order and shape, are in a rising list."""
    if not len(among):
        return np.zeros(keys.shape, np.bool_)
    return np.asarray(among[np.minimum(np.searchsorted(among, keys), len(among) - 1)] == keys)


def both_sorted(keys: Ints, among: Ints) -> NDArray[np.bool_]:
    """The same of rising keys without doubles: the shorter list is looked up in the longer."""
    if len(among) >= len(keys):
        return isin_sorted(keys, among)
    inside = np.zeros(len(keys), np.bool_)
    at = np.searchsorted(keys, among)
    at = at[at < len(keys)]
    inside[at[keys[at] == among[: len(at)]]] = True
    return inside


def merged(*lists: Ints) -> Ints:
    """One rising list without doubles. Rising parts are only merged, which takes no time."""
    keys = np.concatenate(lists)
    keys.sort(kind="stable")
    return keys[np.r_[True, keys[1:] != keys[:-1]]] if len(keys) else keys


def prepare(problem: Problem) -> Ground:
    """Raises `BadProblem` where lengths or numbers do not agree."""
    affinity = problem.affinity
    n, m = affinity.cases, affinity.experts
    seats = _numbers(problem.seats, n, "seats")
    most = _numbers(problem.most, m, "most")
    least = _numbers(problem.least, m, "least")
    score = scores(problem)
    pinned = tuple(sorted(set(_pairs(problem.pinned, n, m, "pinned"))))
    kinds, kind = _kinds(problem, m)
    low, high = _shape(problem, kinds, seats)
    base = np.zeros(n)
    for case, expert in pinned:
        seats[case] -= 1
        most[expert] -= 1
        least[expert] -= 1
        low[case, kind[expert]] -= 1
        high[case, kind[expert]] -= 1
        base[case] += score.at(np.array(case), np.array(expert))
    conflicts = _keys(_pairs(problem.conflicts, n, m, "conflicts"), m)
    forbidden = _keys(_pairs(problem.forbidden, n, m, "forbidden"), m)
    hard = merged(conflicts, forbidden)
    barred = merged(hard, _keys(pinned, m))
    table = None
    if score.table is not None:
        table = score.table
        if len(barred):
            table = table.copy()
            table.ravel()[barred] = NO
    return Ground(
        n,
        m,
        seats,
        most,
        np.maximum(least, 0),
        kinds,
        kind,
        np.maximum(low, 0),
        high,
        base,
        barred,
        hard,
        pinned,
        score,
        table,
    )


def scores(problem: Problem) -> Affinity:
    """Affinity and preference in one, with the weight of the latter."""
    affinity, preference = problem.affinity, problem.preference
    if not np.isfinite(affinity.values if affinity.table is None else affinity.table).all():
        raise BadProblem("affinity", "every value is a finite number")
    if preference is None or not problem.preference_weight:
        return affinity
    if (preference.cases, preference.experts) != (affinity.cases, affinity.experts):
        raise BadProblem("preference", "has another size than the affinities")
    weight = problem.preference_weight
    if affinity.table is not None:
        if preference.table is not None:
            return Affinity.dense(affinity.table + weight * preference.table)
        table = affinity.table.copy()
        table.ravel()[preference.keys] += weight * preference.values
        return Affinity.dense(table)
    other = preference
    if other.table is not None:
        keys = np.flatnonzero(other.table.ravel())
        other = Affinity(other.cases, other.experts, None, keys, other.table.ravel()[keys])
    keys = merged(affinity.keys, other.keys)
    values = found(affinity.keys, affinity.values, keys)
    values += weight * found(other.keys, other.values, keys)
    return Affinity(affinity.cases, affinity.experts, None, keys, values)


def _numbers(given: int | Sequence[int], length: int, place: str) -> Ints:
    if isinstance(given, int):
        numbers = np.full(length, given, np.int64)
    else:
        numbers = np.array(given, np.int64)
        if len(numbers) != length:
            raise BadProblem(place, f"has {len(numbers)} numbers, {length} are needed")
    if len(numbers) and numbers.min() < 0:
        raise BadProblem(f"{place}[{int(numbers.argmin())}]", "is below 0")
    return numbers


def _pairs(pairs: Sequence[Pair], n: int, m: int, place: str) -> Sequence[Pair]:
    for at, (case, expert) in enumerate(pairs):
        if not 0 <= case < n:
            raise BadProblem(f"{place}[{at}][0]", f"there is no case {case}")
        if not 0 <= expert < m:
            raise BadProblem(f"{place}[{at}][1]", f"there is no expert {expert}")
    return pairs


def _keys(pairs: Sequence[Pair], m: int) -> Ints:
    if not len(pairs):
        return np.empty(0, np.int64)
    array = np.asarray(pairs, np.int64)
    return merged(array[:, 0] * m + array[:, 1])


def _kinds(problem: Problem, m: int) -> tuple[tuple[str, ...], Ints]:
    """Names of kinds that the shape speaks of, and "" for all others; each expert's number."""
    if not problem.shape:
        return ("",), np.zeros(m, np.int64)
    if len(problem.kinds) != m:
        raise BadProblem("kinds", f"has {len(problem.kinds)} names, {m} are needed")
    names = ("", *dict.fromkeys(seats.kind for seats in problem.shape))
    number = {name: at for at, name in enumerate(names)}
    return names, np.array([number.get(name, 0) for name in problem.kinds], np.int64)


def _shape(problem: Problem, kinds: tuple[str, ...], seats: Ints) -> tuple[Ints, Ints]:
    n = len(seats)
    low = np.zeros((n, len(kinds)), np.int64)
    high = np.repeat(seats[:, None], len(kinds), axis=1)
    for at, part in enumerate(problem.shape):
        where = slice(None) if part.cases is None else list(part.cases)
        if part.cases is not None and any(not 0 <= case < n for case in part.cases):
            raise BadProblem(f"shape[{at}].cases", "names a case that is not there")
        if part.least < 0 or (part.most is not None and part.most < part.least):
            raise BadProblem(f"shape[{at}]", "least is from 0 to most")
        column = kinds.index(part.kind)
        low[where, column] = part.least
        if part.most is not None:
            high[where, column] = np.minimum(high[where, column], part.most)
    return low, high
