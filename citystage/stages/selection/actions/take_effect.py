"""A proposed candidacy takes effect when its notice has ended and nothing stands against it."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.stages.selection import ending
from citystage.stages.selection.facts.candidacies import CandidacyTookEffect
from citystage.stages.selection.locks import lock_candidacy
from citystage.stages.selection.models import Candidacy
from citystage.stages.selection.states.candidacies import TAKE_EFFECT


@transaction.atomic(durable=True)
def take_effect(candidacy: Candidacy, *, stamp: Stamp) -> bool:
    """Let it take effect if it is due; asked again it does nothing. Returns whether it did.

    The question is asked under the candidacy's lock, which an objection takes too: an objection
    that has come is seen, one that comes afterwards hears that it is late.
    """
    candidacy = lock_candidacy(candidacy.pk)
    if not ending.due(stamp.at).filter(pk=candidacy.pk).exists():
        return False
    candidacy.closed_at = stamp.at
    candidacy.save(update_fields=["closed_at"])
    told = CandidacyTookEffect(candidacy_id=candidacy.pk, application_id=candidacy.application_id)
    advance(candidacy, TAKE_EFFECT, fact=told, stamp=stamp)
    notice = ending.notice_of(candidacy.pk)
    if notice is not None:
        ending.conclude(notice, stamp)
    return True
