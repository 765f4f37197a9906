"""The sentences a lab is told an outcome with: read on the page before, and sent after."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.stages.evaluation.models import Assessment

KEPT: Final = gettext_noop(
    "“%(lab)s” was assessed (%(round)s) and keeps its recognition. Reason: %(reason)s"
)
IMPROVE: Final = gettext_noop(
    "“%(lab)s” was assessed (%(round)s) and has to improve by %(day)s; hand in your proof on the"
    " page of the lab by then. Reason: %(reason)s"
)
WITHDRAWN: Final = gettext_noop(
    "“%(lab)s” was assessed (%(round)s) and its recognition is withdrawn; plaque and certificate"
    " no longer count. Reason: %(reason)s"
)
_OF: Final = {
    Assessment.Outcome.KEEP: KEPT,
    Assessment.Outcome.IMPROVE: IMPROVE,
    Assessment.Outcome.WITHDRAW: WITHDRAWN,
}


def values_of(assessment: Assessment, reason: str) -> dict[str, str]:
    """What the letter of an assessment is filled with."""
    return {
        "lab": assessment.lab.name,
        "round": assessment.round.title,
        "day": assessment.improve_by.isoformat() if assessment.improve_by else "",
        "reason": reason,
    }


def letter(assessment: Assessment) -> str:
    """The letter as it will go out, in the reader's language; empty without a proposal."""
    template = _OF.get(Assessment.Outcome(assessment.outcome)) if assessment.outcome else None
    return str(_(template)) % values_of(assessment, assessment.reason) if template else ""
