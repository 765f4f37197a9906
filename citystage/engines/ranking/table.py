"""What is ranked: subjects with a value for each measure; a missing value stays missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import starmap

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Measure:
    """One criterion. `low` and `high` are the ends of its scale where it has one.

    With a scale, a value counts by its place on it, whoever else is compared; without one it
    counts by its place between the least and the greatest value among those compared.
    """

    code: str
    more_is_better: bool = True
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        if (self.low is None) != (self.high is None):
            message = "a scale has two ends"
            raise ValueError(message)
        if self.low is not None and self.high is not None and self.high <= self.low:
            message = "a scale runs upwards"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows are subjects, columns measures, in the order given; None where nothing is known."""

    subjects: tuple[str, ...]
    measures: tuple[Measure, ...]
    values: tuple[tuple[float | None, ...], ...]

    def __post_init__(self) -> None:
        if len(set(self.subjects)) < len(self.subjects):
            message = "a subject stands in the table twice"
            raise ValueError(message)
        if len(self.values) != len(self.subjects):
            message = "each subject has one row"
            raise ValueError(message)
        if any(len(row) != len(self.measures) for row in self.values):
            message = "each row has one value for each measure"
            raise ValueError(message)
        if any(
            value is not None and not np.isfinite(value) for row in self.values for value in row
        ):
            message = "values are finite numbers"
            raise ValueError(message)

    def missing(self) -> dict[str, tuple[str, ...]]:
        """The subjects that cannot be compared yet, with the measures they lack."""
        found = {
            subject: tuple(
                one.code for one, value in zip(self.measures, row, strict=True) if value is None
            )
            for subject, row in zip(self.subjects, self.values, strict=True)
        }
        return {subject: codes for subject, codes in found.items() if codes}

    def complete(self) -> "Table":
        """Those that lack nothing: only they are compared, and nothing is filled in."""
        pairs = list(zip(self.subjects, self.values, strict=True))
        whole = [(subject, row) for subject, row in pairs if None not in row]
        return Table(
            tuple(subject for subject, _row in whole),
            self.measures,
            tuple(row for _subject, row in whole),
        )

    def without(self, codes: Sequence[str]) -> "Table":
        """The same with some measures left out."""
        keep = [at for at, one in enumerate(self.measures) if one.code not in codes]
        return Table(
            self.subjects,
            tuple(self.measures[at] for at in keep),
            tuple(tuple(row[at] for at in keep) for row in self.values),
        )

    def raw(self) -> Floats:
        """The values as an array. Raises ValueError when one is missing."""
        if self.missing():
            message = "a value is missing"
            raise ValueError(message)
        return np.array(self.values, np.float64).reshape(len(self.subjects), len(self.measures))

    def scaled(self) -> Floats:
        """Every value between 0 (worst) and 1 (best); where all are equal, 1."""
        raw = self.raw()
        columns = list(starmap(_scaled, zip(self.measures, raw.T, strict=True)))
        return np.array(columns, np.float64).reshape(len(self.measures), len(self.subjects)).T


def _scaled(measure: Measure, column: Floats) -> Floats:
    if measure.low is not None and measure.high is not None:
        low, high = measure.low, measure.high
    elif column.size == 0 or column.min() == column.max():
        return np.ones_like(column)
    else:
        low, high = float(column.min()), float(column.max())
    place = np.clip((column - low) / (high - low), 0.0, 1.0)
    return place if measure.more_is_better else 1.0 - place


def shares(measures: Sequence[Measure], weights: Mapping[str, float]) -> Floats:
    """The weights as shares of the whole, in the order of the measures.

    Raises ValueError for a missing or negative weight, and when they are all zero.
    """
    found = np.array([weights[one.code] for one in measures], np.float64)
    if not np.isfinite(found).all() or (found < 0).any():
        message = "weights are numbers of zero or more"
        raise ValueError(message)
    if found.sum() <= 0:
        message = "some weight is above zero"
        raise ValueError(message)
    whole: Floats = found / found.sum()
    return whole
