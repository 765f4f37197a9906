"""Rounds of assessments: begin, choose labs and assessors, follow the scores, decide together."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.evaluation.actions.decide_round import apply_round, propose_outcome
from citystage.stages.evaluation.actions.fill_sheet import bar_assessor
from citystage.stages.evaluation.actions.open_round import open_round
from citystage.stages.evaluation.actions.prepare_round import (
    cancel_round,
    choose_assessors,
    choose_labs,
    prepare_round,
)
from citystage.stages.evaluation.applying import BadOutcome
from citystage.stages.evaluation.keeping import Outrun
from citystage.stages.evaluation.letters import letter
from citystage.stages.evaluation.models import Assessment, Round
from citystage.stages.evaluation.queries import rounds as queries
from citystage.stages.evaluation.queries.rounds import Line
from citystage.stages.selection.kinds import conflict_kinds
from citystage.stages.selection.wording.lines import number as written
from citystage.stages.selection.wording.lines import said
from citystage.web.bureau.cultivating.deciding_forms import OutcomeForm, proposed_day
from citystage.web.shell.components import Link
from citystage.web.shell.freshness import FIELD as VERSION
from citystage.web.shell.freshness import Stale
from citystage.web.shell.labs.forms import Line as TextLine
from citystage.web.shell.labs.forms import Plain, ReasonForm
from citystage.web.shell.pages import page, show


class TitleForm(Plain):
    """What the assessment is called."""

    title = TextLine(label=gettext_lazy("Title of the assessment"), max_length=200)


def _crumbs(*more: Link) -> list[Link]:
    return [
        Link(label=_("Recognised labs and funds"), url=reverse("bureau:cultivating")),
        Link(label=_("Assessments"), url=reverse("bureau:assessments")),
        *more,
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@page
def rounds(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """The assessments of the city; POST begins one."""
    if not stamp.actor.may(Permission.EVALUATION_LAB_DECIDE):
        raise NotFound(_("There is nothing here for your role."))
    title = _("Assessment of labs %s") % timezone.localdate(stamp.at).year
    form = TitleForm(request.POST or None, initial={"title": title})
    cities = queries.cities(stamp.actor)
    if request.method == "POST" and form.is_valid():
        made = prepare_round(cities[0], title=form.cleaned_data["title"], stamp=stamp)
        messages.success(request, _("Prepared by today's settings. Choose labs and assessors."))
        return HttpResponseRedirect(reverse("bureau:assessment", args=[made.pk]))
    context = {
        "rounds": list(queries.rounds(stamp.actor)),
        "form": form,
        "crumbs": _crumbs(),
    }
    status = 422 if form.errors else 200
    return show(request, "bureau/cultivating/rounds.html", context, status=status)


@require_safe
@page
def one(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """One assessment: being prepared, or its board."""
    return _show(request, stamp, queries.reach_round(stamp.actor, pk))


def _show(  # noqa: PLR0913 -- one page in its few shapes
    request: HttpRequest,
    stamp: Stamp,
    found: Round,
    *,
    sent: Mapping[str, forms.Form] | None = None,
    stale: Stale | None = None,
    status: int = 200,
) -> HttpResponse:
    given = sent or {}
    terms = found.read_terms()
    whole = sum(one.weight for one in terms.criteria)
    context: dict[str, Any] = {
        "round": found,
        "terms": terms,
        "criteria": [(said(one.name), written(100 * one.weight / whole)) for one in terms.criteria],
        "cancel_form": given.get("cancel") or ReasonForm(auto_id="id_cancel_%s"),
        "stale": stale,
        "crumbs": _crumbs(Link(label=found.title)),
    }
    if found.state == "preparing":
        experts, officers = queries.people(found)
        mine = {one.user_id for one in found.assessors.all()}
        context |= {
            "labs": queries.candidates(found),
            "chosen": queries.chosen(found),
            "experts": experts,
            "officers": officers,
            "asked": mine,
        }
    else:
        lines = queries.board(stamp.actor, found)
        context |= {
            "lines": [_line(line, stamp, given) for line in lines],
            "kinds": conflict_kinds(),
            "outcomes": dict(Assessment.Outcome.choices),
            "ready": all(
                line.assessment.outcome and line.handed >= terms.least_sheets
                for line in lines
                if line.assessment.state == "underway"
            ),
        }
    return show(request, "bureau/cultivating/round.html", context, status=status)


def _line(line: Line, stamp: Stamp, given: Mapping[str, forms.Form]) -> dict[str, object]:
    found = line.assessment
    initial = {
        "outcome": found.outcome or line.suggested,
        "improve_by": found.improve_by or proposed_day(found, stamp.at),
        "reason": found.reason,
    }
    form = given.get(f"outcome-{found.pk}") or OutcomeForm(
        initial=initial, auto_id=f"id_outcome{found.pk}_%s"
    )
    bars = [
        (sheet, total, given.get(f"bar-{sheet.pk}") or ReasonForm(auto_id=f"id_bar{sheet.pk}_%s"))
        for sheet, total in line.sheets
    ]
    return {"line": line, "one": found, "form": form, "bars": bars, "letter": letter(found)}


@require_POST
@page
def choose(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Keep the labs and the people that are ticked."""
    found = queries.reach_round(stamp.actor, pk)
    labs = [one for one in queries.candidates(found) if str(one.pk) in request.POST.getlist("lab")]
    experts, officers = queries.people(found)
    people = request.POST.getlist("person")
    choose_labs(found, labs=labs, stamp=stamp)
    choose_assessors(
        found,
        experts=[one for one in experts if str(one.user_id) in people],
        officers=[one for one in officers if str(one.pk) in people],
        stamp=stamp,
    )
    if request.POST.get("do") == "open":
        open_round(found, stamp=stamp)
        messages.success(request, _("The assessment is open; the assessors are asked."))
    else:
        messages.success(request, _("Kept."))
    return HttpResponseRedirect(reverse("bureau:assessment", args=[pk]))


@require_POST
@page
def propose(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """Propose what becomes of one lab."""
    found = queries.reach_round(stamp.actor, pk)
    assessment = queries.reach_assessment(found, number)
    form = OutcomeForm(request.POST, auto_id=f"id_outcome{number}_%s")
    sent = request.POST.get(VERSION, "")
    version = int(sent) if sent.isdecimal() and len(sent) < 10 else 0  # noqa: PLR2004 -- an integer column
    stale = None
    if form.is_valid():
        try:
            propose_outcome(assessment, **form.cleaned_data, version=version, stamp=stamp)
        except BadOutcome as wrong:
            form.add_error("improve_by", str(wrong))
        except Outrun:
            stale = Stale("")
    if stale or not form.is_valid():
        given = {f"outcome-{number}": form}
        status = 409 if stale else 422
        return _show(request, stamp, found, sent=given, stale=stale, status=status)
    messages.success(request, _("The proposal is kept; nobody outside the office sees it."))
    return HttpResponseRedirect(reverse("bureau:assessment", args=[pk]) + f"#lab-{number}")


@require_POST
@page
def bar(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """Keep an assessor away from one lab."""
    found = queries.reach_round(stamp.actor, pk)
    sheet = queries.reach_sheet(found, number)
    form = ReasonForm(request.POST, auto_id=f"id_bar{number}_%s")
    if not form.is_valid():
        return _show(request, stamp, found, sent={f"bar-{number}": form}, status=422)
    bar_assessor(sheet, reason=form.cleaned_data["reason"], stamp=stamp)
    messages.success(request, _("The assessor is told, and what was written does not count."))
    return HttpResponseRedirect(reverse("bureau:assessment", args=[pk]))


@require_POST
@page
def finish(request: HttpRequest, stamp: Stamp, pk: int, verb: str) -> HttpResponse:
    """Let all outcomes take effect, or cancel."""
    found = queries.reach_round(stamp.actor, pk)
    if verb == "apply":
        apply_round(found, stamp=stamp)
        messages.success(request, _("All outcomes are in effect; the labs have their letters."))
    elif verb == "cancel":
        form = ReasonForm(request.POST, auto_id="id_cancel_%s")
        if not form.is_valid():
            return _show(request, stamp, found, sent={"cancel": form}, status=422)
        cancel_round(found, reason=form.cleaned_data["reason"], stamp=stamp)
        messages.success(request, _("Cancelled; its labs are free for another assessment."))
    else:
        raise NotFound(_("There is no such step."))
    return HttpResponseRedirect(reverse("bureau:assessment", args=[pk]))
