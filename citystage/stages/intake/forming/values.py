"""Single values as people type them, read exactly; what cannot be read is said in words."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final

from django.utils.translation import gettext as _

from citystage.engines.text.folding import clean
from citystage.kernel.money import WAN_YUAN, YUAN, NotMoney, parse_money

# Beyond this nothing is even looked at.
_ABSURD: Final = 200_000
_LONGEST_LINE: Final = 500
_LARGEST: Final = Decimal(10) ** 15
_PART: Final = 120
_YEARS: Final = range(1900, 2201)
_DAY: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?", re.ASCII)
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_PHONE_SIGNS: Final = re.compile(r"[\d+\-()（）\s转,，;；/ext.#]*", re.IGNORECASE)
_LEAST_DIGITS: Final = 7
CONTACT_PARTS: Final = ("name", "unit", "phone", "email")


class Unreadable(ValueError):
    """What was typed is not such a value; the text says what is expected."""


def text(typed: str, *, most: int, lines: bool) -> str:
    """A text without control characters, of at most ``most`` characters."""
    kept = typed if len(typed) > _ABSURD else clean(typed)
    if not lines:
        kept = " ".join(kept.split()) if len(kept) <= _ABSURD else kept
    if len(kept) > most:
        raise Unreadable(
            _("At most %(most)s characters; this has %(found)s.")
            % {"most": f"{most:,}", "found": f"{len(kept):,}"}
        )
    return kept


def _line(typed: str) -> str:
    if len(typed) > _LONGEST_LINE:
        raise Unreadable(_("This is far too long."))
    return " ".join(unicodedata.normalize("NFKC", clean(typed)).split())


def chosen(typed: str, known: Mapping[str, str]) -> str:
    """The code of one of ``known`` (code to label), given by code or by label."""
    wanted = _line(typed)
    if not wanted or wanted in known:
        return wanted
    for code, label in known.items():
        if label == wanted:
            return code
    raise Unreadable(_("“%s” is not among the choices.") % wanted[:60])


def unrepeated(codes: Iterable[str]) -> list[str]:
    """Each code once, in order."""
    return list(dict.fromkeys(code for code in codes if code))


def number(typed: str, least: float | None, most: float | None) -> int | float | None:
    """A number; thousands may be separated by commas."""
    wanted = _line(typed).replace(",", "")
    if not wanted:
        return None
    try:
        value = Decimal(wanted)
    except InvalidOperation:
        raise Unreadable(_("This is not a number. Write it in digits, for example 12.5.")) from None
    if not value.is_finite() or abs(value) > _LARGEST:
        raise Unreadable(_("This number is too large."))
    _within(value, least, most)
    return int(value) if value == value.to_integral_value() else float(value)


def _within(value: Decimal, least: float | None, most: float | None) -> None:
    if least is not None and value < Decimal(str(least)):
        raise Unreadable(_("It must be at least %s.") % f"{least:,}")
    if most is not None and value > Decimal(str(most)):
        raise Unreadable(_("It must be at most %s.") % f"{most:,}")


def money(
    typed: str, *, least: float | None, most: float | None, ten_thousands: bool
) -> int | None:
    """An amount in fen; a bare number counts yuan, or 万元 where the field says so."""
    wanted = _line(typed)
    if not wanted:
        return None
    unit = WAN_YUAN if ten_thousands else YUAN
    try:
        fen = parse_money(wanted, unit=unit)
    except NotMoney as problem:
        raise Unreadable(_no_money(problem.code)) from None
    _within(Decimal(fen) / unit, least, most)
    return fen


def _no_money(code: str) -> str:
    return {
        "several": _("Several amounts stand here. Give one."),
        "foreign": _("Give the amount in yuan."),
        "too_large": _("This amount is too large."),
    }.get(code, _("This is not an amount of money. Write for example 260 or 3,500万元."))


def day(typed: str) -> str:
    """A day as 2027-01-31; also read with slashes, dots or 年月日."""
    wanted = _line(typed)
    if not wanted:
        return ""
    if found := _DAY.fullmatch(wanted):
        year, month, at = (int(part) for part in found.groups())
        if year in _YEARS:
            try:
                return date(year, month, at).isoformat()
            except ValueError:
                pass
    raise Unreadable(_("This is not a day. Write it like 2027-01-31."))


def period(typed: Mapping[str, str]) -> dict[str, str]:
    """First and last day, both included."""
    first, last = day(typed.get("from", "")), day(typed.get("until", ""))
    if not first and not last:
        return {}
    if not first or not last:
        raise Unreadable(_("Give both the first and the last day."))
    if last < first:
        raise Unreadable(_("The last day lies before the first."))
    return {"from": first, "until": last}


def contact(typed: Mapping[str, str]) -> dict[str, str]:
    """Name, unit, telephone and e-mail; at least a name and one way to reach it."""
    parts = {name: _line(typed.get(name, "")) for name in CONTACT_PARTS}
    if not any(parts.values()):
        return {}
    if any(len(part) > _PART for part in parts.values()):
        raise Unreadable(_("Each part may have at most %d characters.") % _PART)
    phone, email = parts["phone"], parts["email"]
    digits = sum(sign.isdecimal() for sign in phone)
    if phone and not (_PHONE_SIGNS.fullmatch(phone) and digits >= _LEAST_DIGITS):
        raise Unreadable(_("The telephone number needs at least 7 digits."))
    if email and not _EMAIL.fullmatch(email):
        raise Unreadable(_("The e-mail address is not complete."))
    if not parts["name"] or not (phone or email):
        raise Unreadable(_("Give a name, and a telephone number or an e-mail address."))
    return parts


def files(typed: Sequence[str], known: Mapping[int, str]) -> list[int]:
    """Numbers of files that belong to this application; others are passed over."""
    numbers = (int(one) for one in typed if one.isascii() and one.isdecimal() and len(one) < 19)  # noqa: PLR2004 -- a bigint
    return [one for one in dict.fromkeys(numbers) if one in known]


def boolean(typed: str) -> bool | None:
    """Yes, no, or nothing."""
    return {"yes": True, "true": True, "on": True, "no": False, "false": False}.get(_line(typed))
