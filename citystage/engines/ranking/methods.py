"""The methods: weighted sum, TOPSIS, entropy weights; computed by the library pymcdm.

Weighted sum: Fishburn 1967. TOPSIS: Hwang and Yoon 1981, distances from the best and the worst
value among those compared. Entropy weights: Shannon's measure of how far the values lie apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from citystage.engines.ranking.library import library
from citystage.engines.ranking.table import Floats, Table, shares

# Two scores nearer than this share a place.
SAME = 1e-9


class Method(StrEnum):
    WEIGHTED_SUM = "weighted_sum"
    TOPSIS = "topsis"


@dataclass(frozen=True, slots=True)
class Row:
    """A subject with its score, 0..1, and its place; equal scores share the better place."""

    subject: str
    score: float
    place: int


@dataclass(frozen=True, slots=True)
class Order:
    """`rows` from the first place down; `missing`: subjects that are not compared, and why."""

    rows: tuple[Row, ...]
    missing: Mapping[str, tuple[str, ...]]

    def place(self, subject: str) -> int | None:
        """The place of a subject; None when it is not compared."""
        return next((row.place for row in self.rows if row.subject == subject), None)


def order(table: Table, weights: Mapping[str, float], method: Method) -> Order:
    """Rank those of whom nothing is missing; the others stand beside, with what they lack."""
    missing, whole = table.missing(), table.complete()
    if not whole.subjects:
        return Order((), missing)
    found = scores(whole.scaled(), shares(whole.measures, weights), method)
    return Order(placed(whole.subjects, found), missing)


def placed(subjects: tuple[str, ...], found: Floats) -> tuple[Row, ...]:
    """Scores as rows in order; of equal ones the earlier in the table stands first."""
    rows: list[Row] = []
    for at in np.argsort(-found, kind="stable"):
        score = float(found[at])
        tied = bool(rows) and rows[-1].score - score <= SAME
        rows.append(Row(subjects[at], score, rows[-1].place if tied else len(rows) + 1))
    return tuple(rows)


def scores(scaled: Floats, weights: Floats, method: Method) -> Floats:
    """The score of each row of a scaled table."""
    if method == Method.TOPSIS and bool(np.ptp(scaled * weights, axis=0).max() <= 0):
        # Best and worst are the same: nothing tells them apart.
        return np.full(len(scaled), 0.5)
    methods = library().methods
    known = methods.TOPSIS if method == Method.TOPSIS else methods.WSM
    # The table is scaled already, so the method takes it as it is.
    found = known(_as_it_is)(scaled, weights, np.ones(len(weights)), validation=False)
    return np.asarray(found, np.float64)


def entropy_weights(table: Table) -> dict[str, float] | None:
    """The share each measure would have by how far its values lie apart.

    None where it says nothing: fewer than two subjects, a value of zero or below, or all equal.
    """
    whole = table.complete()
    raw = whole.raw()
    if len(raw) < 2 or (raw <= 0).any() or bool((np.ptp(raw, axis=0) == 0).all()):  # noqa: PLR2004
        return None
    found = np.asarray(library().weights.entropy_weights(raw), np.float64)
    return {one.code: float(part) for one, part in zip(whole.measures, found, strict=True)}


def _as_it_is(column: Floats, cost: bool = False) -> Floats:  # noqa: ARG001, FBT001, FBT002 -- its form
    return column
