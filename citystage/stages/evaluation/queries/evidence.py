"""What stands behind a number: one line for each unit, its records, and who may see them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from django.db.models import (
    DateField,
    Exists,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.utils import timezone

from citystage.engines.indicators.language import Count, Median, Of, Ratio, Share
from citystage.engines.indicators.periods import Period
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit
from citystage.stages.evaluation.figure_terms import Indicator
from citystage.stages.evaluation.models import Evidence

TOP: Final = "top"
BOTTOM: Final = "bottom"
# Days to look back for the newest units, each tried when the one before held too few.
_WINDOWS: Final = (7, 31, 92, 366)

# Keeps what a visitor asked for and may see.
type Narrowed = Callable[[QuerySet[Evidence]], QuerySet[Evidence]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Which number: of which period and part; of a ratio, which side of it."""

    city: Unit
    indicator: Indicator
    period: Period
    by: str = ""
    key: str = ""
    side: str = TOP

    @property
    def of(self) -> Of:
        """The rows it is made of."""
        match self.indicator.parsed:
            case Ratio(top=top, bottom=bottom):
                return (bottom if self.side == BOTTOM else top).of
            case Median(end=end):
                return end
            case formula:
                return formula.of

    @property
    def new(self) -> bool:
        """Whether a unit counts in its first period only."""
        formula = self.indicator.parsed
        if isinstance(formula, Ratio):
            formula = formula.bottom if self.side == BOTTOM else formula.top
        return isinstance(formula, Count) and formula.new


@dataclass(frozen=True, slots=True)
class Line:
    """One unit behind a number, with the records that report it."""

    lead: Evidence
    records: Sequence[Evidence]
    # Of a share: whether it is among those that have the other thing; of the rest always.
    counted: bool = True
    # Of a median.
    days: int | None = None
    claimants: Sequence[str] = field(default_factory=tuple)


def units(cut: Cut, *, proven: bool = True, since: date | None = None) -> QuerySet[Evidence]:
    """The latest row of each unit behind the number, the latest first.

    With ``proven`` false those units that are only claimed, which do not count. With ``since``
    those whose latest row is of that day or later: the same units, found among fewer rows.
    """
    formula = cut.indicator.parsed
    if isinstance(formula, Median):
        ended = _ended(cut, formula, proven=proven)
        return ended if since is None else ended.filter(happened_on__gte=since)
    rows = _since(_inside(cut, proven=proven), since)
    same = _since(_inside(cut, proven=proven), since).filter(unit=OuterRef("unit"))
    later = same.filter(
        Q(happened_on__gt=OuterRef("happened_on"))
        | Q(happened_on=OuterRef("happened_on"), amount__gt=OuterRef("amount"))
        | Q(
            happened_on=OuterRef("happened_on"),
            amount=OuterRef("amount"),
            pk__gt=OuterRef("pk"),
        )
    )
    found = rows.exclude(Exists(later))
    if cut.new:
        before = _chosen(cut.city, cut.of, proven=proven).filter(
            unit=OuterRef("unit"), happened_on__lt=cut.period.first
        )
        found = found.exclude(Exists(before))
    if not proven:
        found = found.exclude(Exists(_inside(cut, proven=True).filter(unit=OuterRef("unit"))))
    if isinstance(formula, Share):
        having = _chosen(cut.city, formula.having, proven=proven).filter(unit=OuterRef("unit"))
        found = found.annotate(counted=Exists(having))
    return found.order_by("-happened_on", "-pk")


def newest(
    cut: Cut, number: int, narrowed: Narrowed, *, proven: bool = True
) -> list[Evidence] | None:
    """The first ``number`` of these units, looked for among the rows of the last days only.

    Of tens of thousands of units the whole order takes half a second, its beginning some
    milliseconds: what is later than a day tells by itself which rows are the latest. None where a
    year does not hold so many; the whole order is to be asked then.
    """
    end = min(cut.period.until, timezone.localdate() + timedelta(days=1))
    for days in _WINDOWS:
        since = end - timedelta(days=days)
        found = list(narrowed(units(cut, proven=proven, since=since))[:number])
        if len(found) == number:
            return found
    return None


def lines(cut: Cut, leads: Iterable[Evidence], *, proven: bool = True) -> list[Line]:
    """These units with their records; one query more."""
    shown = list(leads)
    inside = _inside(cut, proven=proven)
    own: Mapping[str, list[Evidence]] = defaultdict(list)
    for row in inside.filter(unit__in=[one.unit for one in shown]).order_by("-happened_on", "-pk"):
        own[row.unit].append(row)
    return [_line(one, own[one.unit]) for one in shown]


def seen_by(actor: Actor, city: Unit) -> Q | None:
    """Which rows this visitor may see; None for everything."""
    tops = actor.reach(Permission.FIGURE_RECORD_READ)
    if any(unit.covers(city) for unit in tops):
        return None
    found = Q(public=True)
    inside = [unit for unit in tops if city.covers(unit) and unit.code]
    found |= Q(district__in=[one.code for one in inside if one.kind == Unit.Kind.DISTRICT])
    found |= Q(department__in=[one.code for one in inside if one.kind == Unit.Kind.DEPARTMENT])
    if own := [unit.pk for _role, unit in actor.grants]:
        found |= Q(readers__overlap=own)
    return found


def shown_to(found: QuerySet[Evidence], actor: Actor, city: Unit) -> tuple[QuerySet[Evidence], int]:
    """The part that this visitor may see, and how many units are left out."""
    seen = seen_by(actor, city)
    if seen is None:
        return found, 0
    return found.filter(seen), found.exclude(seen).count()


def _line(lead: Evidence, records: Sequence[Evidence]) -> Line:
    begun = getattr(lead, "begun_on", None)
    return Line(
        lead=lead,
        records=records,
        counted=bool(getattr(lead, "counted", True)),
        days=(lead.happened_on - begun).days if isinstance(begun, date) else None,
        claimants=tuple(dict.fromkeys(one.claimant for one in records if one.claimant)),
    )


def _chosen(city: Unit, of: Of, *, proven: bool) -> QuerySet[Evidence]:
    """The rows of these sources on which the conditions hold; ``proven``: without claims."""
    found = Evidence.objects.current().filter(city=city, source__in=of.sources)
    if proven:
        found = found.filter(proven=True)
    for one in of.where:
        if one.field == "standing":
            held = Q(proven=one.values == ("proven",))
        else:
            held = Q(**{f"{one.field}__in": one.values})
        found = found.filter(~held if one.negated else held)
    return found


def _since(rows: QuerySet[Evidence], since: date | None) -> QuerySet[Evidence]:
    return rows if since is None else rows.filter(happened_on__gte=since)


def _inside(cut: Cut, *, proven: bool) -> QuerySet[Evidence]:
    """The rows of one number."""
    found = _chosen(cut.city, cut.of, proven=proven)
    if cut.period.grain != "ever":
        found = found.filter(happened_on__gte=cut.period.first, happened_on__lt=cut.period.until)
    return found.filter(**{cut.by: cut.key}) if cut.by else found


def _ended(cut: Cut, formula: Median, *, proven: bool) -> QuerySet[Evidence]:
    """The first end of each unit on or after its beginning, with the day that was."""
    begun = (
        _chosen(cut.city, formula.start, proven=proven)
        .filter(unit=OuterRef("unit"))
        .order_by()
        .values("unit")
        .annotate(first=Min("happened_on"))
        .values("first")
    )
    rows = _inside(cut, proven=proven).annotate(begun_on=Subquery(begun, output_field=DateField()))
    rows = rows.filter(happened_on__gte=F("begun_on"))
    every = _chosen(cut.city, formula.end, proven=proven).filter(unit=OuterRef("unit"))
    earlier = every.filter(
        happened_on__lt=OuterRef("happened_on"), happened_on__gte=OuterRef("begun_on")
    )
    beside = _inside(cut, proven=proven).filter(
        unit=OuterRef("unit"), happened_on=OuterRef("happened_on"), pk__gt=OuterRef("pk")
    )
    found = rows.exclude(Exists(earlier)).exclude(Exists(beside))
    if not proven:
        found = found.exclude(Exists(_inside(cut, proven=True).filter(unit=OuterRef("unit"))))
    return found.order_by("-happened_on", "-pk")
