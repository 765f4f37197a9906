"""How far measured evidence has come towards numbers to reach: what is there, what is missing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from itertools import pairwise
from typing import Any, Final

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncDate

from citystage.stages.selection.investigating import months_later
from citystage.stages.selection.posting import ZONE
from citystage.stages.trials.models import Incident, Reading, Trial
from citystage.stages.trials.numbers import plain
from citystage.stages.trials.states.trials import Judgement
from citystage.stages.trials.terms import Frame, Measure, Need, Numbers

_ZERO: Final = Decimal(0)
_MONTHS: Final = 12
_TOLD: Final = {
    "sites": Count("site", distinct=True, filter=~Q(site="")),
    "devices": Count("device", distinct=True, filter=~Q(device="")),
    "days": ArrayAgg(TruncDate("happened_at", tzinfo=ZONE), distinct=True),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """One bound with what was measured."""

    measure: Measure
    bound: Decimal
    upper: bool
    have: Decimal
    # Whether anything was measured of it at all.
    known: bool = True

    @property
    def reached(self) -> bool:
        """Whether it holds now; what nobody has read yet stays below no bound."""
        if self.upper:
            return self.known and self.have <= self.bound
        return self.have >= self.bound

    @property
    def missing(self) -> str:
        """How much is missing, or how much there is too much; nothing when it is reached."""
        return "" if self.reached else plain(abs(self.bound - self.have))

    @property
    def had(self) -> str:
        """What was measured, as people write it."""
        return plain(self.have)

    @property
    def wanted(self) -> str:
        """The bound, as people write it."""
        return plain(self.bound)

    @property
    def share(self) -> int:
        """Of a hundred, for a bar; a bound from above is all or nothing."""
        if self.upper or not self.bound:
            return 100 if self.reached else 0
        return int(min(Decimal(100), self.have * 100 / self.bound))


@dataclass(frozen=True, slots=True)
class ChoiceSeen:
    """All of these together."""

    needs: Sequence[Seen]

    @property
    def reached(self) -> bool:
        """Whether all are."""
        return all(one.reached for one in self.needs)


@dataclass(frozen=True, slots=True)
class LineSeen:
    """One of these choices is enough."""

    choices: Sequence[ChoiceSeen]

    @property
    def reached(self) -> bool:
        """Whether one is."""
        return any(one.reached for one in self.choices)


def against(numbers: Numbers, frame: Frame, have: Mapping[str, Decimal]) -> list[LineSeen]:
    """Every line with what was measured of it."""
    return [
        LineSeen([ChoiceSeen([_seen(n, frame, have) for n in one.all]) for one in line.any])
        for line in numbers
    ]


def _seen(need: Need, frame: Frame, have: Mapping[str, Decimal]) -> Seen:
    measure = frame.measure(need.measure)
    assert measure is not None, need.measure
    upper = need.at_most is not None
    bound = need.at_most if need.at_most is not None else need.at_least
    known = need.measure in have or not measure.is_read
    return Seen(measure, bound or _ZERO, upper, have.get(need.measure, _ZERO), known)


def measured(
    trial: Trial, frame: Frame, *, since: datetime | None = None, until: datetime | None = None
) -> dict[str, Decimal]:
    """Measure -> what its standing readings of ``[since, until)`` come to; four queries at most.

    A measure that readings carry, and of which there is none, is left out.
    """
    rows = Reading.objects.filter(trial=trial).standing().since(since).before(until)
    sums = dict(rows.order_by().values_list("measure").annotate(total=Sum("value")))
    latest = dict(
        rows.order_by("measure", "-happened_at", "-pk")
        .distinct("measure")
        .values_list("measure", "value")
    )
    told = rows.aggregate(**_TOLD)
    return _come_to(frame, sums, latest, told, lambda: _at_fault(trial, since, until))


def measured_of_each(frames: Mapping[int, Frame]) -> dict[int, dict[str, Decimal]]:
    """Trial -> the same of each since its beginning; four queries, however many there are."""
    wanted = list(frames)
    rows = Reading.objects.filter(trial__in=wanted).standing().order_by()
    sums: dict[int, dict[str, Decimal]] = {pk: {} for pk in frames}
    latest: dict[int, dict[str, Decimal]] = {pk: {} for pk in frames}
    totals = rows.values_list("trial", "measure").annotate(total=Sum("value"))
    for pk, code, total in totals:
        sums[pk][code] = total
    newest = rows.order_by("trial", "measure", "-happened_at", "-pk").distinct("trial", "measure")
    for pk, code, value in newest.values_list("trial", "measure", "value"):
        latest[pk][code] = value
    counted = rows.values("trial").annotate(**_TOLD)
    told: dict[int, Mapping[str, Any]] = {row["trial"]: row for row in counted}
    outside = Incident.objects.filter(trial__in=wanted, judgement=Judgement.OUTSIDE).order_by()
    faults = dict(outside.values_list("trial").annotate(number=Count("pk")))
    return {
        pk: _come_to(frame, sums[pk], latest[pk], told.get(pk, {}), partial(int, faults.get(pk, 0)))
        for pk, frame in frames.items()
    }


def _come_to(
    frame: Frame,
    sums: Mapping[str, Decimal],
    latest: Mapping[str, Decimal],
    told: Mapping[str, Any],
    at_fault: Callable[[], int],
) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for one in frame.measures:
        match one.measured:
            case "sum":
                found |= {one.code: sums[one.code]} if one.code in sums else {}
            case "latest":
                found |= {one.code: latest[one.code]} if one.code in latest else {}
            case "months":
                found[one.code] = Decimal(_months(told.get("days")))
            case "at_fault":
                found[one.code] = Decimal(at_fault())
            case _:
                found[one.code] = Decimal(told.get(one.measured, 0))
    return found


def _at_fault(trial: Trial, since: datetime | None, until: datetime | None) -> int:
    rows = trial.incidents.filter(judgement=Judgement.OUTSIDE)
    if since is not None:
        rows = rows.filter(happened_at__gte=since)
    if until is not None:
        rows = rows.filter(happened_at__lt=until)
    return rows.count()


def _months(days: Sequence[date] | None) -> int:
    """Whole months since the first day, without those in which nobody read anything."""
    if not days:
        return 0
    begin, end = min(days), max(days) + timedelta(days=1)
    whole = (end.year - begin.year) * _MONTHS + end.month - begin.month - (end.day < begin.day)
    bounds = [months_later(begin, number) for number in range(whole + 1)]
    return sum(any(a <= day < b for day in days) for a, b in pairwise(bounds))
