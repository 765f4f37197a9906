"""Reading series: two columns of moment and value, read from a file or from typed lines."""

import csv
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from citystage.kernel.years import is_likely
from citystage.stages.projects.proceeding import NotPossible

MOST: Final = 20_000
_LEAST: Final = 2

type Points = list[list[str | float]]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a series says at a glance."""

    number: int
    first: str
    last: str
    least: float
    most: float
    mean: float


def read(text: str) -> Points:
    """[[moment, value], …] in order of time. Raises ``NotPossible`` with the line that is wrong.

    One reading a line, "2026-11-01 08:00, 12.5"; a first line without figures is a heading.
    """
    points = []
    for number, row in _rows(text):
        moment = _moment(row[0]) if len(row) >= _LEAST else None
        value = _value(row[1]) if len(row) >= _LEAST else None
        if moment is None or value is None:
            if number == 1:
                continue
            raise _no_reading(number)
        points.append((moment, value))
    if len(points) < _LEAST:
        raise NotPossible(_("A series has at least two readings."))
    if len(points) > MOST:
        raise NotPossible(_("At most %d readings in one series.") % MOST)
    return [[moment.isoformat(), value] for moment, value in sorted(points)]


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    clean = text.lstrip("\ufeff").replace("，", ",").replace("\t", ",").replace(";", ",")
    # Lines end as the machine that wrote them ends lines; the reader of CSV takes only some.
    rows = csv.reader(clean.splitlines())
    try:
        for number, row in enumerate(rows, start=1):
            if any(cell.strip() for cell in row):
                yield number, [cell.strip() for cell in row]
    except csv.Error as fault:
        raise _no_reading(rows.line_num) from fault


def _no_reading(number: int) -> NotPossible:
    return NotPossible(
        _("Line %d is no reading: write the moment, a comma, and the value.") % number
    )


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
        day = None if moment else parse_date(text)
    except ValueError:
        return None
    if day is not None:
        moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001 -- made aware below
    if moment is None or not is_likely(moment):
        return None
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def _value(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def summary(points: Sequence[Sequence[str | float]]) -> Summary | None:
    """Its number, span and values; nothing of an empty one."""
    if not points:
        return None
    values = [float(one[1]) for one in points]
    return Summary(
        number=len(values),
        first=str(points[0][0]),
        last=str(points[-1][0]),
        least=min(values),
        most=max(values),
        mean=sum(values) / len(values),
    )
