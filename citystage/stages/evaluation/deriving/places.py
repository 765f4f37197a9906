"""Which unit a place was, on which day: merged units, moved borders, and old names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from citystage.foundation.tenancy.models import Unit, UnitChange

_KINDS: Final = (Unit.Kind.DISTRICT, Unit.Kind.DEPARTMENT)
_MERGED: Final = UnitChange.Kind.MERGED


@dataclass(frozen=True, slots=True)
class Place:
    """From ``since`` until before ``until`` what is kept of ``unit_id`` belongs to ``code``."""

    unit_id: int
    code: str
    since: date
    until: date


def places() -> list[Place]:
    """Every district and department; one that was merged goes on under its successor's code."""
    units = {one.pk: one for one in Unit.objects.filter(kind__in=_KINDS).exclude(code="")}
    merged = {
        one.unit_id: one for one in UnitChange.objects.filter(kind=_MERGED).order_by("on", "pk")
    }
    return [place for unit in units.values() for place in _way(unit, units, merged)]


def _way(
    unit: Unit, units: Mapping[int, Unit], merged: Mapping[int, UnitChange]
) -> Iterable[Place]:
    since, now, met = date.min, unit, {unit.pk}
    while change := merged.get(now.pk):
        into = units.get(change.into_id or 0)
        if into is None or into.pk in met:
            break
        yield Place(unit.pk, now.code, since, max(since, change.on))
        since, now = max(since, change.on), into
        met.add(now.pk)
    yield Place(unit.pk, now.code, since, date.max)


def moves() -> list[tuple[str, str, date]]:
    """(before, after, since when): what happened before that day stays where it was counted."""
    found = UnitChange.objects.exclude(into=None).select_related("unit", "into")
    return [(one.unit.code, one.into.code, one.on) for one in found if one.into]


def name_then(unit: Unit, day: date, changes: Iterable[UnitChange]) -> tuple[str, str]:
    """What a unit was called on a day, in both languages."""
    later = [
        one
        for one in changes
        if one.unit_id == unit.pk and one.kind == UnitChange.Kind.RENAMED and one.on > day
    ]
    first = min(later, key=lambda one: one.on, default=None)
    return (first.name, first.name_en) if first else (unit.name, unit.name_en)
