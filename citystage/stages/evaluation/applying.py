"""What becomes of a lab when an outcome takes effect: shared by the round and the second look."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.catalogue import recognising
from citystage.stages.catalogue.states import LabelState
from citystage.stages.evaluation.facts.assessments import (
    AssessmentKept,
    AssessmentWithdrawn,
    ImprovementAsked,
)
from citystage.stages.evaluation.keeping import end_of, valid_label
from citystage.stages.evaluation.models import Assessment
from citystage.stages.evaluation.states.assessments import ASK_IMPROVEMENT, KEEP, WITHDRAW


class BadOutcome(Refusal):
    """An outcome that cannot be proposed or take effect so."""

    status = 422


def checked(outcome: str, improve_by: date | None, today: date) -> date | None:
    """The day of an improvement, which lies ahead; none for other outcomes."""
    if outcome != Assessment.Outcome.IMPROVE:
        return None
    if improve_by is None:
        raise BadOutcome(_("Say by which day the lab has to improve."))
    if improve_by <= today:
        raise BadOutcome(_("The day of the improvement must lie ahead."))
    return improve_by


def settle(assessment: Assessment, outcome: str, *, reason: str, stamp: Stamp) -> None:
    """Let the outcome take effect (the caller holds the assessment and has asked the rule)."""
    ids = {"assessment_id": assessment.pk, "lab_id": assessment.lab_id}
    assessment.decided_by_id, assessment.decided_at = stamp.actor.person, stamp.at
    assessment.version += 1
    assessment.save(update_fields=["decided_by", "decided_at", "version"])
    if outcome == Assessment.Outcome.KEEP:
        advance(assessment, KEEP, fact=AssessmentKept(**ids, reason=reason), stamp=stamp)
    elif outcome == Assessment.Outcome.IMPROVE:
        until = assessment.improve_by.isoformat() if assessment.improve_by else ""
        told = ImprovementAsked(**ids, until=until, reason=reason)
        advance(assessment, ASK_IMPROVEMENT, fact=told, stamp=stamp)
    else:
        advance(assessment, WITHDRAW, fact=AssessmentWithdrawn(**ids, reason=reason), stamp=stamp)
        _withdraw(assessment, reason, stamp)


def _withdraw(assessment: Assessment, reason: str, stamp: Stamp) -> None:
    """The label in force is withdrawn, also when it was renewed since the assessment began."""
    current = valid_label(assessment.lab)
    if current is None:
        return
    label = recognising.lock_label(current.pk)
    if label.state == LabelState.VALID:
        recognising.withdraw(label, reason=reason, stamp=stamp)


def set_day(assessment: Assessment, improve_by: date | None) -> None:
    """Write until when it has to improve."""
    assessment.improve_until = end_of(improve_by) if improve_by else None
    assessment.save(update_fields=["improve_until"])
