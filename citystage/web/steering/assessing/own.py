"""The assessed: where we are assessed, our self-report, our result, our reply, our letter."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citystage.engines.text.folding import clean
from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound, Refusal
from citystage.stages.evaluation.actions.reply_to_result import reply_to_result
from citystage.stages.evaluation.actions.report_oneself import (
    hand_in_own_report,
    remove_own_paper,
    save_own_report,
)
from citystage.stages.evaluation.keeping import Outrun
from citystage.stages.evaluation.models import Subject
from citystage.stages.evaluation.queries import assessed as queries
from citystage.stages.evaluation.queries.exercises import paper_of, papers_of
from citystage.stages.evaluation.states.exercises import SubjectState
from citystage.stages.evaluation.yearly import letters, rules
from citystage.stages.evaluation.yearly.reporting import BadReport, Written
from citystage.stages.selection.wording.lines import said
from citystage.web.shell.components import Link
from citystage.web.shell.downloads import download
from citystage.web.shell.exports import attached
from citystage.web.shell.freshness import Stale
from citystage.web.shell.marking import sent_version
from citystage.web.shell.pages import page, show
from citystage.web.steering.assessing.forms import PapersForm, ReplyForm
from citystage.web.steering.assessing.looks import (
    events,
    last_day,
    late_words,
    listed,
    name_of,
    subject_badge,
)
from citystage.web.steering.assessing.own_figures import own_figures

PER_PAGE = 20
_TOLD = frozenset({SubjectState.SHOWN, SubjectState.REPLIED, SubjectState.DECIDED})


@require_safe
@page
def mine(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/steering/assessed/``: every assessment of the own unit, the latest first."""
    if not queries.answers(stamp.actor):
        raise NotFound(_("There is nothing here for your role."))
    leaf = Paginator(queries.own_subjects(stamp.actor), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": leaf,
        "lines": [
            (one, subject_badge(one), last_day(one.exercise.report_until), late_words(one))
            for one in leaf
        ],
        "crumbs": [
            Link(label=_("My work"), url=reverse("work:home")),
            Link(label=_("Where we are assessed")),
        ],
    }
    return show(request, "steering/assessing/mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def own(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/steering/assessed/<pk>/``: the self-report, later the result."""
    found = queries.reach_own(stamp.actor, pk)
    if request.method != "POST":
        return _draw(request, stamp, found)
    whole = request.POST.get("do") == "hand_in"
    act = hand_in_own_report if whole else save_own_report
    written, form = _written(request, found), PapersForm(request.POST, request.FILES)
    if not form.is_valid():
        return _draw(request, stamp, found, written=written, papers=form)
    try:
        act(
            found,
            written=written,
            files=form.cleaned_data["papers"],
            version=sent_version(request),
            stamp=stamp,
        )
    except BadReport as refusal:
        return _draw(request, stamp, found, written=written, errors=refusal.errors)
    except Outrun:
        fresh = queries.reach_own(stamp.actor, pk)
        return _draw(request, stamp, fresh, written=written, stale=Stale(str(fresh.version)))
    if whole:
        messages.success(request, _("Your self-report is handed in."))
    else:
        messages.success(request, _("The draft is kept. Hand it in when it is whole."))
    return HttpResponseRedirect(reverse("steering:assessed_one", args=[pk]))


@require_POST
@page
def reply(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Reply to the result, once."""
    found = queries.reach_own(stamp.actor, pk)
    form = ReplyForm(request.POST, request.FILES, auto_id="id_reply_%s")
    if not form.is_valid():
        return _draw(request, stamp, found, reply_form=form)
    chosen = form.cleaned_data
    try:
        reply_to_result(found, words=chosen["words"], files=chosen["papers"], stamp=stamp)
    except Refusal as refusal:
        if refusal.status != 422:  # noqa: PLR2004 -- what was typed
            raise
        form.add_error(None, str(refusal))
        return _draw(request, stamp, found, reply_form=form)
    messages.success(request, _("Your reply is with the office."))
    return HttpResponseRedirect(reverse("steering:assessed_one", args=[pk]))


@require_POST
@page
def remove(request: HttpRequest, stamp: Stamp, pk: int, file: int) -> HttpResponse:
    """Take a file out of the draft."""
    found = queries.reach_own(stamp.actor, pk)
    remove_own_paper(paper_of(found, file), stamp=stamp)
    messages.success(request, _("Taken out."))
    return HttpResponseRedirect(reverse("steering:assessed_one", args=[pk]))


@require_safe
@page
def paper(
    request: HttpRequest,  # noqa: ARG001 -- a page's form
    stamp: Stamp,
    pk: int,
    file: int,
) -> HttpResponse:
    """One file of ours."""
    found = paper_of(queries.reach_own(stamp.actor, pk), file)
    return download(found.file, found.name)


@require_safe
@page
def letter(
    request: HttpRequest,  # noqa: ARG001 -- a page's form
    stamp: Stamp,
    pk: int,
) -> HttpResponse:
    """The letter, once the result is decided."""
    found = queries.reach_own(stamp.actor, pk)
    if found.state != SubjectState.DECIDED:
        raise NotFound(_("The result is not decided yet."))
    return attached(letters.letter_pdf(found, stamp.at), "letter.pdf", "application/pdf")


def _draw(  # noqa: PLR0913 -- one page in its few shapes
    request: HttpRequest,
    stamp: Stamp,
    found: Subject,
    *,
    written: Written | None = None,
    errors: Mapping[str, str] | None = None,
    papers: PapersForm | None = None,
    stale: Stale | None = None,
    reply_form: ReplyForm | None = None,
) -> HttpResponse:
    exercise, wrong = found.exercise, errors or {}
    now = written or Written(words=found.words, overview=found.overview, links=found.links)
    told = found.state in _TOLD
    context: dict[str, Any] = {
        "exercise": exercise,
        "subject": found,
        "state": subject_badge(found),
        "late": late_words(found),
        "last_day": last_day(exercise.report_until),
        "over": stamp.at >= exercise.report_until,
        "allowed": rules.may_report(stamp.actor, found),
        "asked": [
            (
                one,
                name_of(one),
                said(one.asks),
                now.words.get(one.code, ""),
                wrong.get(one.code, ""),
            )
            for one in exercise.read_terms().measures
            if one.asks is not None
        ],
        "written": now,
        "links": found.links.splitlines(),
        "errors": wrong,
        "stale": stale,
        "papers": papers_of(found),
        "papers_form": papers or PapersForm(),
        "told": told,
        "result": letters.parts_of(found, stamp.at) if found.state == SubjectState.DECIDED else [],
        "missing": listed(
            name_of(one) for one in exercise.read_terms().measures if one.code in found.missing
        ),
        "count": exercise.subjects.exclude(score=None).count() if told else 0,
        "reply_until": last_day(exercise.reply_until),
        "may_reply": rules.may_reply(stamp.actor, found, stamp.at),
        "reply_form": reply_form or ReplyForm(auto_id="id_reply_%s"),
        "here": reverse("steering:assessed_one", args=[found.pk]),
        "figures": own_figures(stamp.actor, found),
        "kept": exercise.scoring_at,
        "events": events(queries.events_of(found)),
        "crumbs": [
            Link(label=_("Where we are assessed"), url=reverse("steering:assessed")),
            Link(label=exercise.title),
        ],
    }
    bad = errors is not None or papers is not None or reply_form is not None
    status = 409 if stale else 422 if bad else 200
    return show(request, "steering/assessing/own.html", context, status=status)


def _written(request: HttpRequest, found: Subject) -> Written:
    sent = request.POST
    codes = [one.code for one in found.exercise.read_terms().measures if one.asks is not None]
    return Written(
        words={code: clean(sent.get(f"words-{code}", "")).strip() for code in codes},
        overview=clean(sent.get("overview", "")).strip(),
        links=clean(sent.get("links", "")).strip(),
    )
