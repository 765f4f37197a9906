"""The figures assessments read: parts of the city's, or counts of the subject's own evidence."""

from collections.abc import Sequence
from typing import Final

from citystage.stages.evaluation.criteria import Measure
from citystage.stages.evaluation.models import Exercise, Reading, Subject
from citystage.stages.evaluation.queries.own_figures import read_own
from citystage.stages.evaluation.yearly.reads import Read

# By what a city's figures are split for each kind of subject.
SPLIT: Final = {Exercise.Kind.DISTRICT: "district", Exercise.Kind.DEPARTMENT: "department"}

# Formulas whose parts add up.
_ADDS: Final = ("count", "sum")


def read_all(
    exercise: Exercise,
    subjects: Sequence[Subject],
    measures: Sequence[Measure] | None = None,
) -> dict[tuple[int, str], Read]:
    """(subject, code of the criterion) -> the figure of the year as it stands now.

    ``measures``: other criteria than those of the assessment, to try them.
    """
    chosen = exercise.read_terms().measures if measures is None else measures
    figures = [one for one in chosen if one.kind == "figure"]
    if not figures:
        return {}
    by = SPLIT.get(Exercise.Kind(exercise.kind), "")
    if not by:
        return read_own(exercise, subjects, figures)
    return _read_parts(exercise, subjects, figures, by)


def _read_parts(
    exercise: Exercise, subjects: Sequence[Subject], measures: Sequence[Measure], by: str
) -> dict[tuple[int, str], Read]:
    rows = Reading.objects.filter(
        city=exercise.city_id,
        code__in={one.indicator for one in measures},
        period=str(exercise.year),
        by__in=("", by),
    )
    latest = rows.order_by("code", "by", "key", "-number").distinct("code", "by", "key")
    readings = {(one.code, one.by, one.key): one for one in latest}
    known = [(one.pk, one.unit.code) for one in subjects if one.unit is not None]
    return {
        (pk, measure.code): _read(
            readings.get((measure.indicator, by, code)), readings.get((measure.indicator, "", ""))
        )
        for measure in measures
        for pk, code in known
    }


def _read(part: Reading | None, whole: Reading | None) -> Read:
    """A part without evidence has no reading of its own; of a count that is a true nought."""
    if part is None and whole is not None and whole.formula.startswith(_ADDS):
        return Read(0.0, 0, 0.0, whole.made_at.isoformat())
    if part is None or part.value is None:
        return Read(None)
    return Read(
        value=float(part.value),
        evidence=part.evidence,
        claimed=None if part.claimed is None else float(part.claimed),
        made_at=part.made_at.isoformat(),
    )
