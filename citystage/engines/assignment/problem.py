"""The problem: fits, seats, loads, panel shape, conflicts, pins, and what is aimed at."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Marks = NDArray[np.bool_]
type Pair = tuple[int, int]
"""A case and an expert."""


class Aim(StrEnum):
    """What is best: the worst case first and then the total, or the total alone."""

    WORST_THEN_TOTAL = "worst_then_total"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Affinity:
    """How well experts fit cases, >= 0. In sparse form a missing pair is 0 and still allowed.

    `dense`: (cases, experts). Otherwise `keys` = case * experts + expert, rising, and `values`.
    """

    cases: int
    experts: int
    table: Floats | None
    keys: Ints
    values: Floats

    @classmethod
    def dense(cls, table: ArrayLike) -> Self:
        array = np.ascontiguousarray(table, dtype=np.float64)
        if array.ndim != 2:  # noqa: PLR2004
            message = "a table of affinities has a row for each case and a column for each expert"
            raise ValueError(message)
        none = np.empty(0, np.int64)
        return cls(array.shape[0], array.shape[1], array, none, np.empty(0))

    @classmethod
    def sparse(
        cls, rows: ArrayLike, columns: ArrayLike, values: ArrayLike, *, cases: int, experts: int
    ) -> Self:
        """Of a pair that stands there twice the last value counts."""
        keys = np.asarray(rows, np.int64) * experts + np.asarray(columns, np.int64)
        order = np.argsort(keys, kind="stable")
        keys, listed = keys[order], np.asarray(values, np.float64)[order]
        last = np.r_[keys[1:] != keys[:-1], True] if len(keys) else np.empty(0, np.bool_)
        return cls(cases, experts, None, keys[last], listed[last])

    def at(self, cases: Ints, experts: Ints) -> Floats:
        """The values of pairs, arrays of any one shape."""
        if self.table is not None:
            return np.asarray(self.table[cases, experts])
        return found(self.keys, self.values, cases * self.experts + experts)


def found(keys: Ints, values: Floats, wanted: Ints) -> Floats:
    """Values of the wanted keys in a rising list of keys; 0 where there is none."""
    if not len(keys):
        return np.zeros(wanted.shape)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, values[at], 0.0)


@dataclass(frozen=True, slots=True)
class Seats:
    """Panel shape: at least so many of a kind in each of the cases (None: in every case)."""

    kind: str
    least: int
    most: int | None = None
    cases: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Who may sit where. Single numbers hold for every case or every expert.

    `seats` a case wants; `most` and `least` cases of an expert; `conflicts` and `forbidden` are
    both hard (the former are named when nothing can be found, the latter are somebody's wish);
    `pinned` pairs stay. `kinds` of the experts, one each, are needed where there is a `shape`.
    What counts is affinity + `preference_weight` x preference (-1..1, missing 0). `alternates`
    are named for each case. `cap` < 1 draws by lot: no pair has a greater chance (`seed`).
    `thorough` spends seconds on proving the best worst case of small problems.
    """

    affinity: Affinity
    seats: int | Sequence[int]
    most: int | Sequence[int]
    least: int | Sequence[int] = 0
    conflicts: Sequence[Pair] = ()
    forbidden: Sequence[Pair] = ()
    pinned: Sequence[Pair] = ()
    kinds: Sequence[str] = ()
    shape: Sequence[Seats] = ()
    preference: Affinity | None = None
    preference_weight: float = 0.2
    alternates: int = 0
    seed: int = 0
    cap: float = 1.0
    aim: Aim = Aim.WORST_THEN_TOTAL
    thorough: bool = False


class BadProblem(ValueError):
    """The problem contradicts its own sizes: `place` names the field, `words` say what is wrong."""

    def __init__(self, place: str, words: str) -> None:
        super().__init__(f"{place}: {words}")
        self.place = place
        self.words = words
