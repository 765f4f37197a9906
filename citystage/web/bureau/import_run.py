"""One import: its columns before it starts, its progress, and its report row by row."""

import tempfile
from pathlib import Path

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets import jobs, queries
from citystage.foundation.sheets.actions.cancel import cancel
from citystage.foundation.sheets.actions.revive import revive
from citystage.foundation.sheets.actions.start import start
from citystage.foundation.sheets.fields import Field
from citystage.foundation.sheets.models import ImportRow, ImportRun
from citystage.foundation.sheets.states import ImportState
from citystage.foundation.sheets.targets import Outcome
from citystage.foundation.sheets.writing import FORMATS, Row
from citystage.web.bureau.import_columns import columns_context
from citystage.web.bureau.import_marks import outcome_mark, run_context, tally
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Option
from citystage.web.shell.pages import page, show, wants_part

PAGE = 50


@require_safe
@page
def run(request: HttpRequest, stamp: Stamp, run_id: int) -> HttpResponse:
    """Show where the import stands, and what can be done with it now."""
    found = queries.reach_run(stamp.actor, run_id)
    context = run_context(found)
    if found.state == ImportState.UPLOADED:
        context |= columns_context(found, stamp=stamp)
        return show(request, "bureau/import_columns.html", context)
    context |= _report(request, found)
    return show(request, "bureau/import_run.html", context, part="report")


def _report(request: HttpRequest, run: ImportRun) -> dict[str, object]:
    here = Address.of(request)
    chosen = request.GET.get("outcome", "")
    outcome = chosen if chosen in Outcome.values else ""
    rows = Paginator(queries.report(run, outcome), PAGE).get_page(request.GET.get("page"))
    options = [
        Option(
            value=value,
            label=label,
            count=number,
            url=str(here.having("outcome", value)),
            active=value == outcome,
        )
        for value, label, number in tally(run.counts)
    ]
    return {
        "rows": [(row, outcome_mark(row.outcome)) for row in rows],
        "page": rows,
        "outcomes": options,
        "all_rows": str(here.without("outcome", "page")),
        "outcome": outcome,
    }


@require_POST
@page
def begin(request: HttpRequest, stamp: Stamp, run_id: int) -> HttpResponse:
    """Start the import, or let it go on; a worker reads the rows."""
    del request
    started = start(queries.reach_run(stamp.actor, run_id), stamp=stamp)
    jobs.run_import.enqueue(started.pk)
    return _back(started)


@require_POST
@page
def stop(request: HttpRequest, stamp: Stamp, run_id: int) -> HttpResponse:
    """Cancel a running import; what has come in stays."""
    del request
    return _back(cancel(queries.reach_run(stamp.actor, run_id), stamp=stamp))


@require_safe
@page
def progress(request: HttpRequest, stamp: Stamp, run_id: int) -> HttpResponse:
    """Show how far the import is; asked for again and again by the page itself."""
    found = queries.reach_run(stamp.actor, run_id)
    if found.state != ImportState.RUNNING:
        response = _back(found)
        if wants_part(request):
            response = HttpResponse(headers={"HX-Refresh": "true"})
        return response
    if revive(found, stamp=stamp):
        jobs.run_import.enqueue(found.pk)
    context = run_context(found)
    return show(request, "bureau/import_run.html", context, part="progress")


@require_safe
@page
def rejected(request: HttpRequest, stamp: Stamp, run_id: int) -> HttpResponse:
    """Give the rejected rows as a workbook with the reasons, to be put right and uploaded."""
    del request
    found = queries.reach_run(stamp.actor, run_id)
    names = _headings(found)
    reason = _("Reason for rejection")
    number = _("Row in the file")
    fields = [Field(code=name, zh=name, en=name) for name in (*names, number, reason)]
    rows = (_rejected_row(row, number, reason) for row in queries.rejected(found))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rejected.xlsx"
        FORMATS["xlsx"].write(path, fields, rows)
        response = HttpResponse(path.read_bytes(), content_type=FORMATS["xlsx"].media_type)
    name = f"{Path(found.file_name).stem}-{_('rejected')}.xlsx"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


def _headings(run: ImportRun) -> list[str]:
    """The columns of the file, and those that only some rejected rows have."""
    names: dict[str, None] = dict.fromkeys(name for name in run.names if name)
    for row in queries.rejected(run):
        names.update(dict.fromkeys(row.original))
    return list(names)


def _rejected_row(row: ImportRow, number: str, reason: str) -> Row:
    return {**row.original, number: row.number, reason: row.reason}


def _back(run: ImportRun) -> HttpResponse:
    return HttpResponseRedirect(reverse("bureau:import_run", args=[run.pk]), status=303)
