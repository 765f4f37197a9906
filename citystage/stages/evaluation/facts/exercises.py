"""What yearly assessments tell."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ExercisePrepared(Fact):
    """A yearly assessment is begun."""

    verb = "evaluation.exercise.prepared"
    label = _("yearly assessment prepared")

    exercise_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseChanged(Fact):
    """Its dates, the assessed or the assessors are others."""

    verb = "evaluation.exercise.changed"
    label = _("yearly assessment changed")

    exercise_id: int
    subjects: int
    examiners: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsSet(Fact):
    """The city set weights: a version of their own, the former ones stay."""

    verb = "evaluation.exercise.weights_set"
    label = _("weights set")

    exercise_id: int
    number: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseOpened(Fact):
    """The assessed are asked to report."""

    verb = "evaluation.exercise.opened"
    label = _("self-reports asked for")

    exercise_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringBegun(Fact):
    """Self-reports are closed, the assessors are asked."""

    verb = "evaluation.exercise.scoring_begun"
    label = _("scoring begun")

    exercise_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsShown(Fact):
    """The assessed read their results and may reply."""

    verb = "evaluation.exercise.results_shown"
    label = _("results shown to the assessed")

    exercise_id: int
    weights: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsTakenBack(Fact):
    """Scoring goes on; the results no longer count."""

    verb = "evaluation.exercise.results_taken_back"
    label = _("results taken back")

    exercise_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseDecided(Fact):
    """All results are decided together."""

    verb = "evaluation.exercise.decided"
    label = _("yearly assessment decided")

    exercise_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseCancelled(Fact):
    """It comes to nothing."""

    verb = "evaluation.exercise.cancelled"
    label = _("yearly assessment cancelled")

    exercise_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RankingPublished(Fact):
    """Everybody may read the ranking and how it was made."""

    verb = "evaluation.exercise.published"
    label = _("ranking published")

    exercise_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RankingHidden(Fact):
    """The public page of the ranking is closed."""

    verb = "evaluation.exercise.hidden"
    label = _("ranking no longer published")

    exercise_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminerLeft(Fact):
    """An assessor drops out while marks come in; ``successor_id`` 0: nobody in that place.

    Marks that were handed in stay and count (``kept``); ``closed`` sheets were still open.
    """

    verb = "evaluation.exercise.examiner_left"
    label = _("assessor dropped out")

    exercise_id: int
    examiner_id: int
    successor_id: int
    kept: int
    closed: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ExaminerAdded(Fact):
    """One more assessor while marks come in."""

    verb = "evaluation.exercise.examiner_added"
    label = _("assessor added")

    exercise_id: int
    examiner_id: int
    sheets: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateChanged(Fact):
    """A template of the city has a new version; assessments begun before keep theirs."""

    verb = "evaluation.template.changed"
    label = _("template of yearly assessments changed")

    template_id: int
    code: str
    number: int
    reason: str
