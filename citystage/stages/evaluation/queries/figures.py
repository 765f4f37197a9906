"""Figures for whoever shows them: values, parts, series, and every reading that was kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from citystage.engines.indicators.periods import Period, period
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.taxonomy.models import Scheme
from citystage.foundation.taxonomy.queries import terms
from citystage.foundation.tenancy.models import Unit, UnitChange
from citystage.kernel.refusals import NotFound
from citystage.kernel.remembering import remembered
from citystage.kernel.texts import in_readers_language
from citystage.stages.evaluation.deriving.places import Turn, name_then, turns
from citystage.stages.evaluation.figure_settings import spans_of, terms_of
from citystage.stages.evaluation.figure_terms import Indicator
from citystage.stages.evaluation.models import Closing, Reading, Tally

_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as it was read last; ``value`` counts what is proven, ``claimed`` claims too."""

    code: str
    period: str
    by: str
    key: str
    value: Decimal | None
    claimed: Decimal | None
    # How many units stand behind the value.
    evidence: int
    made_at: datetime
    reading_id: int
    number: int

    @property
    def only_claimed(self) -> Decimal | None:
        """What claims would add (or take away); none where they change nothing."""
        if self.claimed is None or self.claimed == self.value:
            return None
        return self.claimed - (self.value or Decimal(0))


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a figure, named as it was called in the period."""

    key: str
    label: str
    # What it is called now, where that differs.
    now: str
    figure: Figure
    # What became of it, where the period has to say it.
    turns: tuple[Turn, ...] = ()


def definitions(city: Unit) -> list[Indicator]:
    """Everything the city counts, in the order of its pack."""
    return list(terms_of(city.pk).indicators)


def definition(city: Unit, code: str) -> Indicator | None:
    """The indicator of this code."""
    return terms_of(city.pk).find(code)


def open_to(actor: Actor, city: Unit) -> list[Indicator]:
    """What this visitor may see: the public ones, and all of them for the city's officers."""
    inside = reads_all(actor, city)
    return [one for one in definitions(city) if one.public or inside]


def shut_to(actor: Actor, city: Unit) -> frozenset[str]:
    """The codes of figures that have no page for this visitor."""
    if reads_all(actor, city):
        return frozenset()
    return frozenset(one.code for one in definitions(city) if not one.public)


def reads_all(actor: Actor, city: Unit) -> bool:
    """Whether figures that are not public are open too."""
    return any(
        unit.covers(city) or city.covers(unit) for unit in actor.reach(Permission.FIGURE_READ)
    )


def reach_indicator(actor: Actor, city: Unit, code: str) -> Indicator:
    """An indicator within reach. Raises ``NotFound``."""
    found = next((one for one in open_to(actor, city) if one.code == code), None)
    if found is None:
        raise NotFound(_("There is no such figure within your reach."))
    return found


def answering(city: Unit, indicator: Indicator) -> Unit | None:
    """The unit of this very city that answers for it; none where the coordinating office does."""
    if not indicator.answers_for:
        return None
    return Unit.objects.filter(city=city, code=indicator.answers_for).first()


def reach_period(city: Unit, word: str) -> Period:
    """A period by its word. Raises ``NotFound``."""
    found = period(word)
    if found is None or (
        found.grain == "whole" and found.word not in {span.word for span in spans_of(city)}
    ):
        raise NotFound(_("There is no such period."))
    return found


def value(city: Unit, code: str, period: str, by: str = "", key: str = "") -> Figure | None:
    """A figure's latest reading; none where nothing was ever counted. One query."""
    found = _tallies(city, period).filter(code=code, by=by, key=key).first()
    return figure_of(found.reading) if found else None


def values(city: Unit, period: str, codes: Iterable[str] | None = None) -> dict[str, Figure]:
    """Many figures of one period by their codes, uncut. One query."""
    found = _tallies(city, period).filter(by="")
    if codes is not None:
        found = found.filter(code__in=list(codes))
    return {one.code: figure_of(one.reading) for one in found}


def split(city: Unit, code: str, period: str, by: str) -> list[Part]:
    """The parts of a figure, the largest first; those that never had evidence are not told."""
    rows = _tallies(city, period).filter(code=code, by=by)
    return parts_of(city, by, period, [figure_of(one.reading) for one in rows])


def parts_of(city: Unit, by: str, period: str, figures: Iterable[Figure]) -> list[Part]:
    """These figures as parts, by the names their places had in the period."""
    shown = [one for one in figures if one.evidence or one.claimed]
    changes = _changes(city, by)
    names = part_names(city, by, period, changes=changes)
    turned = part_turns(by, period, changes=changes)
    parts = [
        Part(
            one.key,
            *names.get(one.key, (_unknown(one.key), "")),
            figure=one,
            turns=turned.get(one.key, ()),
        )
        for one in shown
    ]
    return sorted(parts, key=lambda part: (part.key == "", -(part.figure.value or 0), part.label))


def _changes(city: Unit, by: str) -> Sequence[UnitChange]:
    """What became of the city's units; of other dimensions nothing is asked."""
    if by not in {Unit.Kind.DISTRICT, Unit.Kind.DEPARTMENT}:
        return ()
    return _changed(city.pk)


@remembered
def _changed(city_id: int) -> tuple[UnitChange, ...]:
    return tuple(UnitChange.objects.filter(city=city_id).select_related("unit", "into"))


@remembered
def _units(city_id: int, kind: str) -> tuple[Unit, ...]:
    return tuple(Unit.objects.filter(city=city_id, kind=kind).exclude(code=""))


def part_names(
    city: Unit, by: str, word: str, *, changes: Sequence[UnitChange] | None = None
) -> Mapping[str, tuple[str, str]]:
    """Key -> (what it was called in the period, what it is called now if that differs)."""
    if by == "chain":
        return {one.code: (one.label, "") for one in terms(Scheme.CHAIN, city)}
    if by == "owner_kind":
        return {code: (str(label), "") for code, label in Organisation.Kind.choices}
    told = list(_changes(city, by) if changes is None else changes)
    known = period(word)
    last = min(known.until, date.max) - _ONE_DAY if known else date.max
    found = {}
    for unit in _units(city.pk, by):
        then = in_readers_language(*name_then(unit, last, told))
        found[unit.code] = (then, unit.label if unit.label != then else "")
    return found


def part_turns(
    by: str, word: str, *, changes: Sequence[UnitChange]
) -> Mapping[str, tuple[Turn, ...]]:
    """Key -> splits and mergers that figures of the period name."""
    known = period(word)
    if known is None or by not in {Unit.Kind.DISTRICT, Unit.Kind.DEPARTMENT}:
        return {}
    units = {one.pk: one for change in changes for one in (change.unit, change.into) if one}
    found = turns(changes, units, first=known.first, until=known.until)
    return {units[pk].code: tuple(told) for pk, told in found.items()}


def history(city: Unit, code: str, period: str, by: str = "", key: str = "") -> QuerySet[Reading]:
    """Every reading of a figure that was kept, the latest first."""
    return Reading.objects.filter(city=city, code=code, period=period, by=by, key=key)


def in_order(indicator: Indicator, words: Iterable[str]) -> list[Period]:
    """These periods as far as the figure is kept for such, the latest first; plans lead."""
    found = [one for one in map(period, set(words)) if one and one.grain in indicator.periods]
    order = {"whole": 0, "ever": 1, "year": 2, "quarter": 3}
    return sorted(found, key=lambda one: (order[one.grain], -one.first.toordinal()))


def closing_of(city: Unit, period: Period, today: date) -> Closing | None:
    """When its figures were reported; a period that runs is not closed, and nothing is asked."""
    if today < period.until:
        return None
    return Closing.objects.filter(city=city, period=period.word).first()


def last_reading(city: Unit) -> datetime | None:
    """When any figure of the city read otherwise for the last time."""
    found: datetime | None = Reading.objects.filter(city=city).aggregate(at=Max("made_at"))["at"]
    return found


def _unknown(key: str) -> str:
    return key or _("not known")


def _tallies(city: Unit, period: str) -> QuerySet[Tally]:
    return Tally.objects.filter(city=city, period=period).select_related("reading")


def figure_of(reading: Reading) -> Figure:
    """As pages know a reading."""
    return Figure(
        code=reading.code,
        period=reading.period,
        by=reading.by,
        key=reading.key,
        value=reading.value,
        claimed=reading.claimed,
        evidence=reading.evidence,
        made_at=reading.made_at,
        reading_id=reading.pk,
        number=reading.number,
    )
