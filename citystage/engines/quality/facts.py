"""Facts: numbers with units and their limits, as Chinese and English texts state them."""

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from citystage.engines.quality.dates import level, spans_of_dates
from citystage.engines.quality.units import UNITS
from citystage.kernel.numerals import NUMERAL, chinese_number

LONGEST_TEXT: Final = 50_000
"""Characters read for facts."""


class Limit(StrEnum):
    """How a number binds."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    WITHIN = "within"
    BETWEEN = "between"
    ABOUT = "about"
    EXACTLY = "exactly"


@dataclass(frozen=True, slots=True)
class Measure:
    """A number with its unit, e.g. `续航≥6 h`: name 续航, AT_LEAST, 21600, unit `s`.

    `value` is in base units (`units.UNITS`); `upper` is the far end of a BETWEEN, else equals
    it; WITHIN is plus or minus. `written` is the unit as it stands; `[start, end)` the span.
    """

    name: str
    limit: Limit
    value: Decimal
    upper: Decimal
    unit: str
    written: str
    start: int
    end: int


_SIGNS: Final = {
    Limit.AT_LEAST: """
        ≥ ≧ >= > ⩾ 不少于 不低于 不小于 不短于 至少 最少 超过 大于 高于 多于 以上 及以上
        at_least no_less_than not_less_than more_than over minimum or_more or_above""",
    Limit.AT_MOST: """
        ≤ ≦ <= < ⩽ 不超过 不高于 不大于 不多于 不长于 至多 最多 低于 小于 少于
        以下 以内 之内 及以下 内 at_most no_more_than not_more_than less_than under within
        up_to maximum or_less or_below""",
    Limit.WITHIN: "± +/-",
    Limit.ABOUT: "约 大约 左右 上下 近 about around approximately",
}
_LIMITS: Final = {
    sign.replace("_", " "): limit for limit, signs in _SIGNS.items() for sign in signs.split()
}


def _any(words: list[str]) -> str:
    """One of the words, the longest first; a Latin one must end where it ends."""
    longest = sorted(words, key=len, reverse=True)
    return "|".join(
        re.escape(word) + (r"(?![a-z0-9])" if re.match("[a-z0-9]", word[-1]) else "")
        for word in longest
    )


_UNIT: Final = _any(list(UNITS))
_LIMIT: Final = _any(list(_LIMITS))
_NUMBER: Final = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_MEASURE = re.compile(
    rf"(?:(?P<before>{_LIMIT})\s*)?(?<![\d.,a-z第])"
    rf"(?:(?P<low>{_NUMBER})\s*(?P<low_scale>[万亿])?(?:{_UNIT})?\s*[-~—–至到]\s*)?"
    rf"(?:(?P<high>{_NUMBER})|(?<![{NUMERAL}])(?P<numeral>[{NUMERAL}]{{1,12}}?))"
    rf"\s*[余多]?(?P<scale>[万亿])?[余多]?\s*(?P<unit>{_UNIT})(?:\s*(?P<after>{_LIMIT}))?",
    re.IGNORECASE,
)
# What is measured stands in front: 定位精度±10 mm, 续航时间不少于6小时.
_NAME = re.compile(
    r"([\u4e00-\u9fff]{2,10}?|[a-z][a-z ]{1,30}?)[:：为是在达到由从至 ]*$", re.IGNORECASE
)
# 一个, 一项 stand for "a", not for a count.
_ARTICLE: Final = "一"
_SCALES: Final = {"": 1, "万": 10**4, "亿": 10**8}


def find_measures(text: str) -> list[Measure]:
    """All numbers with a known unit, in order; money is left to `kernel.money.find_money`.

    Reads the first `LONGEST_TEXT` characters; full-width digits and signs are read as usual ones.
    Dates (`2026年12月`), ordinals (`第3个`) and 一个 are no measures. Case of units is not read:
    `MW` and `mW` are both megawatts.
    """
    plain = level(text[:LONGEST_TEXT])
    dates = spans_of_dates(plain)
    measures: list[Measure] = []
    for found in _MEASURE.finditer(plain):
        dated = any(start < found.end("unit") and found.start() < end for start, end in dates)
        if found["numeral"] != _ARTICLE and not dated:
            behind = measures[-1].end if measures else 0
            measures.append(_measure(found, _name(plain[behind : found.start()])))
    return measures


def _name(before: str) -> str:
    found = _NAME.search(before[-40:])
    return found[1].strip() if found else ""


def _measure(found: re.Match[str], name: str) -> Measure:
    written = found["unit"]
    unit, factor = UNITS[written.lower()]
    scale = found["scale"] or ""
    value = upper = _number(found["high"] or found["numeral"], scale) * factor
    limit = _LIMITS.get((found["before"] or found["after"] or "").lower(), Limit.EXACTLY)
    if found["low"]:
        limit = Limit.BETWEEN
        value = _number(found["low"], found["low_scale"] or scale) * factor
    return Measure(name, limit, value, upper, unit, written, *found.span())


def _number(written: str, scale: str) -> Decimal:
    digits = written.replace(",", "")
    number = Decimal(digits) if digits[0].isdecimal() else chinese_number(digits)
    return (number or Decimal(0)) * _SCALES[scale]
