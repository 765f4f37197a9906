"""The matrix of an assessment: each subject's value for each criterion, and what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from citystage.engines.ranking.methods import Method, Order, order
from citystage.engines.ranking.table import Measure as Column
from citystage.engines.ranking.table import Table
from citystage.stages.evaluation.criteria import Measure
from citystage.stages.evaluation.models import Exercise, MarkSheet, Subject, Weighting
from citystage.stages.evaluation.queries.year_figures import Read, kept, read_all
from citystage.stages.evaluation.states.exercises import ExerciseState, MarkState, SubjectState
from citystage.stages.evaluation.yearly.locking import WITH
from citystage.stages.selection.marking import numbers

_LIVE = (ExerciseState.PREPARING, ExerciseState.REPORTING)


@dataclass(frozen=True, slots=True)
class Cell:
    """One value; ``why`` says why there is none, ``count`` how many marks or records make it."""

    value: float | None
    why: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows are those still assessed, in their order."""

    exercise: Exercise
    measures: Sequence[Measure]
    subjects: Sequence[Subject]
    cells: Mapping[tuple[int, str], Cell]

    def table(self) -> Table:
        """The same for the engine; subjects are named by their numbers."""
        return Table(
            tuple(str(one.pk) for one in self.subjects),
            tuple(_column(one) for one in self.measures),
            tuple(
                tuple(self.cells[one.pk, measure.code].value for measure in self.measures)
                for one in self.subjects
            ),
        )

    def row(self, subject: Subject) -> list[tuple[Measure, Cell]]:
        """One subject's values with their criteria."""
        return [(one, self.cells[subject.pk, one.code]) for one in self.measures]

    def order(self, weights: Mapping[str, float], method: str) -> Order:
        """The order by these weights; whoever lacks a value stands beside it."""
        return order(self.table(), weights, Method(method))


def matrix_of(exercise: Exercise) -> Matrix:
    """Marks that are handed in, and figures: as they are now until scoring begins, then as kept."""
    measures = exercise.read_terms().measures
    handed = MarkSheet.objects.filter(state=MarkState.HANDED_IN).order_by("pk")
    rows = exercise.subjects.exclude(state=SubjectState.DROPPED).select_related(*WITH)
    subjects = list(rows.prefetch_related(Prefetch("sheets", handed, to_attr="handed")))
    for one in subjects:
        one.exercise = exercise
    live = read_all(exercise, subjects) if exercise.state in _LIVE else None
    least = exercise.read_terms().common.least_sheets
    cells: dict[tuple[int, str], Cell] = {}
    for one in subjects:
        marks = [numbers(sheet.values) for sheet in one.handed]
        for measure in measures:
            if measure.kind == "judged":
                given = [found[measure.code] for found in marks if measure.code in found]
                cells[one.pk, measure.code] = _judged(given, least)
            else:
                read = live.get((one.pk, measure.code)) if live is not None else None
                cells[one.pk, measure.code] = _figure(read or kept(one, measure.code))
    return Matrix(exercise, measures, subjects, cells)


def weightings(exercise: Exercise) -> list[Weighting]:
    """Every setting of the weights, the one that counts first."""
    return list(exercise.weightings.select_related("made_by").order_by("-number"))


def weights_of(weighting: Weighting) -> dict[str, float]:
    """As the engine takes them."""
    return numbers(weighting.weights)


def _judged(given: Sequence[float], least: int) -> Cell:
    if len(given) < least:
        told = {"have": len(given), "need": least}
        return Cell(None, _("%(have)d of at least %(need)d marks") % told, len(given))
    return Cell(fmean(given), "", len(given))


def _figure(read: Read) -> Cell:
    why = "" if read.value is not None else _("no reading of this figure")
    return Cell(read.value, why, read.evidence)


def _column(one: Measure) -> Column:
    if one.kind == "judged":
        return Column(one.code, one.better == "more", float(one.low), float(one.high))
    return Column(one.code, one.better == "more")
