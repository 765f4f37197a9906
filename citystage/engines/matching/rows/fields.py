"""Fields: which names of a row mean what, and how a value is read."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from citystage.engines.matching.terms import LONGEST_TEXT
from citystage.engines.text.dates import find_dates
from citystage.kernel.money import NotMoney, parse_money

MOST_TEXTS: Final = 60
LONGEST_ID: Final = 500

# In this order at the head of a record; texts that are not named here follow as they come.
FIRST: Final = (
    "title", "demand_title", "name", "company", "product", "description", "demand_description",
    "abstract", "technical_requirements", "requirements", "capabilities", "cases",
)  # fmt: skip
FIELDS: Final = frozenset({"domain", "application_domain", "field", "fields"})
CHAINS: Final = frozenset({"chain", "chains"})
PLACES: Final = ("province", "city", "district")
OWNERS: Final = frozenset({"owner", "demand_owner"})
MONEY: Final = ("amount", "budget", "capacity")
DATES: Final = ("updated", "published", "date", "year")
READINESS: Final = ("readiness", "trl")
LATITUDE: Final = ("latitude", "lat")
LONGITUDE: Final = ("longitude", "lon", "lng")
WINNERS: Final = frozenset({"supplier", "suppliers", "candidates", "winner", "winners", "losers"})
"""Who won a demand is the answer; it is never read as part of the question."""
ABOUT_THE_ROW: Final = frozenset({
    "id", "kind", "source_url", "source_title", "source_repo", "url_incomplete", "title_restated",
    "unverified_fields", "evidence", "entry_level", "innovation_relevance", "status", "score",
    "stock_code", "publicity_period", "announcement", "mode", "owner_type", "list_name",
    "contact_masked", "topic_no", "topic_codes", "sme_reserved", "expected_purchase_month",
    "transition_type", "provenance", "sbir_value", "tenant", "organisation", "licences",
})  # fmt: skip
NOT_TEXT: Final = (
    ABOUT_THE_ROW
    | WINNERS
    | FIELDS
    | CHAINS
    | OWNERS
    | {*PLACES, *MONEY, *DATES, *READINESS, *LATITUDE, *LONGITUDE}
)
EVERYWHERE: Final = frozenset({"全国", "nationwide", "全球"})
_YEAR = re.compile(r"(?:19|20)\d\d")
_TRL = re.compile(r"\d")


def texts_of(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Labels and texts: the known ones first, then every other field that says something."""
    order = [*(name for name in FIRST if name in row), *(name for name in row if name not in FIRST)]
    found = [(name, text_of(row[name])) for name in order if name not in NOT_TEXT]
    return [(name, text) for name, text in found if text.strip()][:MOST_TEXTS]


def text_of(value: object, depth: int = 3) -> str:
    """A value as text: lists and objects by what they hold; nothing for what is no text."""
    if isinstance(value, str):
        return value[:LONGEST_TEXT]
    if isinstance(value, bool) or value is None or not depth:
        return ""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        parts = (text_of(one, depth - 1) for one in value[:MOST_TEXTS])
        return "、".join(part for part in parts if part)[:LONGEST_TEXT]
    return str(value)[:LONGEST_TEXT]


def names_of(row: Mapping[str, Any], labels: Iterable[str]) -> tuple[str, ...]:
    """The separate names that these fields hold."""
    found: list[str] = []
    for label in labels:
        value = row.get(label)
        parts = value if isinstance(value, list) else [value]
        found += [text for part in parts if (text := text_of(part).strip()[:LONGEST_ID])]
    return tuple(dict.fromkeys(found))


def money_of(row: Mapping[str, Any], labels: Iterable[str]) -> int | None:
    """Fen, if one of these fields states one amount."""
    for label in labels:
        if text := text_of(row.get(label)).strip():
            try:
                return parse_money(text)
            except NotMoney:
                continue
    return None


def date_of(row: Mapping[str, Any], labels: Iterable[str] = DATES) -> date | None:
    """The first date that these fields state; a year alone is its first day."""
    for label in labels:
        text = text_of(row.get(label)).strip()[:40]
        if moments := find_dates(text):
            return moments[0].first
        if _YEAR.fullmatch(text):
            return date(int(text), 1, 1)
    return None


def number_of(row: Mapping[str, Any], labels: Iterable[str]) -> float | None:
    for label in labels:
        try:
            number = float(text_of(row.get(label)))
        except ValueError:
            continue
        if abs(number) <= 180:  # noqa: PLR2004 -- degrees; also keeps NaN out
            return number
    return None


def readiness_of(row: Mapping[str, Any]) -> int | None:
    """TRL 1 to 9, written `7` or `TRL 7`."""
    for label in READINESS:
        digits = _TRL.findall(text_of(row.get(label))[:20])
        if len(digits) == 1 and digits[0] != "0":
            return int(digits[0])
    return None
