"""Clean what stands in a cell into what a field holds; refuse with words when it cannot be."""

import datetime as dt
import re
import unicodedata
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

_SPACES = re.compile(r"[^\S\n]+")
_BLANKS = frozenset(
    {"", "-", "--", "—", "——", "/", "\\", "无", "暂无", "n/a", "na", "null", "none"}
)
_YES = frozenset({"是", "有", "y", "yes", "true", "1", "√", "✓", "对", "预留"})
_NO = frozenset({"否", "无", "没有", "n", "no", "false", "0", "×", "✗", "不", "不预留"})
_EPOCH = dt.date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)

_DATE = re.compile(
    r"(?P<year>(?:19|20)\d{2})\s*(?:[-/.年]\s*(?P<month>\d{1,2})\s*"
    r"(?:[-/.月]\s*(?P<day>\d{1,2})\s*日?)?月?)?年?"
    r"(?:[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_COMPACT = re.compile(r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})?")
_PERIOD = re.compile(r"(?:至今?|到|[-–—~～]+)")
_PHONE = re.compile(r"[^0-9+\-,;/()转分机 ]")

# The wide space, 0-9, A-Z and a-z; the wide comma or colon is how Chinese is written.
_WIDE = {0x3000: " "} | {
    code: chr(code - 0xFEE0)
    for first, last in (("０", "９"), ("Ａ", "Ｚ"), ("ａ", "ｚ"))
    for code in range(ord(first), ord(last) + 1)
}


class NotUnderstood(ValueError):
    """The cell cannot be what its field holds; the message says why."""


def clean_text(cell: str) -> str:
    """One line: NFKC only where it changes width, runs of space as one, no space at the ends."""
    return _SPACES.sub(" ", _narrow(cell).replace("\r", "\n").replace("\n", " ")).strip()


def clean_long(cell: str) -> str:
    """Text in lines, each without space at its ends; no more than one empty line in a row."""
    lines = [_SPACES.sub(" ", line).strip() for line in _narrow(cell).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _narrow(text: str) -> str:
    """Full-width letters and digits become ordinary ones; Chinese punctuation stays."""
    return text if text.isascii() else text.translate(_WIDE)


def is_blank(cell: str) -> bool:
    """Whether a cell says nothing: empty, a dash, “无”."""
    return clean_text(cell).casefold() in _BLANKS


def clean_yesno(cell: str) -> bool:
    """“是” or “否”, and what stands for them."""
    word = clean_text(cell).casefold().rstrip(".0") or "0"
    if word in _YES or clean_text(cell).casefold() in _YES:
        return True
    if word in _NO or clean_text(cell).casefold() in _NO:
        return False
    raise NotUnderstood(_("“%s” is neither yes nor no") % shortened(cell))


def clean_number(cell: str) -> Decimal:
    """A number, also with thousands separators or wide digits."""
    plain = unicodedata.normalize("NFKC", cell).replace(",", "").replace(" ", "").strip()
    try:
        number = Decimal(plain)
    except InvalidOperation as fault:
        raise NotUnderstood(_("“%s” is not a number") % shortened(cell)) from fault
    if not number.is_finite():
        raise NotUnderstood(_("“%s” is not a number") % shortened(cell))
    return number


def looks_numeric(cell: str) -> bool:
    """Whether the cell is nothing but a number."""
    try:
        clean_number(cell)
    except NotUnderstood:
        return False
    return True


def clean_date(cell: str) -> dt.date:
    """The first day that a date, month, year, period or Excel serial names."""
    plain = unicodedata.normalize("NFKC", cell).strip()
    found = _COMPACT.fullmatch(plain) or _DATE.fullmatch(plain)
    if found is None and _PERIOD.search(plain):
        found = _DATE.match(plain)
    if found:
        day = _day_of(found)
    elif looks_numeric(plain) and int(clean_number(plain)) in _SERIALS:
        day = _EPOCH + dt.timedelta(days=int(clean_number(plain)))
    else:
        day = None
    if day is None:
        raise NotUnderstood(_("“%s” is not a date") % shortened(cell))
    return day


def _day_of(found: re.Match[str]) -> dt.date | None:
    try:
        return dt.date(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1))
    except ValueError:
        return None


def clean_day(cell: str) -> str:
    """A date as exact as the cell says it: “2026-03-01”, “2026-03” or “2026”."""
    day = clean_date(cell)
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[precision_of(cell)]]


def precision_of(cell: str) -> str:
    """How exact a date is said to be: "day", "month" or "year"."""
    plain = unicodedata.normalize("NFKC", cell).strip()
    found = _COMPACT.fullmatch(plain) or _DATE.match(plain)
    if found is None or found["day"]:
        return "day"
    return "month" if found["month"] else "year"


def looks_dated(cell: str) -> bool:
    """Whether the cell is a date written as one (a bare number is not)."""
    if looks_numeric(cell) and not _COMPACT.fullmatch(cell.strip()):
        return False
    try:
        clean_date(cell)
    except NotUnderstood:
        return False
    return True


def clean_phone(cell: str) -> str:
    """A telephone number as text, “.0” of a number cell removed; other words stay."""
    plain = unicodedata.normalize("NFKC", cell).strip()
    return clean_text(re.sub(r"(?<=\d)\.0\Z", "", plain))


def looks_like_phone(cell: str) -> bool:
    """Whether the cell is a telephone number."""
    plain = clean_phone(cell)
    digits = sum(sign.isdigit() for sign in plain)
    return 7 <= digits <= 40 and not _PHONE.search(plain)  # noqa: PLR2004


def looks_like_link(cell: str) -> bool:
    """Whether the cell is a web address."""
    return bool(re.match(r"(?:https?://|www\.)\S+\Z", cell.strip(), re.IGNORECASE))


def clean_words(cell: str) -> list[str]:
    """Words of a list: split at commas, semicolons, slashes of either width, and line ends."""
    parts = re.split(r"[,，;；、/|\n]+", _narrow(cell))
    return list(dict.fromkeys(word for part in parts if (word := clean_text(part))))


def shortened(cell: str, length: int = 40) -> str:
    """The beginning of a cell, for messages."""
    text = clean_text(cell)
    return text if len(text) <= length else f"{text[: length - 1]}…"
