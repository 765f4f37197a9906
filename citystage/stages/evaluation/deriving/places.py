"""Which unit a place was, on which day: merged units, moved borders, and old names."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from django.db.models import F

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
    found = UnitChange.objects.exclude(into=None).exclude(into=F("unit"))
    found = found.select_related("unit", "into")
    return [(one.unit.code, one.into.code, one.on) for one in found if one.into]


def name_then(unit: Unit, day: date, changes: Iterable[UnitChange]) -> tuple[str, str]:
    """What a unit was called on a day, in both languages."""
    later = [
        one
        for one in changes
        if one.unit_id == unit.pk and one.on > day and _took_its_name(one, unit)
    ]
    first = min(later, key=lambda one: one.on, default=None)
    return (first.name, first.name_en) if first else (unit.name, unit.name_en)


def _took_its_name(change: UnitChange, unit: Unit) -> bool:
    """Whether the unit has another name since; after a split it may go on with one."""
    if change.kind == UnitChange.Kind.SPLIT:
        return change.name != unit.name
    return change.kind == UnitChange.Kind.RENAMED


@dataclass(frozen=True, slots=True)
class Turn:
    """What became of a unit on a day, as far as figures of a period have to say it."""

    # "split" into others, "part" of another, "merged" into another, or others "joined" it.
    kind: Literal["split", "part", "merged", "joined"]
    on: date
    # Names in both languages: of what it went into, or came from as that was called before.
    others: tuple[tuple[str, str], ...]


def turns(
    changes: Iterable[UnitChange], units: Mapping[int, Unit], *, first: date, until: date
) -> dict[int, list[Turn]]:
    """Unit -> its turns that figures of ``[first, until)`` name.

    What a unit became is told of the period of that day and of those before; where it came from
    only in the period of the day, since before it there was nothing and after it nothing is new.
    """
    told: dict[int, list[Turn]] = defaultdict(list)
    split: dict[tuple[int, date], list[int]] = defaultdict(list)
    for one in sorted(changes, key=lambda one: (one.on, one.pk)):
        went = one.into_id
        if went is None or one.kind not in {UnitChange.Kind.SPLIT, _MERGED}:
            continue
        before, inside = (one.name, one.name_en), first < one.on < until
        if one.kind == UnitChange.Kind.SPLIT:
            split[one.unit_id, one.on].append(went)
            if inside and went != one.unit_id:
                told[went].append(Turn("part", one.on, (before,)))
            continue
        if one.on > first:
            told[one.unit_id].append(Turn("merged", one.on, _named([went], units)))
        if inside:
            told[went].append(Turn("joined", one.on, (before,)))
    for (unit, on), parts in split.items():
        if on > first:
            told[unit].append(Turn("split", on, _named(parts, units)))
    return dict(told)


def _named(keys: Iterable[int], units: Mapping[int, Unit]) -> tuple[tuple[str, str], ...]:
    return tuple((units[pk].name, units[pk].name_en) for pk in keys if pk in units)
