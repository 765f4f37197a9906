"""Tallies of a city: from all its evidence, or from the units whose rows changed."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from django.db import connection

from citystage.engines.indicators.counting import Cell, Measure, Tally, applied, tallies
from citystage.engines.indicators.language import sources_of
from citystage.engines.indicators.periods import Period
from citystage.engines.indicators.rows import Columns, Row
from citystage.foundation.tenancy.models import Unit
from citystage.stages.evaluation.figure_settings import spans_of
from citystage.stages.evaluation.figure_terms import Indicator
from citystage.stages.evaluation.models import Tally as Kept

_COLUMNS: Final = ", ".join("happened_on" if name == "on" else name for name in Row._fields)
_NOW: Final = f"SELECT {_COLUMNS} FROM evaluation_evidence WHERE city_id = %s AND until_at IS NULL"
_OF_UNITS: Final = (
    f"SELECT {_COLUMNS} FROM evaluation_evidence WHERE city_id = %(city)s AND unit = ANY(%(units)s)"
)
_AFTER: Final = f"{_OF_UNITS} AND until_at IS NULL"
_BEFORE: Final = f"{_OF_UNITS} AND since_at < %(at)s AND (until_at IS NULL OR until_at = %(at)s)"


def counted_whole(city: Unit, indicators: Iterable[Indicator]) -> dict[str, Tally]:
    """Every tally of these indicators over all evidence of the city."""
    return _tallies(city, indicators, _rows(_NOW, [city.pk]))


def counted_change(
    city: Unit, indicators: Iterable[Indicator], units: Iterable[str], *, at: datetime
) -> dict[str, Tally]:
    """The tallies of the cells that these units' rows touched, after the change at ``at``."""
    values = {"city": city.pk, "units": list(units), "at": at}
    before, after = _rows(_BEFORE, values), _rows(_AFTER, values)
    met = {*before.coded["source"].words, *after.coded["source"].words}
    wanted = [one for one in indicators if sources_of(one.parsed) & met]
    gone, come = _tallies(city, wanted, before), _tallies(city, wanted, after)
    found: dict[str, Tally] = {}
    for one in wanted:
        cells = {
            cell
            for cell in gone[one.code].keys() | come[one.code].keys()
            if gone[one.code].get(cell) != come[one.code].get(cell)
        }
        if not cells:
            continue
        now = applied(kept(city, one.code, cells), gone=gone[one.code], come=come[one.code])
        found[one.code] = {cell: now.get(cell, Measure()) for cell in cells}
    return found


def rows_of(
    city: Unit, sources: Iterable[str], *, within: Period | None, most: int
) -> Columns | None:
    """The evidence of these sources, as far as it lies ``within``; None for more than ``most``."""
    values: list[Any] = [city.pk, sorted(sources)]
    statement = f"{_NOW} AND source = ANY(%s)"
    if within is not None:
        statement += " AND happened_on >= %s AND happened_on < %s"
        values += [within.first, within.until]
    found = _rows(f"{statement} LIMIT %s", [*values, most + 1])
    return found if found.size <= most else None


def kept(city: Unit, code: str, cells: Iterable[Cell]) -> Tally:
    """The tallies of an indicator as they were counted last, in the periods of these cells."""
    periods = {cell.period for cell in cells}
    rows = Kept.objects.filter(city=city, code=code, period__in=periods)
    named = rows.values_list("period", "by", "key", "proven", "all")
    return {Cell(period, by, key): Measure(proven, all_) for period, by, key, proven, all_ in named}


def _tallies(city: Unit, indicators: Iterable[Indicator], rows: Columns) -> dict[str, Tally]:
    spans, wanted = spans_of(city), list(indicators)
    return tallies(
        {one.code: one.parsed for one in wanted},
        rows,
        {one.code: one.shape(spans) for one in wanted},
    )


def _rows(statement: str, values: list[Any] | Mapping[str, Any]) -> Columns:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found = cursor.fetchall()
    laid = list(zip(*found, strict=True)) or [()] * len(Row._fields)
    return Columns.laid(dict(zip(Row._fields, laid, strict=True)))
