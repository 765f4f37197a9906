"""Which time a target is measured over, as a day range and as the name of a period."""

from dataclasses import dataclass
from datetime import date

from citystage.foundation.tenancy.models import Unit
from citystage.stages.evaluation.models import Plan, Target

# Where a plan has no end, so many years are looked ahead.
_OPEN_YEARS = 3


@dataclass(frozen=True, slots=True)
class Span:
    """``[begins, ends)`` with the period's name: ``2026``, ``2026-2028``."""

    period: str
    begins: date
    ends: date

    def quarters_over(self, today: date) -> list[str]:
        """The quarters of the span that are over, oldest first: ``2026Q1``."""
        return [
            f"{year}Q{quarter}"
            for year in range(self.begins.year, min(self.ends.year - 1, today.year) + 1)
            for quarter in range(1, 5)
            if _end_of(year, quarter) <= today
        ]


def _end_of(year: int, quarter: int) -> date:
    """The first day after a quarter."""
    return date(year + quarter // 4, quarter * 3 % 12 + 1, 1)


def span_of(target: Target, *, today: date) -> Span:
    """The whole plan, or the year that ``today`` lies in (the plan's last one afterwards)."""
    plan = target.plan
    last = plan.until_year or max(plan.from_year + _OPEN_YEARS - 1, today.year)
    if target.period == Target.Period.YEAR:
        year = min(max(today.year, plan.from_year), last)
        return Span(str(year), date(year, 1, 1), date(year + 1, 1, 1))
    name = str(plan.from_year) if last == plan.from_year else f"{plan.from_year}-{last}"
    return Span(name, date(plan.from_year, 1, 1), date(last + 1, 1, 1))


def spans(city: Unit | int) -> set[str]:
    """Periods of several years that the plans of a city are measured over: ``2026-2028``."""
    pk = city.pk if isinstance(city, Unit) else city
    found = Plan.objects.filter(city_id=pk, until_year__isnull=False)
    return {
        f"{first}-{last}"
        for first, last in found.values_list("from_year", "until_year")
        if first != last
    }
