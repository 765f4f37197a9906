"""The matrix of an assessment: each subject's value for each criterion, and what is missing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from citystage.engines.ranking.methods import Method, Order, order
from citystage.engines.ranking.table import Measure as Column
from citystage.engines.ranking.table import Table
from citystage.stages.evaluation.criteria import Measure
from citystage.stages.evaluation.models import Exercise, MarkSheet, Subject, Weighting
from citystage.stages.evaluation.queries.year_figures import read_all
from citystage.stages.evaluation.states.exercises import LIVE, MarkState, SubjectState
from citystage.stages.evaluation.yearly.locking import WITH
from citystage.stages.evaluation.yearly.reads import Read, kept
from citystage.stages.selection.marking import numbers


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


def matrix_of(exercise: Exercise, *, only: int | None = None) -> Matrix:
    """Marks that are handed in, and figures: as they are now until scoring begins, then as kept.

    ``only``: of this subject alone.
    """
    measures = exercise.read_terms().measures
    subjects = _subjects(exercise, only)
    live = read_all(exercise, subjects) if exercise.state in LIVE else None

    def figure(one: Subject, code: str) -> Read:
        return kept(one, code) if live is None else live.get((one.pk, code), Read(None))

    return _filled(exercise, subjects, measures, figure)


def tried_matrix(exercise: Exercise, measures: Sequence[Measure]) -> Matrix:
    """The same with other criteria: marks that were given for those of the same code, and what
    other figures of that year count now.
    """
    subjects = _subjects(exercise)
    live = read_all(exercise, subjects, measures)
    then = {_reads(one) for one in exercise.read_terms().measures}
    same = {one.code for one in measures if _reads(one) in then}

    def figure(one: Subject, code: str) -> Read:
        return kept(one, code) if code in same else live.get((one.pk, code), Read(None))

    return _filled(exercise, subjects, measures, figure)


def _subjects(exercise: Exercise, only: int | None = None) -> list[Subject]:
    """Those still assessed, with the marks that are handed in."""
    handed = MarkSheet.objects.filter(state=MarkState.HANDED_IN).order_by("pk")
    handed = handed.only("subject_id", "values")
    rows = exercise.subjects.exclude(state=SubjectState.DROPPED).select_related(*WITH)
    if only is not None:
        rows = rows.filter(pk=only)
    subjects: list[Subject] = list(
        rows.prefetch_related(Prefetch("sheets", handed, to_attr="handed"))
    )
    for one in subjects:
        one.exercise = exercise
    return subjects


def _filled(
    exercise: Exercise,
    subjects: Sequence[Subject],
    measures: Sequence[Measure],
    figure: Callable[[Subject, str], Read],
) -> Matrix:
    least = exercise.read_terms().common.least_sheets
    cells: dict[tuple[int, str], Cell] = {}
    for one in subjects:
        handed = [numbers(sheet.values) for sheet in one.handed]  # type: ignore[attr-defined]
        for measure in measures:
            if measure.kind == "judged":
                given = [found[measure.code] for found in handed if measure.code in found]
                cells[one.pk, measure.code] = _judged(given, least)
            else:
                cells[one.pk, measure.code] = _figure(figure(one, measure.code))
    return Matrix(exercise, measures, subjects, cells)


def weightings(exercise: Exercise) -> list[Weighting]:
    """Every setting of the weights, the one that counts first."""
    return list(exercise.weightings.select_related("made_by").order_by("-number"))


def weights_of(weighting: Weighting) -> dict[str, float]:
    """As the engine takes them."""
    return numbers(weighting.weights)


def _reads(one: Measure) -> tuple[object, ...]:
    """What makes a figure the same one as before."""
    return one.code, one.indicator, one.counts, one.since, one.none_as


def _judged(given: Sequence[float], least: int) -> Cell:
    if len(given) < least:
        told = {"have": len(given), "need": least}
        return Cell(None, _("%(have)d of at least %(need)d marks") % told, len(given))
    return Cell(fmean(given), "", len(given))


def _figure(read: Read) -> Cell:
    why = "" if read.value is not None else _("no reading of this figure")
    if read.assumed:
        why = _("nothing to measure in the year; it counts so by the terms")
    return Cell(read.value, why, read.evidence)


def _column(one: Measure) -> Column:
    if one.kind == "judged":
        return Column(one.code, one.better == "more", float(one.low), float(one.high))
    return Column(one.code, one.better == "more")
