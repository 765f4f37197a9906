"""One yearly assessment for the office: where it stands, who is assessed, what comes next."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.evaluation.actions.begin_scoring import begin_scoring
from citystage.stages.evaluation.actions.decide_exercise import (
    decide_exercise,
    hide_ranking,
    publish_ranking,
)
from citystage.stages.evaluation.actions.open_exercise import cancel_exercise, open_exercise
from citystage.stages.evaluation.actions.show_results import show_results, take_results_back
from citystage.stages.evaluation.models import Exercise
from citystage.stages.evaluation.queries import exercises as queries
from citystage.stages.evaluation.queries.matrix import weightings
from citystage.stages.evaluation.states.exercises import ExerciseState, SubjectState
from citystage.stages.evaluation.yearly import rules
from citystage.web.shell import steps
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link, Option
from citystage.web.shell.fields import ReasonForm
from citystage.web.shell.pages import page, show
from citystage.web.shell.steps import Shown, Step
from citystage.web.steering.assessing.forms import OpenForm
from citystage.web.steering.assessing.looks import (
    events,
    exercise_badge,
    home,
    last_day,
    late_words,
    subject_badge,
)

PER_PAGE = 50


def _plain(act: Any) -> Any:  # noqa: ANN401 -- an act without a form
    return lambda exercise, _form, stamp: act(exercise, stamp=stamp)


def _reason(act: Any) -> Any:  # noqa: ANN401 -- an act that takes a reason
    return lambda exercise, form, stamp: act(
        exercise, reason=form.cleaned_data["reason"], stamp=stamp
    )


STEPS: tuple[Step[Exercise], ...] = (
    Step(
        name="open",
        label=gettext_lazy("Ask for the self-reports"),
        may=rules.may_prepare,
        form=OpenForm,
        act=lambda exercise, form, stamp: open_exercise(
            exercise,
            sheets_each=form.cleaned_data["sheets_each"] if form else None,
            stamp=stamp,
        ),
        done=gettext_lazy("The assessed are told."),
        first=True,
    ),
    Step(
        name="score",
        label=gettext_lazy("Close the self-reports and begin scoring"),
        may=rules.may_begin_scoring,
        act=_plain(begin_scoring),
        done=gettext_lazy("Scoring has begun; the assessors are told."),
        first=True,
    ),
    Step(
        name="show",
        label=gettext_lazy("Close the scoring and show the results to the assessed"),
        may=rules.may_show,
        act=_plain(show_results),
        done=gettext_lazy("The assessed read their results and may reply."),
        first=True,
    ),
    Step(
        name="decide",
        label=gettext_lazy("Decide, and send the result letters"),
        may=rules.may_settle,
        act=_plain(decide_exercise),
        done=gettext_lazy("Decided; the letters are on their way."),
        first=True,
    ),
    Step(
        name="publish",
        label=gettext_lazy("Publish the ranking"),
        may=rules.may_publish,
        act=_plain(publish_ranking),
        done=gettext_lazy("Everybody may read the ranking now."),
    ),
    Step(
        name="hide",
        label=gettext_lazy("Publish the ranking no longer"),
        may=rules.may_hide,
        form=ReasonForm,
        act=_reason(hide_ranking),
        done=gettext_lazy("The ranking is no longer published."),
    ),
    Step(
        name="take_back",
        label=gettext_lazy("Take the results back and score on"),
        may=rules.may_settle,
        form=ReasonForm,
        act=_reason(take_results_back),
        done=gettext_lazy("Taken back; everybody concerned is told why."),
    ),
    Step(
        name="cancel",
        label=gettext_lazy("Cancel this assessment"),
        may=rules.may_cancel,
        form=ReasonForm,
        act=_reason(cancel_exercise),
        done=gettext_lazy("Cancelled; everybody concerned is told why."),
    ),
)


@require_safe
@page
def one(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/steering/assessments/<pk>/``."""
    return _draw(request, stamp, queries.reach_exercise(stamp.actor, pk))


@require_POST
@page
def act(request: HttpRequest, stamp: Stamp, pk: int, name: str) -> HttpResponse:
    """One step with it."""
    found = queries.reach_exercise(stamp.actor, pk)
    if wrong := steps.take(request, stamp, found, name, STEPS):
        return _draw(request, stamp, found, wrong)
    return HttpResponseRedirect(reverse("steering:assessment", args=[pk]))


def _draw(
    request: HttpRequest, stamp: Stamp, exercise: Exercise, wrong: Shown | None = None
) -> HttpResponse:
    here = Address.of(request)
    state = (here.values("state") or ("",))[-1]
    known = state if state in SubjectState.values else ""
    leaf = Paginator(queries.subjects(exercise, state=known), PER_PAGE).get_page(
        request.GET.get("page")
    )
    for subject in leaf:
        subject.exercise = exercise
    terms, weights = exercise.read_terms(), weightings(exercise)
    context = {
        "exercise": exercise,
        "state": exercise_badge(exercise),
        "page": leaf,
        "lines": [(subject, subject_badge(subject), late_words(subject)) for subject in leaf],
        "states": _states(here, known),
        "terms": terms,
        "days": [
            (_("Self-reports by"), last_day(exercise.report_until)),
            (_("Check by"), last_day(exercise.check_until)),
            (_("Marks by"), last_day(exercise.score_until)),
            (_("Replies by"), last_day(exercise.reply_until)),
        ],
        "weights": weights[0],
        "examiners": exercise.examiners.select_related("expert", "user"),
        "preparing": exercise.state == ExerciseState.PREPARING,
        "may_name": rules.may_choose_examiners(stamp.actor, exercise),
        "may_days": rules.may_reschedule(stamp.actor, exercise),
        "may_weigh": rules.may_weigh(stamp.actor, exercise),
        "steps": steps.open_to(stamp.actor, exercise, STEPS, wrong=wrong),
        "act": reverse("steering:assessment_do", args=[exercise.pk]),
        "events": events(queries.events_of(exercise)),
        "crumbs": [home(), Link(label=exercise.title)],
    }
    return show(request, "steering/assessing/one.html", context, status=422 if wrong else 200)


def _states(here: Address, now: str) -> list[Option]:
    return [
        Option(
            value=value,
            label=label,
            url=str(here.having("state", value) if value else here.without("state", "page")),
            active=now == value,
        )
        for value, label in [("", gettext_lazy("all")), *SubjectState.choices]
    ]
