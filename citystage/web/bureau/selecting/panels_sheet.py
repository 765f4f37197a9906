"""Panels as a sheet: taken out, changed elsewhere, brought back row by row."""

import csv
import io

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.defusing import defused
from citystage.kernel.refusals import Refusal
from citystage.stages.selection.actions.compose_panel import pin_seat, seat_expert
from citystage.stages.selection.models import Candidacy, Expert, Programme, Seat
from citystage.stages.selection.queries import panels
from citystage.stages.selection.queries.experts import register
from citystage.stages.selection.queries.programmes import reach_programme
from citystage.stages.selection.states.panels import SeatState
from citystage.web.bureau.selecting.frame import framed
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page

_LEAD = Permission.SELECTION_PANEL_LEAD
HEAD = ("candidacy", "title", "expert", "email", "state", "alternate", "kept", "chair")
_MOST_BYTES = 2_000_000
_MOST_ROWS = 50_000


class SheetForm(forms.Form):
    """A sheet to be brought in."""

    use_required_attribute = False

    sheet = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy(
            "Columns “candidacy” (its number) and “email” of the expert, as in the file taken out."
        ),
    )

    def clean_sheet(self) -> list[dict[str, str]]:
        """The rows; the file is read as UTF-8 or GB 18030."""
        found = self.cleaned_data["sheet"]
        if found.size > _MOST_BYTES:
            raise forms.ValidationError(_("This file is too large for a list of panels (2 MB)."))
        text = _decoded(found.read())
        reader = csv.DictReader(io.StringIO(text))
        names = {str(name).strip().lower() for name in reader.fieldnames or ()}
        if not {"candidacy", "email"} <= names:
            raise forms.ValidationError(
                _("The first row must name the columns “candidacy” and “email”.")
            )
        rows = [
            {
                str(key).strip().lower(): str(value or "").strip()
                for key, value in row.items()
                if key
            }
            for row in reader
        ]
        if len(rows) > _MOST_ROWS:
            raise forms.ValidationError(_("These are too many rows for a list of panels."))
        return rows


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise forms.ValidationError(_("This file is neither UTF-8 nor GB 18030 text."))


@require_safe
@page
def export(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:  # noqa: ARG001 -- a page's form
    """All seats of the panels one may form, one row each."""
    programme = reach_programme(stamp.actor, pk, _LEAD)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEAD)
    for one in panels.table(stamp.actor, programme):
        for seat in one.seats.all():
            writer.writerow([defused(str(cell)) for cell in _row(one, seat)])
    return HttpResponse(
        # Excel and WPS tell UTF-8 by its mark.
        "\ufeff" + text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="panels-{programme.pk}.csv"'},
    )


def _row(candidacy: Candidacy, seat: Seat) -> tuple[object, ...]:
    return (
        candidacy.number,
        candidacy.application.title,
        seat.expert.name,
        seat.expert.email,
        seat.state,
        seat.reserve_place or "",
        "1" if seat.pinned else "",
        "1" if seat.chairs else "",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@page
def bring_in(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Seat everybody the sheet names; each row that cannot be is told with its reason."""
    programme = reach_programme(stamp.actor, pk, _LEAD)
    form = SheetForm(request.POST or None, request.FILES or None)
    refused: list[tuple[int, str]] = []
    if request.method == "POST" and form.is_valid():
        seated, same, refused = _seat_all(form.cleaned_data["sheet"], programme, stamp)
        if not refused:
            told = ngettext("%(n)d seat is planned.", "%(n)d seats are planned.", seated)
            messages.success(request, told % {"n": seated})
            return HttpResponseRedirect(reverse("bureau:selection_assignment", args=[pk]))
        messages.warning(
            request,
            _("%(seated)d seated, %(same)d there already, %(refused)d not taken.")
            % {"seated": seated, "same": same, "refused": len(refused)},
        )
    crumbs = (
        Link(label=_("Panels"), url=reverse("bureau:selection_assignment", args=[pk])),
        Link(label=_("Bring in a CSV")),
    )
    return framed(
        request,
        stamp,
        programme,
        "assignment",
        "bureau/selecting/panels_import.html",
        {"form": form, "refused": refused},
        crumbs=crumbs,
        status=422 if form.is_bound else 200,
    )


def _seat_all(
    rows: list[dict[str, str]], programme: Programme, stamp: Stamp
) -> tuple[int, int, list[tuple[int, str]]]:
    """(seated, there already, rows not taken with the reason); rows count as in the sheet."""
    cases = {str(one.number): one for one in panels.table(stamp.actor, programme)}
    people = {one.email: one for one in register(stamp.actor)}
    held = {(one.pk, seat.expert_id): seat for one in cases.values() for seat in one.seats.all()}
    seated = same = 0
    refused: list[tuple[int, str]] = []
    for line, row in enumerate(rows, start=2):
        candidacy, expert = cases.get(row["candidacy"]), people.get(row["email"].lower())
        if candidacy is None or expert is None:
            refused.append((line, _missing(row, candidacy)))
            continue
        seat = held.get((candidacy.pk, expert.pk))
        if seat is not None and seat.state not in {SeatState.RESERVE, SeatState.REMOVED}:
            same += 1
            _keep(seat, row, stamp)
            continue
        try:
            _seat(candidacy, expert, stamp)
        except Refusal as refusal:
            refused.append((line, str(refusal)))
        else:
            seated += 1
    return seated, same, refused


def _seat(candidacy: Candidacy, expert: Expert, stamp: Stamp) -> None:
    seat_expert(candidacy, expert=expert, words=_("from a sheet"), stamp=stamp)


def _keep(seat: Seat, row: dict[str, str], stamp: Stamp) -> None:
    if row.get("kept") and not seat.pinned and seat.state == SeatState.PLANNED:
        pin_seat(seat, pinned=True, stamp=stamp)


def _missing(row: dict[str, str], candidacy: Candidacy | None) -> str:
    if candidacy is None:
        return _("There is no candidacy No. %s you may form a panel for.") % row["candidacy"]
    return _("Nobody in the register has the address %s.") % row["email"]
