"""The score page of one seat: what there is to read, the form beside it, and the own pile."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.selection import standing
from citystage.stages.selection.actions.save_sheet import Outrun, hand_in_sheet, save_sheet
from citystage.stages.selection.kinds import conflict_kinds
from citystage.stages.selection.marking import BadMarks, total_of
from citystage.stages.selection.models import Seat, Sheet
from citystage.stages.selection.queries import blind, copies, seats, sheets
from citystage.stages.selection.queries.locking import KeptAway
from citystage.stages.selection.queries.meetings import meetings_of
from citystage.stages.selection.queries.sheets import programme_scored
from citystage.stages.selection.rules.scores import may_score
from citystage.stages.selection.states.panels import SeatState
from citystage.stages.selection.terms import Criterion
from citystage.stages.selection.wording.lines import number, said
from citystage.web.shell.components import Link
from citystage.web.shell.downloads import download
from citystage.web.shell.freshness import Stale
from citystage.web.shell.marking import as_kept, asked, sent_version, written_in
from citystage.web.shell.pages import page, show

_TEMPLATE = "expert/score.html"


def reached(stamp: Stamp, pk: int) -> Seat:
    """A seat of one's own that scores or scored; whom a conflict bars is told so."""
    seat = seats.reach_own_seat(stamp.actor, pk)
    if conflict := standing.barred(stamp.actor, seat.candidacy):
        kind = {"kind": conflict_kinds()[conflict.kind]}
        raise KeptAway(_("You are in conflict with this candidacy: %(kind)s.") % kind)
    if seat.state not in (SeatState.ACCEPTED, SeatState.SCORED):
        raise NotFound(_("There is no such seat among yours."))
    return seat


@require_http_methods(["GET", "HEAD", "POST"])
@page
def score(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Show the file and the form; keep the draft or hand it in."""
    seat = reached(stamp, pk)
    if request.method != "POST":
        return _show(request, stamp, seat)
    whole = request.POST.get("do") == "hand_in"
    act = hand_in_sheet if whole else save_sheet
    try:
        act(
            seat,
            marks=written_in(request, _criteria(seat)),
            version=sent_version(request),
            stamp=stamp,
        )
    except BadMarks as refusal:
        return _show(request, stamp, seat, errors=refusal.errors, status=422)
    except Outrun:
        fresh = sheets.sheet_of(seat)
        stale = Stale(str(fresh.version if fresh else 0))
        return _show(request, stamp, seat, stale=stale, status=409)
    if whole:
        messages.success(request, _("Your scores are handed in. Thank you."))
        return HttpResponseRedirect(reverse("expert:pile", args=[seat.candidacy.programme_id]))
    messages.success(request, _("The draft is kept. Hand it in when it is whole."))
    return HttpResponseRedirect(reverse("expert:score", args=[pk]))


@require_POST
@page
def keep(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Keep the draft while the expert goes on writing; the page keeps its fields."""
    seat = reached(stamp, pk)
    context: dict[str, object] = {"seat": seat, "at": timezone.now()}
    status = 200
    try:
        kept = save_sheet(
            seat,
            marks=written_in(request, _criteria(seat)),
            version=sent_version(request),
            stamp=stamp,
        )
        scoring = seat.candidacy.programme.read_terms().scoring
        context |= {"sheet": kept, "kept": True, "total": total_of(scoring, kept.values)}
    except BadMarks as refusal:
        named = {one.code: said(one.name) for one in _criteria(seat)}
        context["wrong"], status = [named.get(code, "") for code in refusal.errors], 422
    except Outrun:
        context["outrun"], status = True, 409
    return show(request, _TEMPLATE, context, part="kept", status=status)


def _show(  # noqa: PLR0913 -- one page in its few shapes
    request: HttpRequest,
    stamp: Stamp,
    seat: Seat,
    *,
    errors: Mapping[str, str] | None = None,
    stale: Stale | None = None,
    status: int = 200,
) -> HttpResponse:
    called, candidacy = blind.name(seat.candidacy), seat.candidacy
    sheet = sheets.sheet_of(seat)
    written = written_in(request, _criteria(seat)) if request.method == "POST" else as_kept(sheet)
    scoring = candidacy.programme.read_terms().scoring
    allowed = may_score(seat, None, timezone.now(), own=True)
    context = {
        "seat": seat,
        "called": called,
        "copy": copies.copy_of(candidacy),
        "sheet": sheet,
        "version": sheet.version if sheet else 0,
        "asked": asked(scoring.criteria, written, errors or {}),
        "written": written,
        "errors": errors,
        "stale": stale,
        "total": total_of(scoring, written.values),
        "allowed": allowed,
        "phase": candidacy.programme.read_terms().phase("scoring"),
        "panel": _panel(seat, stamp),
        "consensus": sheets.consensus_of(candidacy)
        if sheets.panel_is_open(seat, stamp.at)
        else None,
        "crumbs": [
            Link(label=_("Panels"), url=reverse("expert:home")),
            Link(label=called, url=reverse("expert:seat", args=[seat.pk])),
            Link(label=_("Score")),
        ],
    }
    return show(request, _TEMPLATE, context, status=status)


def _criteria(seat: Seat) -> tuple[Criterion, ...]:
    return seat.candidacy.programme.read_terms().scoring.criteria


def _panel(seat: Seat, stamp: Stamp) -> list[tuple[Sheet, list[str], float | None]]:
    """The panel's sheets, mark by mark, once the terms open them to its members."""
    scoring = seat.candidacy.programme.read_terms().scoring
    return [
        (
            one,
            [one.values.get(criterion.code, "—") for criterion in scoring.criteria],
            total_of(scoring, one.values),
        )
        for one in sheets.panel_sheets(seat, stamp.at)
    ]


@require_safe
@page
def file(
    request: HttpRequest,  # noqa: ARG001 -- a page's form
    stamp: Stamp,
    pk: int,
    kind: str,
    number: int,
) -> HttpResponse:
    """A file of the application, or of its redacted copy; always a download."""
    seat = reached(stamp, pk)
    found, name = copies.file_of(seat.candidacy, kind, number)
    return download(found, name)


@require_safe
@page
def pile(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """The own pile side by side: every criterion of every candidacy one scores here."""
    programme = programme_scored(pk)
    lines = sheets.own_pile(stamp.actor, programme) if programme else []
    if programme is None or not lines:
        raise NotFound(_("There is nothing here for your role."))
    criteria = programme.read_terms().scoring.criteria
    context = {
        "programme": programme,
        "meetings": meetings_of(programme),
        "criteria": [(said(one.name), number(one.low), number(one.high)) for one in criteria],
        "lines": [(line, [line.values.get(one.code, "—") for one in criteria]) for line in lines],
        "crumbs": [Link(label=_("Panels"), url=reverse("expert:home")), Link(label=_("Compare"))],
    }
    return show(request, "expert/pile.html", context)
