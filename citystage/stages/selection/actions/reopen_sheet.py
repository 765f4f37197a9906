"""The office gives a sheet back to its expert, with the reason."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.intake.closing import at_the_act
from citystage.stages.selection import standing
from citystage.stages.selection.facts.panels import SeatReopened
from citystage.stages.selection.locks import lock_candidacy
from citystage.stages.selection.models import Seat, Sheet
from citystage.stages.selection.rules.scores import may_reopen
from citystage.stages.selection.states.panels import REOPEN_SCORES


class NoReason(Refusal):
    """The expert is told why."""

    status = 422


@transaction.atomic(durable=True)
def reopen_sheet(seat: Seat, *, reason: str, stamp: Stamp) -> Seat:
    """Open the scores of this seat again; what was written stays in the sheet as a draft."""
    stamp = at_the_act(stamp)
    candidacy = lock_candidacy(seat.candidacy_id)
    locked = Seat.objects.select_for_update(of=("self",)).select_related("expert").get(pk=seat.pk)
    locked.candidacy = candidacy
    barred = standing.barred(stamp.actor, candidacy)
    may_reopen(stamp.actor, locked, barred, stamp.at).enforce()
    if not reason.strip():
        raise NoReason(_("Give the reason; the expert reads it."))
    told = SeatReopened(
        seat_id=locked.pk,
        candidacy_id=candidacy.pk,
        expert_id=locked.expert_id,
        reason=reason.strip(),
    )
    advance(locked, REOPEN_SCORES, fact=told, stamp=stamp)
    Sheet.objects.filter(seat=locked).update(handed_in_at=None)
    return locked
