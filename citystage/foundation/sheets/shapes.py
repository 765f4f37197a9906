"""Read each row in the shape it really has: as headed, under a second header, or shifted."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from citystage.foundation.sheets.fields import Field, fold_heading
from citystage.foundation.sheets.headers import headings_of, suggest
from citystage.foundation.sheets.reading import Line
from citystage.foundation.sheets.recognising import suits
from citystage.foundation.sheets.values import looks_numeric, shortened

_HEADER_CELLS = 3
_LONGEST_HEADING = 40
_NOTES = ("注:", "注：", "备注:", "备注：", "说明:", "说明：", "填表")
_TOTALS = frozenset({"合计", "总计", "小计", "total"})


@dataclass(frozen=True, slots=True)
class Shaped:
    """A row laid out under the headings: column index to cell, or why it is no data."""

    line: Line
    cells: tuple[str, ...] = ()
    mapping: tuple[str, ...] = ()
    note: str = ""
    skipped: str = ""


@dataclass(slots=True)
class Shaper:
    """Walks down the rows of one sheet and remembers the last second header it met.

    ``names`` are the headings, ``mapping`` the field code of each column.
    """

    names: Sequence[str]
    mapping: Sequence[str]
    fields: Sequence[Field]
    header_row: int
    _second: tuple[str, ...] = ()
    _second_row: int = 0
    _second_words: str = ""
    _last_shift: tuple[int, int] | None = None
    _kinds: dict[str, Field] = field(default_factory=dict)
    _known: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._kinds = {each.code: each for each in self.fields}
        own = {fold_heading(name) for name in self.names} - {""}
        self._known = headings_of(self.fields) | own

    def shape(self, line: Line) -> Shaped:
        """Lay out one row."""
        if not self.header_row:
            # The format itself names the columns of every row.
            return Shaped(line, line.cells, tuple(self.mapping))
        if line.number < self.header_row:
            return Shaped(line, skipped=_("The row stands above the header."))
        if line.number == self.header_row:
            return Shaped(line, skipped=_("This is the header row."))
        if self._is_header(line):
            return Shaped(line, skipped=_("This is a header row repeated among the data."))
        if _is_footer(line):
            return Shaped(line, skipped=_("This is a note or a total, not an entry."))
        return self._best(line)

    def _is_header(self, line: Line) -> bool:
        """Whether the row repeats the header, or heads some columns anew."""
        filled = [
            (at, fold_heading(cell) if len(cell) <= _LONGEST_HEADING else cell)
            for at, cell in enumerate(line.cells)
            if cell.strip()
        ]
        heads = [(at, word) for at, word in filled if word in self._known]
        if len(heads) < min(_HEADER_CELLS, max(2, len(filled))):
            return False
        differing = [at for at, word in heads if word != _folded_at(self.names, at)]
        if differing:
            self._remember(line, [at for at, _word in heads])
        else:
            self._second = ()
        return True

    def _remember(self, line: Line, columns: list[int]) -> None:
        fresh = suggest([line.cell(at) for at in columns], self.fields)
        codes = list(self.mapping) + [""] * (max(columns) + 1 - len(self.mapping))
        for at, code in zip(columns, fresh, strict=True):
            codes = ["" if each == code else each for each in codes]
            codes[at] = code
        self._second, self._second_row = tuple(codes), line.number
        self._second_words = " · ".join(line.cell(at) for at in columns)

    def _best(self, line: Line) -> Shaped:
        base = tuple(self.mapping)
        plain = Shaped(line, line.cells, base)
        wrong = self._against(line.cells, base)
        if not wrong:
            return plain
        if self._second and self._against(line.cells, self._second) < wrong:
            note = _("The row follows the second header in row %(row)d (%(words)s).") % {
                "row": self._second_row,
                "words": shortened(self._second_words, 60),
            }
            return Shaped(line, line.cells, self._second, note)
        return (self._shifted(line) if wrong > 1 else None) or plain

    def _shifted(self, line: Line) -> Shaped | None:
        width = max(len(self.mapping), len(line.cells))
        cells = (*line.cells, *[""] * (width - len(line.cells)))
        for start, end in self._shifts(cells):
            moved = _move(cells, start, end)
            if self._against(moved, self.mapping):
                continue
            if self._behind(moved) < self._behind(cells) + 2:
                continue
            self._last_shift = (start, end)
            if start < end:
                text = _("From “%s” on, the cells stand one column too far to the left.")
            else:
                text = _("From “%s” on, the cells stand one column too far to the right.")
            note = text % shortened(_name_at(self.names, min(start, end)))
            return Shaped(line, moved, tuple(self.mapping), note)
        return None

    def _shifts(self, cells: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Where a cell may be missing and where the gap it left behind is, and the reverse."""
        gaps = [at for at, cell in enumerate(cells) if not cell.strip()]
        if self._last_shift and self._last_shift[1] in gaps:
            yield self._last_shift
        for start, end in itertools.product(range(len(cells)), gaps):
            if start != end:
                yield start, end

    def _against(self, cells: Sequence[str], mapping: Sequence[str]) -> int:
        return sum(1 for told in self._told(cells, mapping) if told < 0)

    def _behind(self, cells: Sequence[str]) -> int:
        return sum(1 for told in self._told(cells, self.mapping) if told > 0)

    def _told(self, cells: Sequence[str], mapping: Sequence[str]) -> Iterator[int]:
        for cell, code, name in itertools.zip_longest(cells, mapping, self.names, fillvalue=""):
            if code in self._kinds:
                yield suits(cell, self._kinds[code].kind)
            elif fold_heading(name) in {"序号", "子序号"} and cell.strip():
                yield 1 if looks_numeric(cell) else -1


def _folded_at(names: Sequence[str], at: int) -> str:
    return fold_heading(_name_at(names, at))


def _name_at(names: Sequence[str], at: int) -> str:
    return names[at] if at < len(names) else ""


def _move(cells: Sequence[str], start: int, end: int) -> tuple[str, ...]:
    """Open a gap at ``start`` by closing the one at ``end``."""
    moved = [cell for at, cell in enumerate(cells) if at != end]
    moved.insert(start, "")
    return tuple(moved)


def _is_footer(line: Line) -> bool:
    filled = [cell.strip() for cell in line.cells if cell.strip()]
    if len(filled) == 1:
        return filled[0].startswith(_NOTES)
    return fold_heading(filled[0]) in _TOTALS if len(filled[0]) <= _LONGEST_HEADING else False
