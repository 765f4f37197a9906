"""One who is assessed, for the office: self-report, marks, result, reply, grade, letter."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.evaluation.actions.check_own_report import (
    check_own_report,
    drop_subject,
    send_own_report_back,
)
from citystage.stages.evaluation.actions.decide_exercise import propose_grade
from citystage.stages.evaluation.actions.mark_subject import bar_examiner
from citystage.stages.evaluation.actions.reply_to_result import answer_reply
from citystage.stages.evaluation.models import MarkSheet, Subject
from citystage.stages.evaluation.queries import exercises as queries
from citystage.stages.evaluation.queries.matrix import matrix_of
from citystage.stages.evaluation.states.exercises import MarkState, SubjectState
from citystage.stages.evaluation.yearly import letters, rules
from citystage.stages.evaluation.yearly.standing import kept_away
from citystage.stages.selection.kinds import conflict_kinds
from citystage.web.shell import steps
from citystage.web.shell.components import Link
from citystage.web.shell.downloads import download
from citystage.web.shell.exports import attached
from citystage.web.shell.fields import ReasonForm
from citystage.web.shell.pages import page, show
from citystage.web.shell.steps import Shown, Step
from citystage.web.steering.assessing.forms import AnswerForm, GradeForm, WordsForm
from citystage.web.steering.assessing.looks import (
    events,
    former_replies,
    home,
    late_words,
    name_of,
    subject_badge,
)
from citystage.web.steering.assessing.matrix import opens


def _words(act: Any) -> Any:  # noqa: ANN401 -- an act that takes words
    return lambda one, form, stamp: act(one, words=form.cleaned_data["words"], stamp=stamp)


def _reason(act: Any) -> Any:  # noqa: ANN401 -- an act that takes a reason
    return lambda one, form, stamp: act(one, reason=form.cleaned_data["reason"], stamp=stamp)


STEPS: tuple[Step[Subject], ...] = (
    Step(
        name="check",
        label=gettext_lazy("Accept as checked"),
        may=rules.may_check,
        form=WordsForm,
        act=_words(check_own_report),
        done=gettext_lazy("Checked."),
        first=True,
    ),
    Step(
        name="back",
        label=gettext_lazy("Send back for correction, once"),
        may=rules.may_send_back,
        form=ReasonForm,
        act=_reason(send_own_report_back),
        done=gettext_lazy("Sent back; the assessed are told what to correct."),
    ),
    Step(
        name="answer",
        label=gettext_lazy("Answer the reply"),
        may=rules.may_answer,
        form=AnswerForm,
        act=_words(answer_reply),
        done=gettext_lazy("Answered; the assessed are told."),
        first=True,
    ),
    Step(
        name="grade",
        label=gettext_lazy("Propose the grade"),
        may=rules.may_grade,
        form=GradeForm,
        act=lambda one, form, stamp: propose_grade(one, **form.cleaned_data, stamp=stamp),  # type: ignore[union-attr]
        done=gettext_lazy("Proposed; it takes effect with the decision."),
        first=True,
    ),
    Step(
        name="drop",
        label=gettext_lazy("Take it out of this assessment"),
        may=rules.may_drop,
        form=ReasonForm,
        act=_reason(drop_subject),
        done=gettext_lazy("Taken out; the assessed are told why."),
    ),
)


def _reach(stamp: Stamp, pk: int, number: int) -> Subject:
    return queries.reach_subject(queries.reach_exercise(stamp.actor, pk), number)


@require_safe
@page
def subject(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """``/steering/assessments/<pk>/of/<number>/``."""
    return _draw(request, stamp, _reach(stamp, pk, number))


@require_POST
@page
def act(request: HttpRequest, stamp: Stamp, pk: int, number: int, name: str) -> HttpResponse:
    """One step with it."""
    found = _reach(stamp, pk, number)
    if wrong := steps.take(request, stamp, found, name, STEPS):
        return _draw(request, stamp, found, wrong)
    return HttpResponseRedirect(reverse("steering:assessment_of", args=[pk, number]))


@require_POST
@page
def bar(request: HttpRequest, stamp: Stamp, pk: int, number: int, sheet: int) -> HttpResponse:
    """Keep an assessor away from it, with why."""
    found = _reach(stamp, pk, number)
    one = queries.reach_sheet(found, sheet)
    form = ReasonForm(request.POST, auto_id=f"id_bar{sheet}_%s")
    if not form.is_valid():
        return _draw(request, stamp, found, barring=(one.pk, form))
    bar_examiner(one, reason=form.cleaned_data["reason"], stamp=stamp)
    messages.success(request, _("Kept away; the assessor is told why."))
    return HttpResponseRedirect(reverse("steering:assessment_of", args=[pk, number]))


@require_safe
@page
def paper(
    request: HttpRequest,  # noqa: ARG001 -- a page's form
    stamp: Stamp,
    pk: int,
    number: int,
    file: int,
) -> HttpResponse:
    """One file of a self-report or a reply."""
    found = queries.paper_of(_reach(stamp, pk, number), file)
    return download(found.file, found.name)


@require_safe
@page
def letter(
    request: HttpRequest,  # noqa: ARG001 -- a page's form
    stamp: Stamp,
    pk: int,
    number: int,
) -> HttpResponse:
    """The result letter as it will go out, or went out."""
    found = _reach(stamp, pk, number)
    made = letters.letter_pdf(found, stamp.at)
    return attached(made, f"assessment-{number}.pdf", "application/pdf")


def _draw(
    request: HttpRequest,
    stamp: Stamp,
    found: Subject,
    wrong: Shown | None = None,
    *,
    barring: tuple[int, ReasonForm] | None = None,
) -> HttpResponse:
    exercise = found.exercise
    away = kept_away(stamp.actor.user_id, found)
    sheets = [] if away else queries.sheets_of(found)
    here = reverse("steering:assessment_of", args=[exercise.pk, found.pk])
    shown = found.state in {SubjectState.SHOWN, SubjectState.REPLIED, SubjectState.DECIDED}
    context: dict[str, object] = {
        "exercise": exercise,
        "subject": found,
        "state": subject_badge(found),
        "late": late_words(found),
        "away": away,
        "report": report_lines(found),
        "links": found.links.splitlines(),
        "papers": queries.papers_of(found),
        "sheets": [_sheet(one, stamp, barring) for one in sheets],
        "values": [] if away else _values(found),
        "former": [] if away else former_replies(found),
        "letter": [] if away or not shown else letters.parts_of(found, stamp.at),
        "steps": steps.open_to(stamp.actor, found, STEPS, wrong=wrong),
        "act": f"{here}do/",
        "here": here,
        "events": events(queries.events_of(exercise, found)) if not away else [],
        "crumbs": [
            home(),
            Link(label=exercise.title, url=reverse("steering:assessment", args=[exercise.pk])),
            Link(label=found.label),
        ],
    }
    status = 422 if wrong or barring else 200
    return show(request, "steering/assessing/subject.html", context, status=status)


def report_lines(found: Subject) -> list[tuple[str, str]]:
    """Each criterion on which something is asked, with what was reported."""
    return [
        (name_of(one), found.words.get(one.code, ""))
        for one in found.exercise.read_terms().measures
        if one.asks is not None
    ]


def _values(found: Subject) -> list[tuple[str, object, str]]:
    matrix = matrix_of(found.exercise, only=found.pk)
    mine = next(iter(matrix.subjects), None)
    if mine is None:
        return []
    return [
        (name_of(measure), cell, opens(mine, measure, cell)) for measure, cell in matrix.row(mine)
    ]


def _sheet(
    one: MarkSheet, stamp: Stamp, barring: tuple[int, ReasonForm] | None
) -> dict[str, object]:
    """A sheet as a line: marks are read once they are handed in."""
    counts = one.state == MarkState.HANDED_IN
    criteria = one.subject.exercise.read_terms().judged
    form = None
    if rules.may_bar(stamp.actor, one):
        same = barring is not None and barring[0] == one.pk
        form = barring[1] if barring and same else ReasonForm(auto_id=f"id_bar{one.pk}_%s")
    names = {
        measure.code: name_of(measure) for measure in one.subject.exercise.read_terms().measures
    }
    return {
        "sheet": one,
        "marks": [
            (names[each.code], one.values.get(each.code, "—"), one.reasons.get(each.code, ""))
            for each in criteria
        ]
        if counts
        else [],
        "chosen": one.chosen,
        "tie": str(conflict_kinds().get(one.tie, "")) if one.tie else "",
        "form": form,
    }
