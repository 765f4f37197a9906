"""Measure a sheet's XML in passing: how far its cells reach, and which hold formulas."""

import re
from collections.abc import Iterable
from xml.parsers import expat

from django.utils.translation import gettext as _

from citystage.foundation.sheets.reading.book import Unreadable
from citystage.foundation.sheets.reading.limits import Limits
from citystage.foundation.sheets.reading.zips import broken

_PLACE = re.compile(r"\A([A-Z]{1,3})(\d{1,7})\Z")
_FORMULAS_KEPT = 10_000


def column_number(letters: str) -> int:
    """``A`` is 1, ``XFD`` 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


class SheetMeasure:
    """Reads one worksheet part with expat and refuses what would not fit into memory.

    A worksheet is held as a full rectangle later, so two cells at opposite corners of an
    otherwise empty sheet cost as much as all cells between them.
    """

    def __init__(self, limits: Limits) -> None:
        self.formulas: dict[tuple[int, int], str] = {}
        self.formula_count = 0
        self._limits = limits
        self._row = self._column = self._cells = 0
        self._far_row = self._far_column = 0
        self._text: list[str] | None = None

    def read(self, chunks: Iterable[bytes]) -> None:
        """Take in the whole part."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.EntityDeclHandler = _refuse_entities
        try:
            for chunk in chunks:
                parser.Parse(chunk, False)  # noqa: FBT003 -- expat's own signature
            parser.Parse(b"", True)  # noqa: FBT003
        except expat.ExpatError as fault:
            raise broken() from fault

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "row":
            given = attributes.get("r", "")
            self._row = int(given) if given.isascii() and given.isdigit() else self._row + 1
            self._column = 0
        elif tag == "c":
            self._place(attributes.get("r", ""))
        elif tag in {"v", "is", "f"}:
            self._reach()
            if tag == "f":
                self.formula_count += 1
                self._text = []

    def _place(self, given: str) -> None:
        self._cells += 1
        if self._cells > self._limits.cells:
            raise _too_many(self._limits)
        if found := _PLACE.match(given):
            self._column, self._row = column_number(found[1]), int(found[2])
        else:
            self._column += 1

    def _reach(self) -> None:
        self._far_row = max(self._far_row, self._row)
        self._far_column = max(self._far_column, self._column)
        if self._far_row * self._far_column > self._limits.cells:
            raise _too_many(self._limits)

    def _data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end(self, name: str) -> None:
        if self._text is not None and name.endswith(" f"):
            if len(self.formulas) < _FORMULAS_KEPT:
                self.formulas[self._row, self._column] = "".join(self._text)
            self._text = None


def _refuse_entities(*_: object) -> None:
    raise broken()


def _too_many(limits: Limits) -> Unreadable:
    return Unreadable(
        "cells",
        _(
            "The sheet reaches over more than %d cells. Remove stray cells far from the list, "
            "or split it."
        )
        % limits.cells,
    )


class OpenDocumentMeasure:
    """The same for an OpenDocument sheet, whose repeated cells are written once."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._row = self._rows = self._column = 0
        self._far_row = self._far_column = 0

    def read(self, chunks: Iterable[bytes]) -> None:
        """Take in ``content.xml``."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EntityDeclHandler = _refuse_entities
        try:
            for chunk in chunks:
                parser.Parse(chunk, False)  # noqa: FBT003
            parser.Parse(b"", True)  # noqa: FBT003
        except expat.ExpatError as fault:
            raise broken() from fault

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        plain = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if tag == "table":
            self._row = self._rows = self._far_row = self._far_column = 0
        elif tag == "table-row":
            self._row += self._rows
            self._rows = _repeats(plain.get("number-rows-repeated"))
            self._column = 0
        elif tag in {"table-cell", "covered-table-cell"}:
            self._column += _repeats(plain.get("number-columns-repeated"))
            if "value-type" in plain or "formula" in plain:
                self._reach()

    def _reach(self) -> None:
        self._far_row = max(self._far_row, self._row + self._rows)
        self._far_column = max(self._far_column, self._column)
        if self._far_row * self._far_column > self._limits.cells:
            raise _too_many(self._limits)


def _repeats(given: str | None) -> int:
    if given is None:
        return 1
    # A count that long is an attack; the product is refused as soon as a cell uses it.
    return int(given[:10]) if given.isascii() and given.isdigit() else 1
