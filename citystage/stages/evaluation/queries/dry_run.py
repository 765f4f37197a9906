"""A template tried on the marks of the last assessment made by it; nothing is kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from citystage.engines.ranking.methods import Method, Row, order
from citystage.foundation.tenancy.models import Unit
from citystage.stages.evaluation.criteria import Measure, WrittenTemplate
from citystage.stages.evaluation.models import Exercise, Subject
from citystage.stages.evaluation.queries.matrix import tried_matrix
from citystage.stages.evaluation.states.exercises import ExerciseState
from citystage.stages.selection.marking import numbers

_WITH_RESULTS = (ExerciseState.REPLYING, ExerciseState.DECIDED)


@dataclass(frozen=True, slots=True)
class Line:
    """One who was assessed: the place then, and the place and score it would have."""

    subject: Subject
    was: int | None
    place: int | None
    score: float | None

    @property
    def moved(self) -> int:
        """By how many places it would rise; below zero: fall."""
        return self.was - self.place if self.was and self.place else 0

    @property
    def fallen(self) -> int:
        """By how many places it would fall."""
        return -self.moved


@dataclass(frozen=True, slots=True)
class DryRun:
    """``without``: criteria nobody has a value for, which count for nothing here."""

    exercise: Exercise
    lines: Sequence[Line]
    without: Sequence[Measure]


def last_assessed(city: Unit, code: str) -> Exercise | None:
    """The latest assessment by this template that has results."""
    rows = Exercise.objects.filter(
        city=city, terms__template__code=code, state__in=_WITH_RESULTS, shown_at__isnull=False
    )
    return rows.select_related("city").order_by("-year", "-shown_at", "-pk").first()


def dry_run(written: WrittenTemplate, exercise: Exercise) -> DryRun:
    """The order there would have been: marks given then, figures of that year."""
    measures = written.template.measures
    found = tried_matrix(exercise, measures)
    without = [
        one
        for one in measures
        if all(found.cells[subject.pk, one.code].value is None for subject in found.subjects)
    ]
    left = {one.code for one in without}
    weights = numbers(written.weights) or {one.code: 1.0 for one in measures}
    rows = {}
    if any(weight for code, weight in weights.items() if code not in left):
        table = found.table().without(list(left))
        made = order(table, weights, Method(written.template.method))
        rows = {row.subject: row for row in made.rows}
    lines = [_line(one, rows.get(str(one.pk))) for one in found.subjects]
    lines.sort(key=lambda line: (line.place is None, line.place or 0, line.subject.pk))
    return DryRun(exercise, lines, without)


def _line(subject: Subject, row: Row | None) -> Line:
    return Line(subject, subject.place, row.place if row else None, row.score if row else None)
