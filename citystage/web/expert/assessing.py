"""Assessing recognised labs: what an assessor is asked, the page of one lab, the score sheet."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.evaluation import rules
from citystage.stages.evaluation.actions.fill_sheet import (
    hand_in_sheet,
    recuse_from_sheet,
    save_sheet,
)
from citystage.stages.evaluation.keeping import Outrun
from citystage.stages.evaluation.models import Sheet
from citystage.stages.evaluation.queries import rounds as queries
from citystage.stages.evaluation.queries.page import page_of
from citystage.stages.evaluation.terms import Assessing
from citystage.stages.selection.marking import BadMarks, total_of
from citystage.stages.selection.wording.lines import said
from citystage.web.shell.components import Link
from citystage.web.shell.freshness import Stale
from citystage.web.shell.labs.forms import ReasonForm
from citystage.web.shell.labs.showing import asked_of, report_lines
from citystage.web.shell.marking import as_kept, asked, sent_version, written_in
from citystage.web.shell.pages import page, show

_TEMPLATE = "expert/assessment.html"


@require_safe
@page
def assessments(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """What this person was asked to score, by assessment."""
    groups: dict[int, list[Sheet]] = {}
    for sheet in queries.own_sheets(stamp.actor):
        groups.setdefault(sheet.assessment.round_id, []).append(sheet)
    context = {
        "groups": [(sheets[0].assessment.round, sheets) for sheets in groups.values()],
        "crumbs": [Link(label=_("My work"), url="/work/"), Link(label=_("Assessments of labs"))],
    }
    return show(request, "expert/assessments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def assessment(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Show the lab and the sheet; keep the draft or hand it in."""
    sheet = queries.reach_own_sheet(stamp.actor, pk)
    if request.method != "POST":
        return _show(request, stamp, sheet)
    whole = request.POST.get("do") == "hand_in"
    act = hand_in_sheet if whole else save_sheet
    try:
        act(
            sheet,
            marks=written_in(request, _terms(sheet).criteria),
            version=sent_version(request),
            stamp=stamp,
        )
    except BadMarks as refusal:
        return _show(request, stamp, sheet, errors=refusal.errors, status=422)
    except Outrun:
        fresh = queries.reach_own_sheet(stamp.actor, pk)
        return _show(request, stamp, fresh, stale=Stale(str(fresh.version)), status=409)
    if whole:
        messages.success(request, _("Your scores are handed in. Thank you."))
        return HttpResponseRedirect(reverse("expert:assessments"))
    messages.success(request, _("The draft is kept. Hand it in when it is whole."))
    return HttpResponseRedirect(reverse("expert:assessment", args=[pk]))


@require_POST
@page
def keep(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Keep the draft while the assessor goes on writing; the page keeps its fields."""
    sheet = queries.reach_own_sheet(stamp.actor, pk)
    context: dict[str, object] = {"sheet": sheet, "at": timezone.now()}
    status = 200
    try:
        marks, version = written_in(request, _terms(sheet).criteria), sent_version(request)
        kept = save_sheet(sheet, marks=marks, version=version, stamp=stamp)
        context |= {"sheet": kept, "kept": True, "total": _total(sheet, kept.values)}
    except BadMarks as refusal:
        named = {one.code: said(one.name) for one in _terms(sheet).criteria}
        context["wrong"], status = [named.get(code, "") for code in refusal.errors], 422
    except Outrun:
        context["outrun"], status = True, 409
    return show(request, _TEMPLATE, context, part="kept", status=status)


@require_POST
@page
def leave(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Leave this lab to others, with why."""
    sheet = queries.reach_own_sheet(stamp.actor, pk)
    form = ReasonForm(request.POST, auto_id="id_leave_%s")
    if not form.is_valid():
        return _show(request, stamp, sheet, leave_form=form, status=422)
    recuse_from_sheet(sheet, reason=form.cleaned_data["reason"], stamp=stamp)
    messages.success(request, _("Noted; the office is told."))
    return HttpResponseRedirect(reverse("expert:assessments"))


def _show(  # noqa: PLR0913 -- one page in its few shapes
    request: HttpRequest,
    stamp: Stamp,
    sheet: Sheet,
    *,
    errors: Mapping[str, str] | None = None,
    stale: Stale | None = None,
    leave_form: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    again = errors is not None or stale is not None
    written = written_in(request, _terms(sheet).criteria) if again else as_kept(sheet)
    lab, round_ = sheet.assessment.lab, sheet.assessment.round
    allowed = rules.may_score(sheet, stamp.actor.user_id, round_, stamp.at)
    context: dict[str, object] = {
        "sheet": sheet,
        "lab": lab,
        "round": round_,
        "allowed": allowed,
        "asked": asked(_terms(sheet).criteria, written, errors or {}),
        "written": written,
        "errors": errors,
        "stale": stale,
        "total": _total(sheet, written.values),
        "leave_form": leave_form or ReasonForm(auto_id="id_leave_%s"),
        "crumbs": [
            Link(label=_("Assessments of labs"), url=reverse("expert:assessments")),
            Link(label=lab.label),
        ],
    }
    if sheet.state in {"open", "handed_in"}:
        found = page_of(lab, stamp.actor)
        handed = [one for one in found.reports if one.state == "submitted"]
        context |= {
            "found": found,
            "reports": report_lines(found.reports, stamp.at),
            "handed": [(one, asked_of(one, one.answers)) for one in handed],
        }
    return show(request, _TEMPLATE, context, status=status)


def _terms(sheet: Sheet) -> Assessing:
    return sheet.assessment.round.read_terms()


def _total(sheet: Sheet, values: Mapping[str, str]) -> float | None:
    return total_of(_terms(sheet).scoring, values)
