"""The figures an assessment of districts or departments reads: one reading each, with its unit."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from citystage.stages.evaluation.models import Exercise, Reading, Subject

# By what a city's figures are split for each kind of subject.
SPLIT: Final = {Exercise.Kind.DISTRICT: "district", Exercise.Kind.DEPARTMENT: "department"}

# Formulas whose parts add up.
_ADDS: Final = ("count", "sum")


@dataclass(frozen=True, slots=True)
class Read:
    """A figure as it was read; ``value`` None: nothing was counted for it yet."""

    value: float | None
    evidence: int = 0
    claimed: float | None = None
    made_at: str = ""

    def as_kept(self) -> dict[str, Any]:
        """As it stays with the subject."""
        return {
            "value": self.value,
            "evidence": self.evidence,
            "claimed": self.claimed,
            "made_at": self.made_at,
        }


def read_all(exercise: Exercise, subjects: Iterable[Subject]) -> dict[tuple[int, str], Read]:
    """(subject, code of the criterion) -> the figure of the year as it stands now."""
    by = SPLIT.get(Exercise.Kind(exercise.kind), "")
    measures = [one for one in exercise.read_terms().measures if one.kind == "figure"]
    if not by or not measures:
        return {}
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


def kept(subject: Subject, code: str) -> Read:
    """The figure as it was when scoring began."""
    told = subject.figures.get(code) or {}
    return Read(**told) if told else Read(None)


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
