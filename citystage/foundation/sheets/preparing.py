"""Turn the lines of a sheet into entries: laid out, cleaned, each accounted for."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from citystage.foundation.sheets import values
from citystage.foundation.sheets.fields import Field, Kind, joined
from citystage.foundation.sheets.joining import Joiner
from citystage.foundation.sheets.reading import Line
from citystage.foundation.sheets.shapes import Shaped, Shaper
from citystage.foundation.sheets.targets import Entry, Outcome

_UNIT = re.compile(r"[(（\[【:：/／]?\s*(?:单位[:：]?\s*)?(?P<unit>百万|万|亿|千)?(?P<yuan>元)")
_SIX_DECIMALS = re.compile(r"\d+\.\d{6}")
_KEPT_CHARS = 4_000
_CLEANERS: dict[Kind, Callable[[str], object]] = {
    Kind.LONG: values.clean_long,
    Kind.DATE: values.clean_day,
    Kind.YESNO: values.clean_yesno,
    Kind.NUMBER: values.clean_number,
    Kind.PHONE: values.clean_phone,
    Kind.WORDS: values.clean_words,
}
UNITS = ("", "元", "万元", "亿元")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How the columns of one sheet are read. ``units`` gives bare amounts of a column a unit."""

    sheet: str
    header_row: int
    names: tuple[str, ...]
    mapping: tuple[str, ...]
    units: tuple[str, ...] = ()

    @property
    def reading(self) -> str:
        """The way the columns are read, as one short word."""
        told = json.dumps([self.names, self.mapping, self.units], ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def unit(self, column: int) -> str:
        """The unit of bare numbers in ``column``."""
        return self.units[column] if column < len(self.units) else ""


def guess_units(
    names: Sequence[str], mapping: Sequence[str], fields: Sequence[Field], sample: Sequence[Line]
) -> list[str]:
    """The unit of each money column: what its heading says, or what its numbers look like.

    The procurement-intention system prints 万元 with six decimals; otherwise small bare
    numbers in a Chinese budget column are 万元, large ones 元.
    """
    money = {field.code for field in fields if field.kind is Kind.MONEY}
    units = [""] * len(names)
    for column, (name, code) in enumerate(zip(names, mapping, strict=False)):
        if code not in money:
            continue
        if found := _UNIT.search(name):
            units[column] = f"{found['unit'] or ''}元"
            continue
        bare = [
            line.cell(column).strip() for line in sample if values.looks_numeric(line.cell(column))
        ]
        if bare:
            small = sorted(values.clean_number(cell) for cell in bare)[len(bare) // 2] < 10_000  # noqa: PLR2004
            units[column] = "万元" if small or all(map(_SIX_DECIMALS.fullmatch, bare)) else "元"
    return units


def entries(lines: Iterable[Line], *, layout: Layout, fields: Sequence[Field]) -> Iterator[Entry]:
    """One entry for each line; headers, notes and unreadable rows already carry their outcome."""
    shaper = Shaper(
        names=layout.names, mapping=layout.mapping, fields=fields, header_row=layout.header_row
    )
    known = {field.code: field for field in fields}
    shaped = (shaper.shape(line) for line in lines)
    rows = ((_entry(each, layout, known), each) for each in shaped)
    yield from Joiner(layout.mapping, fields).walk(rows)


def _entry(shaped: Shaped, layout: Layout, fields: dict[str, Field]) -> Entry:
    line = shaped.line
    entry = Entry(sheet=layout.sheet, number=line.number, original=original_of(line, layout.names))
    if line.trouble:
        entry.decide(Outcome.REJECTED, line.trouble)
    elif shaped.skipped:
        entry.decide(Outcome.SKIPPED, shaped.skipped)
    else:
        if shaped.note:
            entry.notes.append(shaped.note)
        for column, code in enumerate(shaped.mapping):
            if code in fields and column < len(shaped.cells):
                _fill(entry, fields[code], shaped.cells[column], layout.unit(column))
        _require(entry, fields.values())
    return entry


def _fill(entry: Entry, field: Field, cell: str, unit: str) -> None:
    if values.is_blank(cell):
        return
    try:
        entry.values[field.code] = clean(cell, field.kind, unit)
    except values.NotUnderstood as why:
        entry.notes.append(_("%(field)s: %(why)s.") % {"field": field.label, "why": why})
        return
    cleaned = entry.values[field.code]
    if isinstance(cleaned, str) and len(cleaned) > field.longest:
        entry.decide(
            Outcome.REJECTED,
            _("%(field)s has %(count)d characters; at most %(limit)d are accepted.")
            % {"field": field.label, "count": len(cleaned), "limit": field.longest},
        )


def clean(cell: str, kind: Kind, unit: str = "") -> object:
    """The value of one cell; raises ``NotUnderstood``."""
    if kind is Kind.MONEY and unit and values.looks_numeric(cell):
        return f"{values.clean_number(cell).normalize():f}{unit}"
    return _CLEANERS.get(kind, values.clean_text)(cell)


def _require(entry: Entry, fields: Iterable[Field]) -> None:
    if entry.outcome is not None:
        return
    missing = [field.label for field in fields if field.required and field.code not in entry.values]
    if missing:
        # The notes on the row's shape follow, and say why the column is empty.
        entry.decide(Outcome.REJECTED, _("Missing: %s.") % joined(missing))


def original_of(line: Line, names: Sequence[str]) -> dict[str, str]:
    """The cells by heading as they stood; a heading used twice gets its column number."""
    kept: dict[str, str] = {}
    for column, cell in enumerate(line.cells):
        if not cell:
            continue
        name = names[column] if column < len(names) else ""
        if not name or name in kept:
            name = f"{name} {column + 1}".strip()
        kept[name] = cell if len(cell) <= _KEPT_CHARS else f"{cell[:_KEPT_CHARS]}…"
    return kept
