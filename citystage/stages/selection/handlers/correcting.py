"""How selection asks for corrections and takes them back: in time, or so many seconds late."""

from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.journal import on
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.intake.actions.lapse import lapse
from citystage.stages.intake.actions.reopen import reopen
from citystage.stages.intake.closing import at_the_act, late_by
from citystage.stages.intake.facts import ApplicationAccepted, ApplicationResubmitted
from citystage.stages.selection.checking import in_words
from citystage.stages.selection.facts.candidacies import (
    Corrected,
    CorrectionAsked,
    CorrectionLapsed,
)
from citystage.stages.selection.models import Candidacy, Correction
from citystage.stages.selection.states.candidacies import CORRECT, CandidacyState

_ALONG = ("candidacy__programme", "candidacy__application__call")


class CorrectionLate(Refusal):
    """The hours for corrections are over."""


@on(CorrectionAsked)
def open_for_corrections(fact: CorrectionAsked, stamp: Stamp) -> None:
    """The list of defects opens the application for its owner."""
    correction = Correction.objects.select_related(*_ALONG).get(candidacy_id=fact.candidacy_id)
    candidacy = correction.candidacy
    reason = in_words(candidacy.programme.read_terms(), correction.defects)
    reopen(candidacy.application, reason=reason, stamp=stamp)


@on(CorrectionLapsed)
def go_back_to_what_was_handed_in(fact: CorrectionLapsed, stamp: Stamp) -> None:
    """Nothing came in time: the application goes on as it was."""
    correction = Correction.objects.select_related(*_ALONG).get(candidacy_id=fact.candidacy_id)
    lapse(correction.candidacy.application, revision=correction.revision_before, stamp=stamp)


@on(ApplicationResubmitted)
def take_corrections(fact: ApplicationResubmitted, stamp: Stamp) -> None:
    """The applicant answered the list of defects: the check goes on."""
    _take(fact.application_id, stamp)


@on(ApplicationAccepted)
def take_corrections_at_once(fact: ApplicationAccepted, stamp: Stamp) -> None:
    """The same, in a call without recommendation."""
    _take(fact.application_id, stamp)


def _take(application_id: int, stamp: Stamp) -> None:
    candidacy = (
        Candidacy.objects.select_for_update(of=("self",))
        .select_related("correction", "application")
        .filter(application_id=application_id, state=CandidacyState.CORRECTING)
        .first()
    )
    if candidacy is None:
        return
    correction, at = candidacy.correction, at_the_act(stamp).at
    if at >= correction.until:
        late = late_by(at, correction.until)
        raise CorrectionLate(_("The time for corrections is over: this is %s.") % late)
    told = Corrected(candidacy_id=candidacy.pk, application_id=application_id)
    advance(candidacy, CORRECT, fact=told, stamp=stamp)
    correction.answered_at = at
    correction.revision_after = candidacy.application.revision
    correction.save(update_fields=["answered_at", "revision_after"])
