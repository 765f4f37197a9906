"""The assessor: what one is asked to mark, the self-report behind it, the score sheet."""

from collections.abc import Mapping
from dataclasses import replace

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.evaluation.actions.mark_subject import (
    hand_in_marks,
    recuse_from_marks,
    save_marks,
)
from citystage.stages.evaluation.keeping import Outrun
from citystage.stages.evaluation.models import MarkSheet
from citystage.stages.evaluation.queries import marks as queries
from citystage.stages.evaluation.queries.exercises import paper_of, papers_of
from citystage.stages.evaluation.queries.matrix import weightings, weights_of
from citystage.stages.evaluation.states.exercises import MarkState
from citystage.stages.evaluation.yearly import rules
from citystage.stages.evaluation.yearly.reads import kept
from citystage.stages.selection.marking import BadMarks
from citystage.stages.selection.terms import Criterion
from citystage.stages.selection.wording.lines import said
from citystage.web.shell.components import Link
from citystage.web.shell.downloads import download
from citystage.web.shell.fields import ReasonForm
from citystage.web.shell.freshness import Stale
from citystage.web.shell.marking import Asked, as_kept, asked, sent_version, written_in
from citystage.web.shell.pages import page, show
from citystage.web.steering.assessing.looks import last_day, late_words, name_of
from citystage.web.steering.assessing.subject import report_lines

PER_PAGE = 30
_TEMPLATE = "steering/assessing/mark.html"
_READS = frozenset({MarkState.OPEN, MarkState.HANDED_IN})


@require_safe
@page
def sheets(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/steering/marks/``: what this person is asked to mark."""
    leaf = Paginator(queries.own_sheets(stamp.actor), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": leaf,
        "lines": [
            (
                one,
                last_day(one.subject.exercise.score_until),
                rules.may_mark(one, stamp.actor.user_id, stamp.at),
            )
            for one in leaf
        ],
        "crumbs": [
            Link(label=_("My work"), url=reverse("work:home")),
            Link(label=_("Marks for yearly assessments")),
        ],
    }
    return show(request, "steering/assessing/marks.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def sheet(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Show the self-report and the sheet; keep the draft or hand it in."""
    found = queries.reach_own_sheet(stamp.actor, pk)
    if request.method != "POST":
        return _draw(request, stamp, found)
    whole = request.POST.get("do") == "hand_in"
    act = hand_in_marks if whole else save_marks
    marks = written_in(request, _criteria(found))
    try:
        act(found, marks=marks, version=sent_version(request), stamp=stamp)
    except BadMarks as refusal:
        return _draw(request, stamp, found, errors=refusal.errors)
    except Outrun:
        fresh = queries.reach_own_sheet(stamp.actor, pk)
        return _draw(request, stamp, fresh, stale=Stale(str(fresh.version)))
    if whole:
        messages.success(request, _("Your marks are handed in. Thank you."))
        return HttpResponseRedirect(reverse("steering:marks"))
    messages.success(request, _("The draft is kept. Hand it in when it is whole."))
    return HttpResponseRedirect(reverse("steering:mark", args=[pk]))


@require_POST
@page
def keep(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Keep the draft while the assessor goes on writing; the page keeps its fields."""
    found = queries.reach_own_sheet(stamp.actor, pk)
    context: dict[str, object] = {"sheet": found, "at": timezone.now()}
    status = 200
    try:
        marks = written_in(request, _criteria(found))
        now = save_marks(found, marks=marks, version=sent_version(request), stamp=stamp)
        context |= {"sheet": now, "kept": True}
    except BadMarks as refusal:
        names = {one.code: said(one.name) for one in _criteria(found)}
        context["wrong"], status = [names.get(code, "") for code in refusal.errors], 422
    except Outrun:
        context["outrun"], status = True, 409
    return show(request, _TEMPLATE, context, part="kept", status=status)


@require_POST
@page
def leave(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Leave it to other assessors, with why."""
    found = queries.reach_own_sheet(stamp.actor, pk)
    form = ReasonForm(request.POST, auto_id="id_leave_%s")
    if not form.is_valid():
        return _draw(request, stamp, found, leave_form=form)
    recuse_from_marks(found, reason=form.cleaned_data["reason"], stamp=stamp)
    messages.success(request, _("Noted; the office is told."))
    return HttpResponseRedirect(reverse("steering:marks"))


@require_safe
@page
def paper(
    request: HttpRequest,  # noqa: ARG001 -- a page's form
    stamp: Stamp,
    pk: int,
    file: int,
) -> HttpResponse:
    """One file of the self-report, for whom no conflict keeps away."""
    found = queries.reach_own_sheet(stamp.actor, pk)
    rules.may_read(found).enforce()
    one = paper_of(found.subject, file)
    return download(one.file, one.name)


def _draw(  # noqa: PLR0913 -- one page in its few shapes
    request: HttpRequest,
    stamp: Stamp,
    found: MarkSheet,
    *,
    errors: Mapping[str, str] | None = None,
    stale: Stale | None = None,
    leave_form: ReasonForm | None = None,
) -> HttpResponse:
    subject, exercise = found.subject, found.subject.exercise
    again = errors is not None or stale is not None
    written = written_in(request, _criteria(found)) if again else as_kept(found)
    context: dict[str, object] = {
        "sheet": found,
        "subject": subject,
        "exercise": exercise,
        "allowed": rules.may_mark(found, stamp.actor.user_id, stamp.at),
        "last_day": last_day(exercise.score_until),
        "asked": _asked(found, asked(_criteria(found), written, errors or {})),
        "written": written,
        "errors": errors,
        "stale": stale,
        "leave_form": leave_form or ReasonForm(auto_id="id_leave_%s"),
        "here": reverse("steering:mark", args=[found.pk]),
        "crumbs": [
            Link(label=_("Marks for yearly assessments"), url=reverse("steering:marks")),
            Link(label=subject.label),
        ],
    }
    if found.state in _READS:
        context |= {
            "reads": True,
            "report": report_lines(subject),
            "links": subject.links.splitlines(),
            "papers": papers_of(subject, "report"),
            "late": late_words(subject),
            "figures": [
                (name_of(one), kept(subject, one.code))
                for one in exercise.read_terms().measures
                if one.kind == "figure"
            ],
        }
    status = 409 if stale else 422 if errors is not None or leave_form is not None else 200
    return show(request, _TEMPLATE, context, status=status)


def _criteria(found: MarkSheet) -> tuple[Criterion, ...]:
    return found.subject.exercise.read_terms().judged


def _asked(found: MarkSheet, lines: list[Asked]) -> list[Asked]:
    """Each criterion with the share its weight has now; the city may set others."""
    weights = weights_of(weightings(found.subject.exercise)[0])
    whole = sum(weights.values())
    return [replace(one, share=f"{100 * weights[one.code] / whole:.0f}") for one in lines]
