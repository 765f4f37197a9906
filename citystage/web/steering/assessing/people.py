"""Who gives marks while they come in: how far each is; who drops out, is replaced, is added."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.evaluation.actions.change_examiners import (
    CannotChange,
    Person,
    add_examiner,
    release_examiner,
)
from citystage.stages.evaluation.models import Exercise
from citystage.stages.evaluation.queries import examiners as queries
from citystage.stages.evaluation.queries.exercises import reach_exercise
from citystage.stages.evaluation.states.exercises import ExerciseState
from citystage.stages.evaluation.yearly import rules
from citystage.web.shell.fields import ReasonForm
from citystage.web.shell.pages import page, show
from citystage.web.steering.assessing.matrix import crumbs

_NONE = ""


class LeavingForm(ReasonForm):
    """Who comes in the place of somebody who drops out, and why."""

    successor = forms.ChoiceField(
        label=gettext_lazy("Who comes in this place"),
        required=False,
        help_text=gettext_lazy(
            "Open sheets go to this person, conflicts are looked for again. Marks that were handed"
            " in stay and count."
        ),
    )
    field_order = ("successor", "reason")

    def __init__(self, *args: Any, people: Mapping[str, str], **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        self.fields["successor"].choices = [(_NONE, _("Nobody")), *people.items()]  # type: ignore[attr-defined]


class AddingForm(ReasonForm):
    """One more assessor, and why."""

    person = forms.ChoiceField(label=gettext_lazy("Assessor"))
    field_order = ("person", "reason")

    def __init__(self, *args: Any, people: Mapping[str, str], **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        self.fields["person"].choices = [(_NONE, "—"), *people.items()]  # type: ignore[attr-defined]


@require_safe
@page
def people(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/steering/assessments/<pk>/marking/``."""
    return _draw(request, stamp, _reach(stamp, pk))


@require_POST
@page
def release(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """One drops out; another comes, or nobody."""
    exercise = _reach(stamp, pk)
    leaving = queries.reach_examiner(exercise, number)
    known = _people(exercise)
    offered = {
        key: name for key, (person, name) in known.items() if person.user_id != leaving.user_id
    }
    form = LeavingForm(request.POST, people=offered, auto_id=f"id_leave{number}_%s")
    if not form.is_valid():
        return _draw(request, stamp, exercise, leaving={number: form})
    chosen = form.cleaned_data["successor"]
    try:
        release_examiner(
            leaving,
            successor=known[chosen][0] if chosen else None,
            reason=form.cleaned_data["reason"],
            stamp=stamp,
        )
    except CannotChange as refusal:
        form.add_error(None, str(refusal))
        return _draw(request, stamp, exercise, leaving={number: form})
    messages.success(request, _("Kept with the reason; those it concerns are told."))
    return HttpResponseRedirect(reverse("steering:assessment_marking", args=[pk]))


@require_POST
@page
def add(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """One more."""
    exercise = _reach(stamp, pk)
    known = _people(exercise)
    names = {key: name for key, (_person, name) in known.items()}
    form = AddingForm(request.POST, people=names, auto_id="id_add_%s")
    if not form.is_valid():
        return _draw(request, stamp, exercise, adding=form)
    try:
        add_examiner(
            exercise,
            person=known[form.cleaned_data["person"]][0],
            reason=form.cleaned_data["reason"],
            stamp=stamp,
        )
    except CannotChange as refusal:
        form.add_error(None, str(refusal))
        return _draw(request, stamp, exercise, adding=form)
    messages.success(request, _("Added; the assessor is asked for marks."))
    return HttpResponseRedirect(reverse("steering:assessment_marking", args=[pk]))


def _reach(stamp: Stamp, pk: int) -> Exercise:
    """Once scoring began there are sheets; before, assessors are only named."""
    exercise = reach_exercise(stamp.actor, pk)
    if exercise.scoring_at is None:
        raise NotFound(_("Scoring has not begun."))
    return exercise


def _people(exercise: Exercise) -> dict[str, tuple[Person, str]]:
    """Who could come in, by what a form sends: the person and the name."""
    experts, officers = queries.could_come(exercise)
    found = {
        f"e{one.pk}": (Person(user_id=one.user_id, expert=one), one.name)
        for one in experts
        if one.user_id is not None
    }
    return found | {f"o{one.pk}": (Person(user_id=one.pk), str(one)) for one in officers}


def _draw(
    request: HttpRequest,
    stamp: Stamp,
    exercise: Exercise,
    *,
    leaving: Mapping[int, LeavingForm] | None = None,
    adding: AddingForm | None = None,
) -> HttpResponse:
    allowed = rules.may_change_examiners(stamp.actor, exercise)
    names: dict[str, tuple[Person, str]] = _people(exercise) if allowed else {}
    lines = []
    for load in queries.loads(exercise):
        one, form = load.examiner, None
        if allowed and one.left_at is None:
            others = {key: told[1] for key, told in names.items() if told[0].user_id != one.user_id}
            fresh = LeavingForm(people=others, auto_id=f"id_leave{one.pk}_%s")
            form = (leaving or {}).get(one.pk, fresh)
        lines.append((load, form))
    people_ = {key: told[1] for key, told in names.items()}
    context = {
        "exercise": exercise,
        "allowed": allowed,
        "scoring": exercise.state == ExerciseState.SCORING,
        "lines": lines,
        "changes": queries.changes(exercise),
        "short": queries.short_of(exercise) if allowed else 0,
        "adding": adding or AddingForm(people=people_, auto_id="id_add_%s"),
        "could": bool(people_),
        "crumbs": crumbs(exercise, _("Assessors and their sheets")),
    }
    status = 422 if leaving or adding else 200
    return show(request, "steering/assessing/people.html", context, status=status)
