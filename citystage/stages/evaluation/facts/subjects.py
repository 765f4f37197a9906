"""What is told of those who are assessed, and of the marks they are given."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHandedIn(Fact):
    """The assessed handed in the self-report; ``late``: by so many seconds."""

    verb = "evaluation.subject.handed_in"
    label = _("self-report handed in")

    subject_id: int
    exercise_id: int
    late: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportSentBack(Fact):
    """The office asks for a correction, once."""

    verb = "evaluation.subject.sent_back"
    label = _("self-report sent back")

    subject_id: int
    exercise_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportChecked(Fact):
    """The office checked it."""

    verb = "evaluation.subject.checked"
    label = _("self-report checked")

    subject_id: int
    exercise_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ReportMissed(Fact):
    """Nothing was handed in."""

    verb = "evaluation.subject.missed"
    label = _("went on without a self-report")

    subject_id: int
    exercise_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ResultShown(Fact):
    """One result is shown to whom it concerns."""

    verb = "evaluation.subject.shown"
    label = _("result shown")

    subject_id: int
    exercise_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ResultUnshown(Fact):
    """One result no longer counts."""

    verb = "evaluation.subject.unshown"
    label = _("result taken back")

    subject_id: int
    exercise_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyGiven(Fact):
    """The assessed replied to the result."""

    verb = "evaluation.subject.replied"
    label = _("reply to the result")

    subject_id: int
    exercise_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyAnswered(Fact):
    """The office says what it makes of the reply."""

    verb = "evaluation.subject.reply_answered"
    label = _("reply answered")

    subject_id: int
    exercise_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class GradeProposed(Fact):
    """An officer proposes the grade, seen by the office alone."""

    verb = "evaluation.subject.graded"
    label = _("grade proposed")

    subject_id: int
    exercise_id: int
    grade: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ResultDecided(Fact):
    """One result is decided and its letter sent."""

    verb = "evaluation.subject.decided"
    label = _("result decided")

    subject_id: int
    exercise_id: int
    grade: str
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectDropped(Fact):
    """It is no longer assessed this time."""

    verb = "evaluation.subject.dropped"
    label = _("taken out of the assessment")

    subject_id: int
    exercise_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectReminded(Fact):
    """The assessed were reminded of the day."""

    verb = "evaluation.subject.reminded"
    label = _("reminded of the self-report")

    subject_id: int
    exercise_id: int
    days: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class MarksHandedIn(Fact):
    """An assessor handed in marks."""

    verb = "evaluation.marks.handed_in"
    label = _("marks of the yearly assessment handed in")

    marks_id: int
    subject_id: int
    exercise_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class MarksRecused(Fact):
    """An assessor leaves a subject to others."""

    verb = "evaluation.marks.recused"
    label = _("assessor leaves it to others")

    marks_id: int
    subject_id: int
    exercise_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class MarksBarred(Fact):
    """A conflict keeps an assessor away."""

    verb = "evaluation.marks.barred"
    label = _("assessor of the yearly assessment kept away")

    marks_id: int
    subject_id: int
    exercise_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class MarksLeft(Fact):
    """An assessor dropped out before marking this subject."""

    verb = "evaluation.marks.left"
    label = _("sheet closed: the assessor dropped out")

    marks_id: int
    subject_id: int
    exercise_id: int
    reason: str
