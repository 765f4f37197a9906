"""Keep what was counted: a figure that reads otherwise than before gets a new reading."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Final

from citystage.engines.indicators.counting import Cell, Measure, Tally, listed, value
from citystage.foundation.tenancy.models import Unit
from citystage.stages.evaluation.figure_terms import Indicator
from citystage.stages.evaluation.models import Closing, Reading
from citystage.stages.evaluation.models import Tally as Kept

_BATCH: Final = 5000


def keep(city: Unit, indicator: Indicator, counted: Tally, *, at: datetime) -> int:
    """Write these cells; returns how many figures read otherwise than before."""
    closed = frozenset(Closing.objects.filter(city=city).values_list("period", flat=True))
    known = _known(city, indicator.code, counted)
    readings: list[Reading] = []
    told: list[Kept] = []
    for cell, measure in counted.items():
        was = known.get(cell)
        if was is None and not measure:
            continue
        reading = _reading(city, indicator, cell, measure, was, closed, at)
        if reading:
            readings.append(reading)
        if reading or was is None or _differs(was, measure):
            told.append(_kept(city, indicator.code, cell, measure, reading or _last(was)))
    Reading.objects.bulk_create(readings, batch_size=_BATCH)
    for one in told:
        # A reading has its key only now.
        one.reading_id = one.reading.pk
    Kept.objects.bulk_create(
        told,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["city", "code", "period", "by", "key"],
        update_fields=["proven", "all", "reading"],
    )
    return len(readings)


def keep_whole(city: Unit, indicator: Indicator, counted: Tally, *, at: datetime) -> int:
    """The same where ``counted`` is everything: cells that are met no more read nothing."""
    gone = Kept.objects.filter(city=city, code=indicator.code)
    cells = {Cell(*names) for names in gone.values_list("period", "by", "key")}
    return keep(city, indicator, {cell: Measure() for cell in cells} | counted, at=at)


def _known(city: Unit, code: str, counted: Iterable[Cell]) -> Mapping[Cell, Kept]:
    periods = {cell.period for cell in counted}
    found = Kept.objects.filter(city=city, code=code, period__in=periods)
    return {Cell(one.period, one.by, one.key): one for one in found.select_related("reading")}


def _differs(was: Kept, measure: Measure) -> bool:
    return bool(was.proven != dict(measure.proven) or was.all != dict(measure.all))


def _last(was: Kept | None) -> Reading:
    # A cell that was never kept always gets a reading.
    assert was is not None
    return was.reading


def _kept(city: Unit, code: str, cell: Cell, measure: Measure, reading: Reading) -> Kept:
    return Kept(
        city=city,
        code=code,
        period=cell.period,
        by=cell.by,
        key=cell.key,
        proven=dict(measure.proven),
        all=dict(measure.all),
        reading=reading,
    )


def _reading(  # noqa: PLR0913, PLR0917 -- one row
    city: Unit,
    indicator: Indicator,
    cell: Cell,
    measure: Measure,
    was: Kept | None,
    closed: frozenset[str],
    at: datetime,
) -> Reading | None:
    formula = indicator.parsed
    now = value(formula, measure.proven), value(formula, measure.all)
    units = listed(formula, measure.proven)
    last = was.reading if was else None
    if last and _same(last, now, units) and last.formula == indicator.formula:
        return None
    kind = Reading.Kind.FIRST
    if last:
        redefined = last.formula != indicator.formula
        kind = Reading.Kind.REDEFINED if redefined else Reading.Kind.CHANGED
    return Reading(
        city=city,
        code=indicator.code,
        period=cell.period,
        by=cell.by,
        key=cell.key,
        number=last.number + 1 if last else 1,
        kind=kind,
        value=now[0],
        claimed=now[1],
        evidence=units,
        formula=indicator.formula,
        after_close=cell.period in closed or cell.period[:4] in closed,
        made_at=at,
    )


def _same(last: Reading, now: tuple[Decimal | None, Decimal | None], units: int) -> bool:
    return (last.value, last.claimed, last.evidence) == (*now, units)
