"""No corrections came in the hours given: the candidacy goes on as it was handed in."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.stages.selection.facts.candidacies import CorrectionLapsed
from citystage.stages.selection.locks import lock_candidacy
from citystage.stages.selection.models import Correction
from citystage.stages.selection.states.candidacies import CORRECTION_LAPSED


@transaction.atomic(durable=True)
def lapse_correction(correction: Correction, *, stamp: Stamp) -> bool:
    """Close the chance when its time is over; False when it was answered, or is not over yet."""
    locked = lock_candidacy(correction.candidacy_id)
    fresh = Correction.objects.get(pk=correction.pk)
    over = fresh.answered_at is None and fresh.until <= stamp.at
    if not over or locked.state not in CORRECTION_LAPSED.sources:
        return False
    told = CorrectionLapsed(candidacy_id=locked.pk, application_id=locked.application_id)
    advance(locked, CORRECTION_LAPSED, fact=told, stamp=stamp)
    return True
