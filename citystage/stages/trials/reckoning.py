"""How far measured evidence has come towards numbers to reach: what is there, what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db.models import Count, Max, Min, Q, Sum

from citystage.stages.selection.posting import ZONE
from citystage.stages.trials.models import Reading, Trial
from citystage.stages.trials.numbers import plain
from citystage.stages.trials.states.trials import Judgement
from citystage.stages.trials.terms import Frame, Measure, Need, Numbers

_ZERO: Final = Decimal(0)
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Seen:
    """One bound with what was measured."""

    measure: Measure
    bound: Decimal
    upper: bool
    have: Decimal

    @property
    def reached(self) -> bool:
        """Whether it holds now."""
        return self.have <= self.bound if self.upper else self.have >= self.bound

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
    return Seen(measure, bound or _ZERO, upper, have.get(need.measure, _ZERO))


def measured(trial: Trial, frame: Frame, *, since: datetime | None = None) -> dict[str, Decimal]:
    """Measure -> what its standing readings come to, from ``since`` on; four queries at most."""
    rows = Reading.objects.filter(trial=trial).standing().since(since)
    sums = dict(rows.order_by().values_list("measure").annotate(total=Sum("value")))
    latest = dict(
        rows.order_by("measure", "-happened_at", "-pk")
        .distinct("measure")
        .values_list("measure", "value")
    )
    told = rows.aggregate(
        sites=Count("site", distinct=True, filter=~Q(site="")),
        devices=Count("device", distinct=True, filter=~Q(device="")),
        first=Min("happened_at"),
        last=Max("happened_at"),
    )
    found = {}
    for one in frame.measures:
        match one.measured:
            case "sum":
                found[one.code] = sums.get(one.code, _ZERO)
            case "latest":
                found[one.code] = latest.get(one.code, _ZERO)
            case "months":
                found[one.code] = Decimal(_months(told["first"], told["last"]))
            case "at_fault":
                found[one.code] = Decimal(_at_fault(trial, since))
            case _:
                found[one.code] = Decimal(told[one.measured])
    return found


def _at_fault(trial: Trial, since: datetime | None) -> int:
    rows = trial.incidents.filter(judgement=Judgement.OUTSIDE)
    return rows.filter(happened_at__gte=since).count() if since else rows.count()


def _months(first: datetime | None, last: datetime | None) -> int:
    if first is None or last is None:
        return 0
    begin, end = _day(first), _day(last) + timedelta(days=1)
    return (end.year - begin.year) * _MONTHS + end.month - begin.month - (end.day < begin.day)


def _day(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()
