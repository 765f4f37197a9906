"""Where a figure will stand when its period ends: the quarters so far go on as they were.

The quarters that are over give a mean growth and its spread; the end is the value now plus the
mean for every quarter left. The range covers both that quarters differ and that a few quarters
tell the mean only roughly: ``spread ** 2 = variance * (left + left ** 2 / quarters)``. Counts are
never steadier than chance, so the variance is at least the mean (Poisson). What is proven stays
proven in this reckoning, so the range never begins below the value now.

Under a minimum of quarters or units there is no forecast, and the answer says what is missing.
No Django here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, floor, sqrt
from statistics import NormalDist, fmean, variance

from citystage.stages.evaluation.plan_terms import ForecastTerms


@dataclass(frozen=True, slots=True)
class Forecast:
    """``low`` to ``high`` holds ``share`` of a hundred outcomes; whole units."""

    low: int
    middle: int
    high: int
    quarters: int
    share: int


@dataclass(frozen=True, slots=True)
class TooLittle:
    """There are fewer quarters or units than a forecast needs."""

    quarters: int
    units: int
    least_quarters: int
    least_units: int


def forecast(
    quarters: Sequence[float], *, value: float, quarters_left: float, terms: ForecastTerms
) -> Forecast | TooLittle:
    """What the growth of the ``quarters`` that are over makes of ``value``, by the end."""
    count = len(quarters)
    if count < terms.least_quarters or value < terms.least_units:
        return TooLittle(count, floor(value), terms.least_quarters, terms.least_units)
    # A unit counted in two quarters stands once in the value.
    total = sum(quarters)
    scale = min(1.0, value / total) if total else 1.0
    grown = [each * scale for each in quarters]
    mean = fmean(grown)
    spread = sqrt(max(variance(grown), mean) * (quarters_left + quarters_left**2 / count))
    reach = NormalDist().inv_cdf(0.5 + terms.share / 200) * spread
    middle = value + mean * quarters_left
    low = max(value, middle - reach)
    return Forecast(floor(low), round(middle), ceil(middle + reach), count, terms.share)


def moved(outlook: Forecast | TooLittle, *, by: float) -> Forecast | TooLittle:
    """The same, of a count that goes on from ``by``."""
    if isinstance(outlook, TooLittle) or not by:
        return outlook
    return replace(
        outlook,
        low=floor(outlook.low + by),
        middle=round(outlook.middle + by),
        high=ceil(outlook.high + by),
    )
