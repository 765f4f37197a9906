"""Tallies of formulas over rows: additive over units, so that whole and increment agree.

A unit adds to each cell (period and part) what its own rows say. The tally of a change is the
tally of the changed units' rows after it, less that of their rows before.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple

import numpy as np

from citystage.engines.indicators.language import Count, Formula, Median, Of, Ratio, Share, Sum
from citystage.engines.indicators.periods import GRAINS, Grain, Span
from citystage.engines.indicators.rows import Codes, Columns, Numbers

# Everything, not cut by any dimension.
WHOLE: Final = ""
_PER_CENT: Final = Decimal("0.01")


class Cell(NamedTuple):
    """One number of an indicator: its period, and the part it is of."""

    period: str
    by: str = WHOLE
    key: str = ""


@dataclass(frozen=True, slots=True)
class Measure:
    """What adds up: counts by name (of a median by days), of what is proven, and with claims."""

    proven: Mapping[str, int] = field(default_factory=dict)
    all: Mapping[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.proven or self.all)

    def plus(self, other: "Measure") -> "Measure":
        """Both together."""
        return Measure(_joined(self.proven, other.proven, 1), _joined(self.all, other.all, 1))

    def less(self, other: "Measure") -> "Measure":
        """Without the other."""
        return Measure(_joined(self.proven, other.proven, -1), _joined(self.all, other.all, -1))


type Tally = dict[Cell, Measure]


@dataclass(frozen=True, slots=True)
class Shape:
    """For which periods and parts an indicator is kept."""

    grains: frozenset[Grain] = frozenset(GRAINS)
    splits: tuple[str, ...] = ()
    # Of each plan; they may overlap.
    spans: tuple[Span, ...] = ()


def tally(formula: Formula, rows: Columns, shape: Shape) -> Tally:
    """The measure of each cell that any row speaks to."""
    proven = dict(_counted(formula, rows, shape, proven=True))
    every = dict(_counted(formula, rows, shape, proven=False))
    empty: Mapping[str, int] = {}
    return {
        cell: Measure(proven.get(cell, empty), every.get(cell, empty))
        for cell in proven.keys() | every.keys()
    }


def applied(before: Tally, *, gone: Tally, come: Tally) -> Tally:
    """A tally after some units' rows went and others came; empty cells fall away."""
    found = dict(before)
    for cell in gone.keys() | come.keys():
        changed = found.get(cell, Measure()).less(gone.get(cell, Measure()))
        changed = changed.plus(come.get(cell, Measure()))
        if changed:
            found[cell] = changed
        else:
            found.pop(cell, None)
    return found


def value(formula: Formula, measured: Mapping[str, int]) -> Decimal | None:
    """The number: a count, yuan of a sum, per cent of a share, days of a median; or nothing."""
    match formula:
        case Count():
            return Decimal(measured.get("n", 0))
        case Sum():
            return Decimal(measured.get("sum", 0)) / 100
        case Share():
            return _hundredths(100 * measured.get("top", 0), measured.get("n", 0))
        case Ratio():
            fen = isinstance(formula.top, Sum) - isinstance(formula.bottom, Sum)
            return _over(measured.get("top", 0), measured.get("bottom", 0), fen)
        case Median():
            return _middle(measured)


def listed(formula: Formula, measured: Mapping[str, int]) -> int:
    """How many units stand behind the number."""
    if isinstance(formula, Median):
        return sum(measured.values())
    return measured.get("n", 0)


def _over(top: int, bottom: int, fen: int) -> Decimal | None:
    """Of a sum over a count, or a count over a sum, amounts are in yuan."""
    if fen < 0:
        return _hundredths(100 * top, bottom)
    return _hundredths(top, bottom * 100 if fen else bottom)


def _hundredths(top: int, bottom: int) -> Decimal | None:
    if not bottom:
        return None
    return (Decimal(top) / Decimal(bottom)).quantize(_PER_CENT, ROUND_HALF_UP)


def _middle(days: Mapping[str, int]) -> Decimal | None:
    total, seen, lower = sum(days.values()), 0, None
    for word in sorted(days, key=int):
        seen += days[word]
        if lower is None and 2 * seen >= total:
            lower = int(word)
        if lower is not None and 2 * seen > total:
            return Decimal(lower + int(word)) / 2
    return None


def _joined(one: Mapping[str, int], other: Mapping[str, int], sign: int) -> dict[str, int]:
    found = Counter(one)
    for name, number in other.items():
        found[name] += sign * number
    return {name: number for name, number in found.items() if number}


type _Found = Iterator[tuple[Cell, dict[str, int]]]


def _counted(formula: Formula, rows: Columns, shape: Shape, *, proven: bool) -> _Found:
    match formula:
        case Count() | Sum():
            yield from _simple(formula, rows, shape, proven=proven)
        case Share(of=of, having=having):
            units = rows.coded["unit"]
            has = np.zeros(len(units.words) + 1, np.bool_)
            has[units.codes[rows.chosen(having, proven=proven)]] = True
            for name, place, found in _distinct(rows, rows.chosen(of, proven=proven), shape):
                top = np.bincount(place, has[units.codes[found]], len(name))
                total = np.bincount(place, minlength=len(name))
                for number, cell in enumerate(name):
                    yield cell, _said(top=int(top[number]), n=int(total[number]))
        case Ratio(top=top, bottom=bottom):
            yield from _over_each_other(
                dict(_simple(top, rows, shape, proven=proven)),
                dict(_simple(bottom, rows, shape, proven=proven)),
                ("sum" if isinstance(top, Sum) else "n", "sum" if isinstance(bottom, Sum) else "n"),
            )
        case Median(start=start, end=end):
            yield from _durations(rows, start, end, shape, proven=proven)


def _simple(formula: Count | Sum, rows: Columns, shape: Shape, *, proven: bool) -> _Found:
    chosen = rows.chosen(formula.of, proven=proven)
    first = isinstance(formula, Count) and formula.new
    for name, place, found in _distinct(rows, chosen, shape, first=first):
        total = np.bincount(place, minlength=len(name))
        if isinstance(formula, Count):
            yield from ((cell, {"n": int(total[number])}) for number, cell in enumerate(name))
            continue
        # Amounts are added as whole numbers: a sum of floats would lose fen.
        amounts = np.zeros(len(name), np.int64)
        np.add.at(amounts, place, rows.amounts[found])
        for number, cell in enumerate(name):
            yield cell, _said(sum=int(amounts[number]), n=int(total[number]))


def _over_each_other(
    top: Mapping[Cell, Mapping[str, int]],
    bottom: Mapping[Cell, Mapping[str, int]],
    names: tuple[str, str],
) -> _Found:
    empty: Mapping[str, int] = {}
    for cell in top.keys() | bottom.keys():
        above, below = top.get(cell, empty), bottom.get(cell, empty)
        listed_units = above.get("n", 0) + below.get("n", 0)
        over = above.get(names[0], 0), below.get(names[1], 0)
        yield cell, _said(top=over[0], bottom=over[1], n=listed_units)


def _said(**numbers: int) -> dict[str, int]:
    return {name: number for name, number in numbers.items() if number}


def _durations(rows: Columns, start: Of, end: Of, shape: Shape, *, proven: bool) -> _Found:
    units = rows.coded["unit"].codes
    size = len(rows.coded["unit"].words)
    begun = _first_days(units, rows.days, rows.chosen(start, proven=proven), size)
    ends = rows.chosen(end, proven=proven)
    # Of each unit the first end on or after its beginning; several on one day are one end.
    ends = ends[rows.days[ends] >= begun[units[ends]]]
    done = _first_days(units, rows.days, ends, size)
    ends = ends[rows.days[ends] == done[units[ends]]]
    for name, place, found in _distinct(rows, ends, shape):
        took = rows.days[found] - begun[units[found]]
        for number, cell in enumerate(name):
            spent, times = np.unique(took[place == number], return_counts=True)
            yield cell, {str(day): int(many) for day, many in zip(spent, times, strict=True)}


_NEVER: Final = np.iinfo(np.int32).max


def _first_days(units: Codes, days: Codes, chosen: Numbers, size: int) -> Codes:
    found = np.full(size + 1, _NEVER, np.int32)
    np.minimum.at(found, units[chosen], days[chosen])
    return found


type _Cells = Iterator[tuple[list[Cell], Numbers, Numbers]]


def _distinct(rows: Columns, chosen: Numbers, shape: Shape, *, first: bool = False) -> _Cells:
    """For each way to cut: the cells met, and of each unit in each of them the cell and one row.

    The row is the unit's latest in the cell, of several on that day the one of the most money.
    With ``first`` a unit counts only in the period in which its first row of all lies.
    """
    units, days = rows.coded["unit"], rows.days
    order = np.lexsort((rows.amounts[chosen], days[chosen]))
    chosen = chosen[order]
    begun = _first_days(units.codes, days, chosen, len(units.words)) if first else None
    for grain, span in _ways(shape):
        periods, words = rows.periods(grain, chosen, span)
        kept = periods >= 0
        if begun is not None:
            kept &= _in_first_period(rows, chosen, begun, grain, periods)
        inside, period = chosen[kept], periods[kept].astype(np.int64)
        if not inside.size:
            continue
        for by in (WHOLE, *shape.splits):
            yield _cut(rows, inside, period, words, by)


def _ways(shape: Shape) -> Iterator[tuple[Grain, Span | None]]:
    for grain in GRAINS:
        if grain not in shape.grains:
            continue
        if grain == "whole":
            yield from (("whole", span) for span in shape.spans)
        else:
            yield grain, None


def _in_first_period(
    rows: Columns, chosen: Numbers, begun: Codes, grain: Grain, periods: Codes
) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Which rows lie in the period of their unit's first row."""
    if grain == "ever":
        return np.ones(chosen.size, np.bool_)
    units = rows.coded["unit"].codes[chosen]
    is_first = rows.days[chosen] == begun[units]
    of_unit = np.full(begun.size, -2, np.int32)
    of_unit[units[is_first]] = periods[is_first]
    return np.asarray(of_unit[units] == periods)


def _cut(
    rows: Columns, inside: Numbers, period: Numbers, words: list[str], by: str
) -> tuple[list[Cell], Numbers, Numbers]:
    units = rows.coded["unit"]
    if by == WHOLE:
        keys: Numbers = np.zeros(inside.size, np.int64)
        names = [""]
    else:
        keys = rows.coded[by].codes[inside].astype(np.int64)
        names = rows.coded[by].words
    size = max(1, len(units.words))
    cell = period * len(names) + keys
    one = cell * size + units.codes[inside]
    # The last row of each unit in each cell: rows stand in order of day and amount.
    found, last = np.unique(one[::-1], return_index=True)
    places = inside[inside.size - 1 - last]
    met, place = np.unique(found // size, return_inverse=True)
    cells = [Cell(words[int(n) // len(names)], by, names[int(n) % len(names)]) for n in met]
    return cells, place.astype(np.int64), places


def tallies(
    formulas: Mapping[str, Formula], rows: Columns, shapes: Mapping[str, Shape]
) -> dict[str, Tally]:
    """Every indicator's tally over the same rows."""
    return {code: tally(formula, rows, shapes[code]) for code, formula in formulas.items()}
