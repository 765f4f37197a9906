"""Amounts, days and distances as a question writes them, as numbers of search documents."""

import re
from calendar import monthrange
from datetime import date
from typing import Final

from citystage.kernel.money import WAN_YUAN, NotMoney, parse_money

NEAR_KM: Final = 20
FARTHEST_KM: Final = 2_000
_DAY = re.compile(
    r"(?P<year>\d{4})(?:[-./年](?P<month>\d{1,2})(?:[-./月](?P<day>\d{1,2})日?|月?)?|年?)"
)
_KM = r"(?:km|公里|千米)"
_NEAR = re.compile(rf"(?P<name>.*?)\s*(?:[/,，~ ](?P<km>\d{{1,4}}){_KM}?|(?P<kms>\d{{1,4}}){_KM})?")


def amount(text: str) -> int | None:
    """Fen; a bare number counts ten thousand yuan, as lists do."""
    try:
        return parse_money(text, unit=WAN_YUAN)
    except NotMoney:
        return None


def days(text: str) -> tuple[int, int] | None:
    """First and last day (ordinals) of a year, a month or a day."""
    found = _DAY.fullmatch(text)
    if not found:
        return None
    year, month, day = (int(found[part]) if found[part] else None for part in found.groupdict())
    try:
        first = date(year or 0, month or 1, day or 1)
        last = date(first.year, month or 12, day or monthrange(first.year, month or 12)[1])
    except ValueError:
        return None
    return first.toordinal(), last.toordinal()


def place(text: str) -> tuple[str, int]:
    """The name of a place and within how many kilometres of it: `崂山/30km`."""
    found = _NEAR.fullmatch(text.strip())
    if not found:
        return text.strip(), NEAR_KM
    return found["name"].strip(), kilometres(found["km"] or found["kms"] or "")


def kilometres(text: str) -> int:
    """A distance as the address writes it; what means nothing is the usual one."""
    if not (text.isascii() and text.isdecimal() and len(text) < 6):  # noqa: PLR2004
        return NEAR_KM
    return min(max(int(text), 1), FARTHEST_KM)
