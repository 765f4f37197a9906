"""Facets of all public scenarios as columns in memory: any filter is counted in a few milliseconds.

Each process holds one table of small integers, a row for each scenario and a column for each
facet (about 60 bytes a scenario). It is read from the search documents, which every act writes in
its own transaction, and brought up to date with one query before each use.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from django.db import connection

FACETS: Final = (
    *("field", "chain", "district", "city", "tier", "side"),
    *("status", "year", "owner", "money", "grain"),
)
_SPARE = 1.5
_FIRST_ROWS = 1024

# Rows since the oldest transaction that was in flight at the last reading: one that commits late
# is not missed, and one that is committed already is seen at once (it may be read twice).
_CHANGED = """
WITH seen AS (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS mark)
SELECT seen.mark, changed.object_id, changed.public, changed.facets FROM seen LEFT JOIN (
    SELECT object_id, public, facets::text FROM catalogue_searchdocument
     WHERE kind = 'scenario' AND transaction >= %s
    UNION ALL
    SELECT object_id, false, '{}' FROM catalogue_searchremoval
     WHERE kind = 'scenario' AND transaction >= %s
) changed ON true
"""

type Codes = npt.NDArray[np.int32]
type Mask = npt.NDArray[np.bool_]
type Counts = dict[str, dict[str, int]]


@dataclass(slots=True)
class Column:
    """One facet: a code for each row (0 = no value), and the value of each code."""

    codes: Codes = field(default_factory=lambda: np.zeros(_FIRST_ROWS, np.int32))
    values: list[str] = field(default_factory=lambda: [""])
    known: dict[str, int] = field(default_factory=dict)

    def code(self, value: str) -> int:
        """The code of ``value``; a new one if it was never met."""
        if not value:
            return 0
        if (found := self.known.get(value)) is None:
            found = self.known[value] = len(self.values)
            self.values.append(value)
        return found

    def holds(self, wanted: Iterable[str], size: int) -> Mask:
        """Which rows have one of the values."""
        codes = [self.known[value] for value in wanted if value in self.known]
        return np.isin(self.codes[:size], codes)

    def count(self, rows: Mask) -> dict[str, int]:
        """How many of ``rows`` have each value."""
        numbers = np.bincount(self.codes[: rows.size][rows], minlength=1)
        return {self.values[code]: int(numbers[code]) for code in np.flatnonzero(numbers) if code}


class Table:
    """The columns, grown and changed in place under a lock."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.forget()

    def forget(self) -> None:
        """Start from nothing at the next question."""
        self._mark = 0
        self._size = 0
        self._rows: dict[int, int] = {}
        self._shown: Mask = np.zeros(_FIRST_ROWS, np.bool_)
        self._columns = {name: Column() for name in FACETS}

    def tally(
        self,
        active: Mapping[str, Sequence[str]],
        parts: Iterable[str],
        among: Iterable[int] | None = None,
    ) -> tuple[int, Counts]:
        """Count what fits ``active`` (of each facet any value), and that by each of ``parts``.

        A facet that narrows is counted as if it were open, so that its other values can be added.
        ``among`` limits the whole to these scenarios. One query.
        """
        with self._lock:
            self._refresh()
            base = self._shown[: self._size]
            if among is not None:
                base = base & self._these(among)
            fits = {name: self._columns[name].holds(v, self._size) for name, v in active.items()}
            every = _all_of(base, fits)
            found = {
                name: self._columns[name].count(
                    _all_of(base, {n: m for n, m in fits.items() if n != name})
                    if name in fits
                    else every
                )
                for name in parts
            }
            return int(np.count_nonzero(every)), found

    def _these(self, ids: Iterable[int]) -> Mask:
        mask = np.zeros(self._size, np.bool_)
        mask[[self._rows[pk] for pk in ids if pk in self._rows]] = True
        return mask

    def _refresh(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(_CHANGED, [self._mark, self._mark])
            for mark, pk, public, facets in cursor:
                self._mark = mark
                if pk is not None:
                    self._put(pk, public, json.loads(facets))

    def _put(self, pk: int, public: bool, facets: Mapping[str, Any]) -> None:  # noqa: FBT001
        row = self._rows.get(pk)
        if row is None:
            row = self._rows[pk] = self._size
            self._size += 1
            if row == self._shown.size:
                self._grow(int(row * _SPARE))
        self._shown[row] = public
        for name, column in self._columns.items():
            values = facets.get(name)
            column.codes[row] = column.code(values[0]) if values else 0

    def _grow(self, rows: int) -> None:
        spare = rows - self._shown.size
        self._shown = np.concatenate([self._shown, np.zeros(spare, np.bool_)])
        for column in self._columns.values():
            column.codes = np.concatenate([column.codes, np.zeros(spare, np.int32)])


def _all_of(base: Mask, masks: Mapping[str, Mask]) -> Mask:
    for mask in masks.values():
        base = base & mask
    return base


scenarios = Table()
"""The one of this process."""
