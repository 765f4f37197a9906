"""Bring the figures to what the ledger tells: by what happened since, or from all records."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db import connection, transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.models import Entry
from citystage.foundation.ledger.queries import feed
from citystage.foundation.tenancy.models import Unit
from citystage.stages.evaluation.deriving.counting import counted_change, counted_whole
from citystage.stages.evaluation.deriving.reading import keep, keep_whole
from citystage.stages.evaluation.deriving.writing import (
    Changed,
    derive,
    derive_all,
    followed,
    touched_by,
)
from citystage.stages.evaluation.figure_settings import spans_of, terms_of
from citystage.stages.evaluation.figure_terms import Indicator
from citystage.stages.evaluation.models import Place

# One at a time: two that count at once would lose each other's additions.
_LOCK: Final = 7_312_061
_STEP: Final = 5_000
# Beyond so many unread rows all records are read, which is quicker.
_MOST: Final = 50_000
# What tells of many records with one line.
_WHOLESALE: Final = frozenset({"cities.pack.loaded"})


@dataclass(frozen=True, slots=True)
class Reckoned:
    """How many rows of the ledger were read, and how many figures read otherwise since."""

    read: int
    readings: int
    whole: bool


@transaction.atomic(durable=True)
def reckon_figures(*, stamp: Stamp) -> Reckoned:
    """Follow the ledger from where it was left; the first time, from all records."""
    place = _place()
    if place.entry == 0:
        return _rebuild(place, stamp=stamp)
    entries = _unread(place)
    if len(entries) > _MOST or any(one.verb in _WHOLESALE for one in entries):
        return _rebuild(place, stamp=stamp)
    changed = derive(touched_by(_subjects(entries)), at=stamp.at)
    if entries:
        place.transaction, place.entry = entries[-1].transaction, entries[-1].pk
    made = sum(_count(city, place, changed, stamp=stamp) for city in _cities())
    place.save()
    return Reckoned(len(entries), made, whole=False)


@transaction.atomic(durable=True)
def rebuild_figures(*, stamp: Stamp) -> Reckoned:
    """Read all records anew and count everything; nothing is written where nothing changed."""
    return _rebuild(_place(), stamp=stamp)


def _place() -> Place:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    return Place.objects.get_or_create(pk=1)[0]


def _rebuild(place: Place, *, stamp: Stamp) -> Reckoned:
    # The end of the ledger before the records: what commits between is read again, harmlessly.
    place.transaction, place.entry = _end()
    derive_all(at=stamp.at)
    made = 0
    for city in _cities():
        indicators = terms_of(city.pk).indicators
        counted = counted_whole(city, indicators)
        made += sum(keep_whole(city, one, counted[one.code], at=stamp.at) for one in indicators)
        place.formulas[str(city.pk)] = _signatures(city, indicators)
    place.save()
    return Reckoned(0, made, whole=True)


def _count(city: Unit, place: Place, changed: Changed, *, stamp: Stamp) -> int:
    indicators = terms_of(city.pk).indicators
    before, now = place.formulas.get(str(city.pk), {}), _signatures(city, indicators)
    new = [one for one in indicators if before.get(one.code) != now[one.code]]
    made = 0
    if new:
        counted = counted_whole(city, new)
        made += sum(keep_whole(city, one, counted[one.code], at=stamp.at) for one in new)
        place.formulas[str(city.pk)] = now
    if units := changed.get(city.pk):
        old = [one for one in indicators if one not in new]
        counted = counted_change(city, old, units, at=stamp.at)
        made += sum(
            keep(city, one, counted[one.code], at=stamp.at) for one in old if one.code in counted
        )
    return made


def _signatures(city: Unit, indicators: Iterable[Indicator]) -> dict[str, str]:
    """By what each indicator is counted: where it changes, all of it is counted anew."""
    spans = " ".join(one.word for one in spans_of(city))
    return {
        one.code: " | ".join((one.formula, *one.periods, *one.splits, spans)) for one in indicators
    }


def _unread(place: Place) -> list[Entry]:
    entries: list[Entry] = []
    after = place.transaction, place.entry
    while len(entries) <= _MOST:
        found = feed(after=after, limit=_STEP)
        entries += found
        if len(found) < _STEP:
            break
        after = found[-1].transaction, found[-1].pk
    return entries


def _subjects(entries: Iterable[Entry]) -> dict[str, list[int]]:
    models = followed()
    found: dict[str, set[int]] = defaultdict(set)
    for one in entries:
        model, _colon, pk = one.subject.partition(":")
        if model in models and pk.isdecimal():
            found[model].add(int(pk))
    return {model: sorted(ids) for model, ids in found.items()}


def _end() -> tuple[int, int]:
    """The last decided row of the ledger; an empty one reads as its very beginning."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT transaction, id FROM ledger_entry WHERE transaction <"
            " pg_snapshot_xmin(pg_current_snapshot())::text::bigint"
            " ORDER BY transaction DESC, id DESC LIMIT 1"
        )
        found = cursor.fetchone()
    return (int(found[0]), int(found[1])) if found else (0, 0)


def _cities() -> list[Unit]:
    return list(Unit.objects.filter(kind=Unit.Kind.CITY).order_by("pk"))
