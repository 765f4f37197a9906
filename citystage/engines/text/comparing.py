"""Comparing: whether a stated fact meets a required one, and by how much it falls short."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from citystage.engines.text.limits import Limit
from citystage.engines.text.quantities import Measure, factor_of
from citystage.engines.text.subjects import alike, direction

_NOTHING: Final = Decimal(0)
_ENDLESS: Final = Decimal("Infinity")
_FLOORS: Final = frozenset({Limit.AT_LEAST, Limit.ABOVE})
_CEILINGS: Final = frozenset({Limit.AT_MOST, Limit.BELOW, Limit.WITHIN})
# A range of these is one to work in: the offered one must hold the required one.
_WORKING: Final = frozenset({"celsius", "V", "A", "Hz"})


class Outcome(StrEnum):
    """What a stated fact is worth for a required one."""

    MEETS = "meets"
    FALLS_SHORT = "falls_short"
    NOT_COMPARABLE = "not_comparable"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The outcome; `gap` is what is lacking, in the unit the requirement is `written` in.

    A gap of 0 with FALLS_SHORT means that exactly the forbidden bound is stated (> 95, 95).
    """

    outcome: Outcome
    gap: Decimal
    written: str


@dataclass(frozen=True, slots=True)
class _Range:
    """Values `low` to `high`; a bound that is open is not part of it."""

    low: Decimal
    high: Decimal
    low_open: bool = False
    high_open: bool = False


def compare(required: Measure, offered: Measure) -> Comparison:
    """Whether what is offered lies within what is required, in the worst case it states.

    Both must have one base unit and name the same thing (`subjects.alike`). A requirement
    without a sign (`续航6小时`) binds in the direction in which the quantity is better; where
    that is unknown only the same value meets it. An offer without a bound on the side that
    counts (at most 8 h for at least 6 h) is not comparable unless it falls short anyway; `up to
    8 h` is taken as 8 h, the best it can do.
    """
    comparable = required.unit == offered.unit and _same_thing(required, offered)
    wanted = _allowed(required) if comparable else None
    if wanted is None:
        return Comparison(Outcome.NOT_COMPARABLE, _NOTHING, required.written)
    stated = _stated(offered, required)
    if required.unit in _WORKING and required.limit is offered.limit is Limit.BETWEEN:
        wanted, stated = stated, wanted
    short = _shortfall(wanted, stated)
    if short is None:
        outcome, short = Outcome.MEETS, _NOTHING
    elif short.is_finite():
        outcome = Outcome.FALLS_SHORT
    else:
        outcome, short = _at_best(wanted, stated)
    return Comparison(outcome, _plain(short / factor_of(required)), required.written)


def _plain(gap: Decimal) -> Decimal:
    """Six digits at most, without an exponent when written: 10, 1.5."""
    rounded = Decimal(f"{gap:.6g}")
    whole = rounded.to_integral_value()
    return whole if whole == rounded else rounded.normalize()


def answer(required: Measure, offered: Iterable[Measure]) -> tuple[Measure, Comparison] | None:
    """The offered fact that answers a required one best: one that meets it, else the nearest."""
    best: tuple[Measure, Comparison] | None = None
    for one in offered:
        found = compare(required, one)
        if found.outcome is Outcome.MEETS:
            return one, found
        if found.outcome is Outcome.FALLS_SHORT and (best is None or found.gap < best[1].gap):
            best = one, found
    return best


def _same_thing(one: Measure, other: Measure) -> bool:
    if one.unit == "TRL":
        return True
    named = alike(one.name, other.name, one.unit)
    counted = alike(one.counted, other.counted, one.unit)
    crossed = alike(one.name, other.counted, one.unit) or alike(one.counted, other.name, one.unit)
    if one.counted and other.counted:
        return counted
    return named or crossed


def _direction(one: Measure) -> int:
    return direction(one.name or one.counted, one.unit) or (1 if one.unit == "TRL" else 0)


def _allowed(required: Measure) -> _Range | None:
    """What a requirement lets pass; None if nothing can be said."""
    value, upper, limit = required.value, required.upper, required.limit
    better = _direction(required)
    if limit in _FLOORS:
        allowed = _Range(value, _ENDLESS, low_open=limit is Limit.ABOVE)
    elif limit in _CEILINGS:
        allowed = _Range(-_ENDLESS, value, high_open=limit is Limit.BELOW)
    elif better > 0:
        allowed = _Range(value, _ENDLESS)
    elif better < 0:
        allowed = _Range(-_ENDLESS, upper)
    else:
        allowed = _Range(value, upper)
    return allowed if better or limit is not Limit.BETTER else None


def _stated(offered: Measure, required: Measure) -> _Range:
    """What an offer promises."""
    value, limit = offered.value, offered.limit
    better = limit is Limit.BETTER
    if limit in _FLOORS or (better and _direction(required) > 0):
        return _Range(value, _ENDLESS, low_open=limit is Limit.ABOVE)
    if limit in {Limit.AT_MOST, Limit.BELOW} or better:
        return _Range(-_ENDLESS, value, high_open=limit is Limit.BELOW)
    return _Range(value, offered.upper)


def _shortfall(wanted: _Range, stated: _Range) -> Decimal | None:
    """How far the stated range sticks out of the wanted one; None if it does not."""
    gaps: list[Decimal] = []
    if wanted.low.is_finite():
        gap = wanted.low - stated.low
        excluded = wanted.low_open and not stated.low_open
        gaps += [gap] if gap > 0 or (gap == 0 and excluded) else []
    if wanted.high.is_finite():
        gap = stated.high - wanted.high
        excluded = wanted.high_open and not stated.high_open
        gaps += [gap] if gap > 0 or (gap == 0 and excluded) else []
    return max(gaps, default=None)


def _at_best(wanted: _Range, stated: _Range) -> tuple[Outcome, Decimal]:
    """An offer without the bound that counts falls short only if even its best does."""
    if stated.high < wanted.low:
        return Outcome.FALLS_SHORT, wanted.low - stated.high
    if stated.low > wanted.high:
        return Outcome.FALLS_SHORT, stated.low - wanted.high
    return Outcome.NOT_COMPARABLE, _NOTHING
