"""Read CSV and its relatives; the delimiter is found by trying."""

import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from citystage.foundation.sheets.defusing import restored
from citystage.foundation.sheets.reading.book import (
    EMPTY,
    Book,
    Line,
    Unreadable,
    bounded,
    make_line,
)
from citystage.foundation.sheets.reading.limits import Limits

SHEET = "1"
# The full-width comma splits a table only when nothing else does: sentences are full of it.
_DELIMITERS = ((",", "\t", ";", "|"), ("，",))
_MARKUP = ("<html", "<!doctype", "<?xml", "<table")
_LOOKED_AT = 64
_SAMPLE = 256 * 1024


def open_delimited(path: Path, encoding: str, limits: Limits) -> Book:
    """Open a text table. Row numbers count records, as an office program shows them."""
    with path.open(encoding=encoding, newline="") as file:
        sample = file.read(_SAMPLE)
    if not sample.strip("\ufeff\0 \t\r\n"):
        raise Unreadable("empty", EMPTY)
    if sample.lstrip("\ufeff \t\r\n")[:20].casefold().startswith(_MARKUP):
        raise Unreadable(
            "kind",
            _(
                "This is a web page or an XML file under another name. "
                "Open it and save it as .xlsx."
            ),
        )
    delimiter = delimiter_of(sample, limits)

    def read(_name: str) -> Iterator[Line]:
        return bounded(_lines(path, encoding, delimiter, limits), limits)

    return Book(kind="tsv" if delimiter == "\t" else "csv", sheets=(SHEET,), _read=read)


def delimiter_of(sample: str, limits: Limits) -> str:
    """The sign that splits the first rows most evenly into the most columns."""
    for group in _DELIMITERS:
        tried = [(_evenness(sample, delimiter, limits), delimiter) for delimiter in group]
        best, delimiter = max(tried, key=lambda pair: pair[0])
        if best[1] > 1:
            return delimiter
    return ","


def _evenness(sample: str, delimiter: str, limits: Limits) -> tuple[float, int]:
    """The share of rows with the commonest width, and that width."""
    csv.field_size_limit(limits.file_bytes)
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        widths = [len(row) for row in itertools.islice(reader, _LOOKED_AT) if row]
    except csv.Error:
        return (0.0, 0)
    wide = [width for width in widths if width > 1]
    if not wide:
        return (0.0, 0)
    width, times = Counter(wide).most_common(1)[0]
    return (times / len(widths), width)


def _lines(path: Path, encoding: str, delimiter: str, limits: Limits) -> Iterator[Line | None]:
    csv.field_size_limit(limits.file_bytes)
    with path.open(encoding=encoding, newline="") as file:
        reader = csv.reader(file, delimiter=delimiter)
        for number in itertools.count(1):
            try:
                cells = next(reader, None)
            except csv.Error:
                yield Line(number, ("",), _("The row cannot be split into cells."))
                continue
            if cells is None:
                return
            if number == 1 and cells:
                cells[0] = cells[0].removeprefix("\ufeff")
            yield make_line(number, [restored(cell) for cell in cells], limits)
