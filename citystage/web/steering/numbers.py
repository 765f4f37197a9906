"""How figures are written on steering pages: numbers, shares, and where a number opens."""

from decimal import Decimal
from math import floor

from citystage.stages.evaluation.models import Reported
from citystage.web.shell import formats

_WHOLE = 100


def written(value: Decimal | float) -> str:
    """1,234 or 6.3: thousands separated, at most one place behind the point."""
    worth = round(float(value), 1)
    return f"{worth:,.0f}" if worth == floor(worth) else f"{worth:,.1f}"


def percent(share: float) -> int:
    """Whole per cent; only what is reached shows as 100."""
    return min(_WHOLE, floor(share * _WHOLE + 1e-9))


def stated(reading: Reported) -> str:
    """A reported reading as numbers are written here, in the reader's language."""
    if reading.measure == Reported.Measure.MONEY:
        return formats.money(int(reading.value * 100))
    if reading.measure == Reported.Measure.PERCENT:
        return f"{written(reading.value)}%"
    return written(reading.value)
