"""Before an import starts: which sheet, which column is which field, and what would come of it."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets import queries, running
from citystage.foundation.sheets.actions.choose_sheet import choose_sheet
from citystage.foundation.sheets.actions.map_columns import map_columns
from citystage.foundation.sheets.chunks import counts_of
from citystage.foundation.sheets.fields import Field, Kind, joined
from citystage.foundation.sheets.files import stored
from citystage.foundation.sheets.models import ImportRun, layout_of
from citystage.foundation.sheets.preparing import UNITS
from citystage.foundation.sheets.reading import Book, open_book
from citystage.foundation.sheets.targets import Context, Entry, Outcome, Target, target
from citystage.foundation.sheets.values import shortened
from citystage.web.bureau.import_marks import outcome_mark, run_context
from citystage.web.bureau.importing import RELEASES
from citystage.web.shell.components import Badge
from citystage.web.shell.pages import page, show

SHOWN = 8
SAMPLES = 3
CHECKED = 5_000
TOLD = 200


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file in the mapping editor."""

    index: int
    name: str
    samples: Sequence[str]
    chosen: str
    unit: str
    is_money: bool


@dataclass(frozen=True, slots=True)
class Previewed:
    """One row as it would become."""

    entry: Entry
    mark: Badge
    values: Sequence[tuple[str, str]]


def columns_context(run: ImportRun, *, stamp: Stamp) -> dict[str, object]:
    """The mapping editor with a preview of the first rows."""
    kind, layout = target(run.target), layout_of(run)
    with stored(run) as path:
        book = open_book(path)
        first = running.preview(book, layout, kind=kind, context=context_of(run, stamp), rows=SHOWN)
        sheets = book.sheets
    return {
        "columns": _columns(run, kind, first),
        "fields": kind.fields,
        "units": UNITS[1:],
        "releases": RELEASES,
        "sheets": sheets if book.named is None else (),
        "preview": [_previewed(entry, kind) for entry in first],
        "missing": [f for f in kind.fields if f.required and f.code not in run.mapping],
    }


def context_of(run: ImportRun, stamp: Stamp) -> Context:
    """For whom and from where the rows of ``run`` come."""
    return Context(
        city=run.city,
        release=run.release,
        source=run.file_name,
        reading=layout_of(run).reading,
        stamp=stamp,
    )


def _columns(run: ImportRun, kind: Target, first: Sequence[Entry]) -> list[Column]:
    money = {field.code for field in kind.fields if field.kind is Kind.MONEY}
    columns = []
    for index, name in enumerate(run.names):
        samples = [shortened(text) for entry in first if (text := entry.original.get(name, ""))]
        chosen = run.mapping[index] if index < len(run.mapping) else ""
        unit = run.units[index] if index < len(run.units) else ""
        shown = tuple(dict.fromkeys(samples))[:SAMPLES]
        columns.append(Column(index, name, shown, chosen, unit, chosen in money))
    return columns


def _previewed(entry: Entry, kind: Target) -> Previewed:
    assert entry.outcome is not None
    values = [
        (field.label, shortened(_worded(entry.values[field.code]), 80))
        for field in kind.fields
        if field.code in entry.values
    ]
    return Previewed(entry, outcome_mark(entry.outcome), values)


def _worded(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return joined(value) if isinstance(value, list) else str(value)


@require_POST
@page
def sheet(request: HttpRequest, stamp: Stamp, run_id: int) -> HttpResponse:
    """Read another sheet, or take another row for the header."""
    found = queries.reach_run(stamp.actor, run_id)
    row = request.POST.get("header_row", "")
    number = int(row) if row.isascii() and row.isdecimal() and len(row) < 8 else 0  # noqa: PLR2004
    choose_sheet(found, sheet=request.POST.get("sheet", ""), header_row=number, stamp=stamp)
    return HttpResponseRedirect(reverse("bureau:import_run", args=[run_id]), status=303)


@require_POST
@page
def columns(request: HttpRequest, stamp: Stamp, run_id: int) -> HttpResponse:
    """Keep the mapping; then preview it, or check the whole file."""
    found = queries.reach_run(stamp.actor, run_id)
    kind = target(found.target)
    mapping, units = _posted(request, found, kind.fields)
    release = request.POST.get("release", "")
    release = release if release in dict(RELEASES) else found.release
    if twice := _twice(mapping, kind.fields):
        found.mapping, found.units, found.release = mapping, units, release
        context = {**run_context(found), **columns_context(found, stamp=stamp)}
        context["trouble"] = _("Two columns are read as “%s”. Choose one of them.") % twice
        return show(request, "bureau/import_columns.html", context, status=422)
    map_columns(found, mapping=mapping, units=units, release=release, stamp=stamp)
    place = "bureau:import_check" if "check" in request.POST else "bureau:import_run"
    return HttpResponseRedirect(reverse(place, args=[run_id]), status=303)


def _posted(
    request: HttpRequest, run: ImportRun, fields: Sequence[Field]
) -> tuple[list[str], list[str]]:
    known = {field.code for field in fields}
    mapping, units = [], []
    for index in range(len(run.names)):
        code = request.POST.get(f"column-{index}", "")
        unit = request.POST.get(f"unit-{index}", "")
        mapping.append(code if code in known else "")
        units.append(unit if unit in UNITS else "")
    return mapping, units


def _twice(mapping: Sequence[str], fields: Sequence[Field]) -> str:
    return next((f.label for f in fields if mapping.count(f.code) > 1), "")


@require_safe
@page
def check(request: HttpRequest, stamp: Stamp, run_id: int) -> HttpResponse:
    """Say what every row would become, without writing anything."""
    found = queries.reach_run(stamp.actor, run_id)
    kind = target(found.target)
    with stored(found) as path:
        rows = _tried(open_book(path), found, kind, stamp)
    counts = counts_of(rows)
    telling = [e for e in rows if e.outcome in {Outcome.REJECTED, Outcome.DUPLICATE, "updated"}]
    context = {
        **run_context(found),
        "counts": [(each.value, each.label, counts[each.value]) for each in Outcome],
        "rows": [(entry, outcome_mark(str(entry.outcome))) for entry in telling[:TOLD]],
        "checked": len(rows),
        "more": len(rows) == CHECKED,
        "hidden": max(0, len(telling) - TOLD),
    }
    return show(request, "bureau/import_check.html", context)


def _tried(book: Book, run: ImportRun, kind: Target, stamp: Stamp) -> list[Entry]:
    rows = running.try_out(book, layout_of(run), kind=kind, context=context_of(run, stamp))
    return list(itertools.islice(rows, CHECKED))
