"""Who is assessed, chosen before the self-reports; and who gives marks, before scoring begins."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from citystage.foundation.access.stamps import Stamp
from citystage.stages.evaluation.actions.prepare_exercise import choose_examiners, choose_subjects
from citystage.stages.evaluation.models import Exercise
from citystage.stages.evaluation.queries import exercises as queries
from citystage.stages.evaluation.yearly import rules
from citystage.stages.evaluation.yearly.subjects import candidates, side_of, source_id
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page, show
from citystage.web.steering.assessing.looks import home

_MOST = 9


def _numbers(request: HttpRequest, name: str) -> set[int]:
    sent = request.POST.getlist(name)
    return {int(one) for one in sent if one.isdecimal() and len(one) <= _MOST}


def _prepared(stamp: Stamp, pk: int) -> Exercise:
    exercise = queries.reach_exercise(stamp.actor, pk)
    rules.may_prepare(stamp.actor, exercise).enforce()
    return exercise


@require_http_methods(["GET", "HEAD", "POST"])
@page
def subjects(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Everybody who can be assessed, with who would report; tick those who are."""
    exercise = _prepared(stamp, pk)
    if request.method == "POST":
        choose_subjects(exercise, chosen=_numbers(request, "subject"), stamp=stamp)
        messages.success(request, _("The choice is kept."))
        return HttpResponseRedirect(reverse("steering:assessment", args=[pk]))
    chosen = {source_id(one) for one in exercise.subjects.all()}
    context = {
        "exercise": exercise,
        "lines": [
            (one, side_of(one), one.pk in chosen or not chosen) for one in candidates(exercise)
        ],
        "crumbs": _crumbs(exercise, _("Who is assessed")),
    }
    return show(request, "steering/assessing/subjects.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page
def examiners(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Confirmed experts and officers, until scoring begins; then conflicts are looked for."""
    exercise = queries.reach_exercise(stamp.actor, pk)
    rules.may_choose_examiners(stamp.actor, exercise).enforce()
    experts, officers = queries.people(exercise)
    if request.method == "POST":
        one, other = _numbers(request, "expert"), _numbers(request, "officer")
        choose_examiners(
            exercise,
            experts=[expert for expert in experts if expert.pk in one],
            officers=[officer for officer in officers if officer.pk in other],
            stamp=stamp,
        )
        messages.success(request, _("The choice is kept."))
        return HttpResponseRedirect(reverse("steering:assessment", args=[pk]))
    chosen = set(exercise.examiners.values_list("user_id", flat=True))
    context = {
        "exercise": exercise,
        "least": exercise.read_terms().common.least_sheets,
        "experts": [(expert, expert.user_id in chosen) for expert in experts],
        "officers": [(officer, officer.pk in chosen) for officer in officers],
        "crumbs": _crumbs(exercise, _("Who gives marks")),
    }
    return show(request, "steering/assessing/examiners.html", context)


def _crumbs(exercise: Exercise, last: str) -> list[Link]:
    here = reverse("steering:assessment", args=[exercise.pk])
    return [home(), Link(label=exercise.title, url=here), Link(label=last)]
