"""Rows of evidence as columns of small integers: what tallies are counted from."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from citystage.engines.indicators.language import DIMENSIONS, Of
from citystage.engines.indicators.periods import Grain, Span

type Codes = npt.NDArray[np.int32]
type Numbers = npt.NDArray[np.int64]
type Mask = npt.NDArray[np.bool_]

_CODED: Final = ("source", "unit", "kind", *DIMENSIONS)
_DAY_ONE: Final = np.datetime64("0001-01-01")


class Row(NamedTuple):
    """One report of one unit: what the figures are made of."""

    source: str
    unit: str
    on: date
    kind: str = ""
    district: str = ""
    department: str = ""
    chain: str = ""
    owner_kind: str = ""
    # Whole fen.
    amount: int = 0
    proven: bool = True


class Coded:
    """A column of words as numbers, and the words."""

    def __init__(self, values: Sequence[str]) -> None:
        known: dict[str, int] = {}
        count: Callable[[], int] = known.__len__
        self.codes: Codes = np.fromiter(
            (known.setdefault(value, count()) for value in values), np.int32, len(values)
        )
        self.words = list(known)
        self.known = known

    def among(self, wanted: Iterable[str]) -> Mask:
        """Which rows have one of these words."""
        codes = [self.known[word] for word in wanted if word in self.known]
        # One look-up for each row, however many words are asked for.
        table = np.zeros(len(self.words) + 1, np.bool_)
        table[codes] = True
        return np.asarray(table[self.codes])


@dataclass(frozen=True, slots=True)
class Columns:
    """Rows laid out by column; days are counted from 1 Jan of the year 1."""

    coded: Mapping[str, Coded]
    days: Codes
    amounts: Numbers
    proven: Mask

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Self:
        """From single rows."""
        laid = list(zip(*rows, strict=True)) or [()] * len(Row._fields)
        return cls.laid(dict(zip(Row._fields, laid, strict=True)))

    @classmethod
    def laid(cls, columns: Mapping[str, Sequence[object]]) -> Self:
        """From whole columns, by the names of ``Row``."""
        days = np.asarray(columns["on"], dtype="datetime64[D]")
        return cls(
            coded={name: Coded(columns[name]) for name in _CODED},  # type: ignore[arg-type]
            days=(days - _DAY_ONE).astype(np.int32),
            amounts=np.asarray(columns["amount"], dtype=np.int64),
            proven=np.asarray(columns["proven"], dtype=np.bool_),
        )

    @property
    def size(self) -> int:
        """How many rows."""
        return int(self.days.size)

    def chosen(self, of: Of, *, proven: bool) -> Numbers:
        """The places of the rows that ``of`` speaks of; claims too unless only ``proven``."""
        mask = self.coded["source"].among(of.sources)
        if proven:
            mask &= self.proven
        for condition in of.where:
            if condition.field == "standing":
                held = self.proven if condition.values == ("proven",) else ~self.proven
            else:
                held = self.coded[condition.field].among(condition.values)
            mask &= ~held if condition.negated else held
        return np.flatnonzero(mask)

    def periods(self, grain: Grain, rows: Numbers, span: Span | None) -> tuple[Codes, list[str]]:
        """The period of each row as a number, below zero outside every one, and their words."""
        if grain == "ever":
            return np.zeros(rows.size, np.int32), ["ever"]
        dates = _DAY_ONE + self.days[rows]
        years = dates.astype("datetime64[Y]").astype(np.int32) + 1970
        if grain == "whole":
            if span is None:
                return np.full(rows.size, -1, np.int32), []
            inside = (years >= span.first) & (years <= span.last)
            return np.where(inside, 0, -1).astype(np.int32), [span.word]
        if grain == "year":
            found, codes = np.unique(years, return_inverse=True)
            return codes.astype(np.int32), [f"{year:04d}" for year in found]
        quarters = dates.astype("datetime64[M]").astype(np.int32) // 3 + 1970 * 4
        found, codes = np.unique(quarters, return_inverse=True)
        return codes.astype(np.int32), [f"{one // 4:04d}Q{one % 4 + 1}" for one in found]

    def __iter__(self) -> Iterator[Row]:
        """The rows again, one by one."""
        for place in range(self.size):
            words = {name: one.words[one.codes[place]] for name, one in self.coded.items()}
            yield Row(
                **words,
                on=date.fromordinal(int(self.days[place]) + 1),
                amount=int(self.amounts[place]),
                proven=bool(self.proven[place]),
            )
