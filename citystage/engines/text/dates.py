"""Dates in texts, with the precision they were given: a day, a month, a quarter, a year."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_LEVEL: Final = {
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code != ord("，")},
    "\u3000": " ",
    "\xa0": " ",
    "〇": "0",
    "−": "-",
    "\xb5": "μ",
    "\u212a": "K",
    "\u212b": "Å",
}
# Few characters of a text are wide; looking for them is faster than translating all.
_WIDE: Final = re.compile("[" + re.escape("".join(_LEVEL)) + "]")
_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec"
_NAMED = r"(?P<{0}>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_QUARTERS: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_MONTH = r"1[0-2]|0?[1-9]"
_DAY = r"3[01]|[12]\d|0?[1-9]"
_CHINESE = (
    r"(?P<year>(?:19|20)\d\d)(?:"
    rf"[-/.](?P<n_month>{_MONTH})(?:[-/.](?P<n_day>{_DAY}))?(?!\d)"
    rf"|\s*年(?:\s*(?P<month>{_MONTH})\s*月份?(?:\s*(?P<day>{_DAY})\s*[日号]"
    r"|(?P<tenth>上旬|中旬|下旬|初|底|末))?"
    r"|\s*第?(?P<quarter>[一二三四1-4])季度|(?P<half>上半年|下半年)|(?P<year_end>[底末])|(?P<spring>初))?)"
)
_ENGLISH = (
    rf"(?P<e_day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_NAMED.format('m1')},?\s+(?P<y1>20\d\d)"
    rf"|{_NAMED.format('m2')}\s+(?P<e_day2>\d{{1,2}})(?:st|nd|rd|th)?,\s*(?P<y2>20\d\d)"
    rf"|{_NAMED.format('m3')},?\s+(?P<y3>20\d\d)"
    r"|\bq(?P<q>[1-4])\s*(?:of\s+)?(?P<y4>20\d\d)|\bend\s+of\s+(?P<y5>20\d\d)"
)
_DATE = re.compile(rf"(?<!\d)(?:{_CHINESE})|\b(?:{_ENGLISH})(?!\d)", re.IGNORECASE)
# A month and day without a year name no moment, but are no measures either.
_BARE = re.compile(r"(?<!\d)\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号])?(?!内)|(?<!\d)(?:19|20)\d\d\s*年")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date of a text: the half-open window `[first, until)` it means and its span."""

    first: date
    until: date
    start: int
    end: int


def level(text: str) -> str:
    """Full-width forms as usual ones, one character for one; a full-width comma groups nothing."""
    return _WIDE.sub(lambda found: _LEVEL[found[0]], text)


def find_dates(text: str) -> list[Moment]:
    """Dates with a year, in order: `2026年12月底` is from 21 December, `2026年底` from 1 December.

    A third of a month (上旬, 中旬, 下旬, 初, 底) has ten days, the last the rest. Days that do not
    exist (`2026-6-31`) are passed over.
    """
    return list(_moments(level(text)))


def spans_of_dates(plain: str) -> list[tuple[int, int]]:
    """Spans that speak of dates, with those lacking a year, for others to leave alone."""
    dated = [(moment.start, moment.end) for moment in _moments(plain)]
    return dated + [found.span() for found in _BARE.finditer(plain)]


def _moments(plain: str) -> Iterator[Moment]:
    for found in _DATE.finditer(plain):
        try:
            first, until = _chinese(found) if found["year"] else _english(found)
        except (ValueError, OverflowError):
            continue
        yield Moment(first, until, *found.span())


def _chinese(found: re.Match[str]) -> tuple[date, date]:
    year = int(found["year"])
    if month := int(found["month"] or found["n_month"] or 0):
        return _within_month(year, month, found["day"] or found["n_day"], found["tenth"])
    if quarter := found["quarter"]:
        return _months(year, _QUARTERS[quarter] * 3 - 2, 3)
    if half := found["half"]:
        return _months(year, 1 if half.startswith("上") else 7, 6)
    if found["year_end"]:
        return _months(year, 12, 1)
    return _months(year, 1, 1 if found["spring"] else 12)


def _within_month(year: int, month: int, day: str | None, tenth: str | None) -> tuple[date, date]:
    if day:
        first = date(year, month, int(day))
        return first, first + timedelta(days=1)
    start, end = _months(year, month, 1)
    if tenth in {"上旬", "初"}:
        return start, start + timedelta(days=10)
    if tenth == "中旬":
        return start + timedelta(days=10), start + timedelta(days=20)
    return (start + timedelta(days=20), end) if tenth else (start, end)


def _english(found: re.Match[str]) -> tuple[date, date]:
    if found["q"]:
        return _months(int(found["y4"]), int(found["q"]) * 3 - 2, 3)
    if found["y5"]:
        return _months(int(found["y5"]), 12, 1)
    year = int(found["y1"] or found["y2"] or found["y3"])
    named = found["m1"] or found["m2"] or found["m3"]
    month = _MONTHS.split().index(named.lower()[:3]) + 1
    return _within_month(year, month, found["e_day"] or found["e_day2"], None)


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    after = month + count - 1
    return date(year, month, 1), date(year + after // 12, after % 12 + 1, 1)
