"""Periods as plain words: ``2026``, ``2026Q3``, the span of a plan ``2026-2028``, ``ever``."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

type Grain = Literal["year", "quarter", "whole", "ever"]

EVER: Final = "ever"
GRAINS: Final[tuple[Grain, ...]] = ("year", "quarter", "whole", "ever")
_WORD = re.compile(r"(?P<year>\d{4})(?:Q(?P<quarter>[1-4])|-(?P<until>\d{4}))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """Half-open ``[first, until)``."""

    first: date
    until: date
    word: str
    grain: Grain

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day < self.until


@dataclass(frozen=True, slots=True)
class Span:
    """The years of a plan, both counted."""

    first: int
    last: int

    @property
    def word(self) -> str:
        """As it is written: 2026-2028."""
        return f"{self.first}-{self.last}"


def period(word: str) -> Period | None:
    """The period a word means, or nothing."""
    if word == EVER:
        return Period(date.min, date.max, EVER, "ever")
    found = _WORD.fullmatch(word)
    if found is None or not int(found["year"]):
        return None
    year = int(found["year"])
    if found["quarter"]:
        return _quarter(year, int(found["quarter"]))
    last = int(found["until"] or year)
    if last < year or last >= date.max.year:
        return None
    grain: Grain = "whole" if found["until"] else "year"
    return Period(date(year, 1, 1), date(last + 1, 1, 1), word, grain)


def _quarter(year: int, number: int) -> Period | None:
    if year >= date.max.year:
        return None
    first = date(year, 3 * number - 2, 1)
    until = date(year + (number == 4), 3 * number % 12 + 1, 1)  # noqa: PLR2004 -- the last quarter
    return Period(first, until, f"{year}Q{number}", "quarter")


def words_around(day: date, spans: Iterable[Span] = ()) -> list[tuple[Grain, str]]:
    """The words of the periods that hold a day."""
    found: list[tuple[Grain, str]] = [
        ("year", f"{day.year:04d}"),
        ("quarter", f"{day.year:04d}Q{(day.month + 2) // 3}"),
        ("ever", EVER),
    ]
    held = [span for span in spans if span.first <= day.year <= span.last]
    return found + [("whole", span.word) for span in held]
