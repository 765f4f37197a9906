"""Walk through a file and bring its rows in, chunk by chunk; the same for jobs and commands."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.actions.end import end
from citystage.foundation.sheets.actions.keep_chunk import keep_chunk
from citystage.foundation.sheets.actions.measure import measure
from citystage.foundation.sheets.chunks import counts_of, weigh
from citystage.foundation.sheets.files import stored
from citystage.foundation.sheets.models import ImportRun, layout_of
from citystage.foundation.sheets.preparing import Layout, entries
from citystage.foundation.sheets.reading import Book, Unreadable, open_book
from citystage.foundation.sheets.states import ImportState
from citystage.foundation.sheets.targets import Context, Entry, Target, target

CHUNK = 1_000


def read(book: Book, layout: Layout, kind: Target) -> Iterator[Entry]:
    """Every row of the sheet as an entry."""
    return entries(book.lines(layout.sheet), layout=layout, fields=kind.fields)


def bring_in(run: ImportRun, *, stamps: Callable[[], Stamp]) -> ImportRun:
    """Take a running import to its end. ``stamps`` gives the stamp of each transaction."""
    try:
        with stored(run) as path:
            run = _walk(run, path, stamps)
    except Unreadable as refusal:
        return end(run, failure=str(refusal.reason), stamp=stamps())
    if run.state != ImportState.RUNNING:
        return run
    return end(run, failure="", stamp=stamps())


def _walk(run: ImportRun, path: Path, stamps: Callable[[], Stamp]) -> ImportRun:
    kind, layout, book = target(run.target), layout_of(run), open_book(path)
    if run.rows is None:
        measure(run, rows=sum(1 for _ in book.lines(run.sheet)), stamp=stamps())
    remaining = (entry for entry in read(book, layout, kind) if entry.number > run.position)
    for chunk in itertools.batched(remaining, CHUNK, strict=False):
        run = keep_chunk(run, entries=chunk, stamp=stamps())
        if run.state != ImportState.RUNNING or run.cancel_asked:
            break
    return run


def try_out(book: Book, layout: Layout, *, kind: Target, context: Context) -> Iterator[Entry]:
    """What every row would become, without writing anything."""
    met: dict[str, int] = {}
    for chunk in itertools.batched(read(book, layout, kind), CHUNK, strict=False):
        weigh(chunk, target=kind, earlier=lambda _keys: met, context=context)
        for entry in chunk:
            if entry.key and entry.outcome in {"imported", "updated", "unchanged"}:
                met.setdefault(entry.key, entry.number)
        counts_of(chunk)
        yield from chunk


def preview(
    book: Book, layout: Layout, *, kind: Target, context: Context, rows: int
) -> list[Entry]:
    """What the first ``rows`` rows below the header would become."""
    lines = itertools.islice(book.lines(layout.sheet), layout.header_row + rows + _MORE)
    found = list(entries(lines, layout=layout, fields=kind.fields))
    data = [entry for entry in found if entry.number > layout.header_row][:rows]
    weigh(data, target=kind, earlier=lambda _keys: {}, context=context)
    return data


# Rows above the header may be empty and are then no lines, and a section is joined once it is
# whole: more than needed are read.
_MORE = 200
