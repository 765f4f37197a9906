"""Open a list for a target: its header, the mapping kept for its layout or suggested, its units."""

import itertools
from dataclasses import dataclass, replace
from pathlib import Path

from citystage.foundation.sheets.headers import Header, find_header, header_at, suggest
from citystage.foundation.sheets.preparing import Layout, guess_units
from citystage.foundation.sheets.queries import kept_layout
from citystage.foundation.sheets.reading import Book, Line, open_book
from citystage.foundation.sheets.targets import Target
from citystage.foundation.tenancy.models import Unit

SAMPLE = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """An opened file and how it would be read."""

    book: Book
    header: Header
    layout: Layout
    sample: tuple[Line, ...]


def open_list(path: Path, target: Target, *, sheet: str = "", header_row: int = 0) -> Opened:
    """Open ``path`` and suggest how to read it into ``target``; raises ``Unreadable``."""
    book = open_book(path)
    header = None
    if header_row and book.named is None:
        header = header_at(book, sheet if sheet in book.sheets else book.sheets[0], header_row)
    if header is None:
        header = find_header(book, target.fields, sheet)
    below = (line for line in book.lines(header.sheet) if line.number > header.row)
    sample = tuple(itertools.islice(below, SAMPLE))
    mapping = suggest(header.names, target.fields, sample)
    layout = Layout(
        sheet=header.sheet,
        header_row=header.row,
        names=header.names,
        mapping=tuple(mapping),
        units=tuple(guess_units(header.names, mapping, target.fields, sample)),
    )
    return Opened(book=book, header=header, layout=layout, sample=sample)


def open_known(
    path: Path, target: Target, *, city: Unit, sheet: str = "", header_row: int = 0
) -> Opened:
    """The same, with the mapping that was kept for files of this layout, when there is one."""
    opened = open_list(path, target, sheet=sheet, header_row=header_row)
    kept = kept_layout(city, target.code, opened.header.signature)
    if kept is None:
        return opened
    layout = replace(opened.layout, mapping=tuple(kept.mapping), units=tuple(kept.units))
    return replace(opened, layout=layout)
