"""What every reader gives: a book of sheets, and lines of plain text with their row numbers."""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.foundation.sheets.reading.limits import Limits
from citystage.kernel.refusals import Refusal

# PostgreSQL keeps neither NUL nor lone surrogates, and no list needs the other control signs.
_UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Unreadable(Refusal):
    """The file cannot be read as a list; the reason says why and what to do."""

    def __init__(self, code: str, reason: str | Promise) -> None:
        super().__init__(reason)
        self.code = code


@dataclass(frozen=True, slots=True)
class Line:
    """One row that is not empty. ``number`` is the row number an office program shows."""

    number: int
    cells: tuple[str, ...]
    trouble: str = ""

    def cell(self, index: int) -> str:
        """The text at ``index``, empty beyond the end of the row."""
        return self.cells[index] if 0 <= index < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Book:
    """An opened file. ``named`` holds the column names when the format itself gives them."""

    kind: str
    sheets: tuple[str, ...]
    _read: Callable[[str], Iterator[Line]]
    named: tuple[str, ...] | None = None
    notes: tuple[str, ...] = field(default=())

    def lines(self, sheet: str) -> Iterator[Line]:
        """The rows of ``sheet`` that are not empty, in order."""
        return self._read(sheet)


def keepable(text: str) -> str:
    """``text`` without the signs that cannot be stored."""
    return _UNKEEPABLE.sub("", text) if _UNKEEPABLE.search(text) else text


def text_of(value: object) -> str:
    """A cell as text: whole numbers without “.0”, dates in ISO form, nested values as JSON."""
    text = ""
    match value:
        case str():
            text = keepable(value)
        case None:
            pass
        case bool():
            text = "true" if value else "false"
        case int():
            text = str(value)
        case float():
            text = _number_text(value)
        case Decimal():
            text = f"{value:f}"
        case dt.datetime():
            text = value.isoformat(sep=" ", timespec="seconds").removesuffix(" 00:00:00")
        case dt.date() | dt.time():
            text = value.isoformat()
        case list() if all(not isinstance(item, list | dict) for item in value):
            text = "、".join(text_of(item) for item in value)
        case _:
            text = keepable(json.dumps(value, ensure_ascii=False, default=str))
    return text


def _number_text(value: float) -> str:
    if value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004 -- beyond it a double is not exact
        return str(int(value))
    return repr(value)


def make_line(number: int, values: Sequence[object], limits: Limits) -> Line | None:
    """A line within the limits, or nothing when every cell is blank."""
    cells = [text_of(value) for value in values]
    while cells and not cells[-1].strip():
        cells.pop()
    if not cells:
        return None
    trouble = ""
    if len(cells) > limits.columns:
        trouble = _("The row has %(count)d cells; at most %(limit)d are read.") % {
            "count": len(cells),
            "limit": limits.columns,
        }
        cells = cells[: limits.columns]
    for index, cell in enumerate(cells):
        if len(cell) > limits.cell_chars:
            trouble = _("Cell %(cell)d holds %(count)d characters; at most %(limit)d are read.") % {
                "cell": index + 1,
                "count": len(cell),
                "limit": limits.cell_chars,
            }
            cells[index] = cell[: limits.cell_chars]
    return Line(number, tuple(cells), trouble)


def bounded(lines: Iterable[Line | None], limits: Limits) -> Iterator[Line]:
    """Pass lines on until the file proves longer than a list may be."""
    cells = rows = 0
    for line in lines:
        if line is None:
            continue
        rows += 1
        cells += len(line.cells)
        if rows > limits.rows:
            raise Unreadable(
                "rows",
                _("The sheet has more than %d rows. Split it and import the parts.") % limits.rows,
            )
        if cells > limits.cells:
            raise Unreadable(
                "cells",
                _("The sheet has more than %d cells. Split it and import the parts.")
                % limits.cells,
            )
        yield line


EMPTY = gettext_lazy("The file is empty.")
