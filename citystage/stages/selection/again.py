"""How a candidacy goes back to its panel after an upheld objection: sheets and consensus open."""

from datetime import datetime

from django.db.models import F

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.stages.selection.facts.candidacies import CandidacyJudgedAgain
from citystage.stages.selection.facts.panels import SeatReopened
from citystage.stages.selection.models import Candidacy, Consensus, Objection, Seat, Sheet
from citystage.stages.selection.states.candidacies import JUDGE_AGAIN
from citystage.stages.selection.states.panels import REOPEN_SCORES, SeatState


def judge_again(
    candidacy: Candidacy, objection: Objection, *, until: datetime, stamp: Stamp
) -> None:
    """Open every sheet handed in, and the consensus, until this moment (its caller has the locks).

    What was written stays as a draft; the ledger keeps what was handed in and signed.
    """
    candidacy.judge_again_until = until
    candidacy.save(update_fields=["judge_again_until"])
    told = CandidacyJudgedAgain(
        candidacy_id=candidacy.pk,
        application_id=candidacy.application_id,
        objection_id=objection.pk,
        until=until.isoformat(),
    )
    advance(candidacy, JUDGE_AGAIN, fact=told, stamp=stamp)
    handed_in = Seat.objects.select_for_update(of=("self",)).filter(
        candidacy=candidacy, state=SeatState.SCORED
    )
    for seat in handed_in.order_by("pk"):
        opened = SeatReopened(
            seat_id=seat.pk,
            candidacy_id=candidacy.pk,
            expert_id=seat.expert_id,
            reason=objection.answer,
        )
        advance(seat, REOPEN_SCORES, fact=opened, stamp=stamp)
        Sheet.objects.filter(seat=seat).update(handed_in_at=None)
    Consensus.objects.filter(candidacy=candidacy).update(signed_at=None, version=F("version") + 1)
