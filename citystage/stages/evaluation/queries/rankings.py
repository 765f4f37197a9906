"""Rankings a city published: what everybody may read of a decided assessment."""

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from citystage.kernel.refusals import NotFound
from citystage.stages.evaluation.models import Exercise, Subject, Weighting
from citystage.stages.evaluation.states.exercises import SubjectState


def published() -> QuerySet[Exercise]:
    """The assessments whose ranking is published, the latest first."""
    rows = Exercise.objects.exclude(published_at=None).select_related("city")
    return rows.order_by("-year", "-published_at", "-pk")


def reach_published(pk: int) -> Exercise:
    """One of them. Raises ``NotFound``."""
    if found := published().filter(pk=pk).first():
        return found
    raise NotFound(_("This ranking is not published."))


def ranked(exercise: Exercise) -> list[Subject]:
    """Those assessed in order, the unranked last; name, total, place and grade, nothing else."""
    rows = exercise.subjects.exclude(state=SubjectState.DROPPED)
    found = list(rows.order_by(F("place").asc(nulls_last=True), "pk"))
    for one in found:
        one.exercise = exercise
    return found


def used_weights(exercise: Exercise) -> Weighting | None:
    """The weights the results were counted with."""
    return exercise.weightings.filter(number=exercise.weights_used or 0).first()
