"""Say how well a cell suits a kind of field: the ground for finding columns and shifted rows."""

import re
from functools import lru_cache

from citystage.foundation.sheets import values
from citystage.foundation.sheets.fields import Kind

_MONEY = re.compile(r"(?=.*[\d一二三四五六七八九十百千万亿])(?=.*[元万亿¥￥]).{1,60}", re.DOTALL)
_NEGOTIABLE = re.compile(r"面议|待定|详谈|另行|negotiable|tbd", re.IGNORECASE)
_YESNO = frozenset({"是", "否", "yes", "no", "true", "false", "y", "n", "√", "×"})
_SENTENCE = 60
_REMEMBERED = 120
_LONG_SUITS = {
    Kind.MONEY: -1,
    Kind.DATE: -1,
    Kind.YESNO: -1,
    Kind.NUMBER: -1,
    Kind.LONG: 1,
}


def suits(cell: str, kind: Kind) -> int:
    """1 when the cell is plainly of ``kind``, -1 when it plainly is not, 0 when it may be."""
    if not cell.strip():
        return 0
    if len(cell) > _REMEMBERED:
        # Nothing that long is a number or a date.
        return _LONG_SUITS.get(kind, 0)
    return _suits(cell, kind)


@lru_cache(maxsize=8192)
def _suits(cell: str, kind: Kind) -> int:
    match kind:
        case Kind.MONEY:
            fits = values.looks_numeric(cell) or bool(
                _MONEY.fullmatch(cell.strip()) or _NEGOTIABLE.search(cell)
            )
        case Kind.DATE:
            fits = values.looks_dated(cell)
        case Kind.YESNO:
            fits = cell.strip().casefold() in _YESNO
        case Kind.NUMBER:
            fits = values.looks_numeric(cell)
        case Kind.LINK:
            # Sources are also named in words.
            return 1 if values.looks_like_link(cell) else 0
        case Kind.PHONE:
            return 1 if values.looks_like_phone(cell) else 0
        case _:
            return _suits_words(cell, kind)
    return 1 if fits else -1


def _suits_words(cell: str, kind: Kind) -> int:
    if values.looks_like_link(cell) or values.looks_numeric(cell) or values.looks_dated(cell):
        return -1
    if cell.strip().casefold() in _YESNO:
        return -1
    if kind is Kind.LONG:
        return 1 if len(cell) > _SENTENCE else 0
    return 0


def looks_like_data(cell: str) -> bool:
    """Whether the cell cannot be a heading: a number, a date, yes or no, an address, a sentence."""
    return (
        len(cell.strip()) > _SENTENCE
        or values.looks_numeric(cell)
        or values.looks_dated(cell)
        or cell.strip().casefold() in _YESNO
        or values.looks_like_link(cell)
    )
