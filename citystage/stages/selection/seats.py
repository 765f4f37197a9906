"""Steps of seats that several acts share: leaving one, coming in for another."""

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.stages.selection.facts.panels import SeatRecused, SeatRemoved
from citystage.stages.selection.models import Candidacy, Seat
from citystage.stages.selection.promoting import call_alternate
from citystage.stages.selection.states.panels import RECUSE, REMOVE_SEAT


def leave_seat(candidacy: Candidacy, user_id: int, *, words: str, stamp: Stamp) -> Seat | None:
    """Take the person's seat on this candidacy's panel from them, if they hold one.

    A sheet that was handed in stays in its table but counts no longer (the seat is recused); the
    first alternate who may sit is asked.
    """
    rows = Seat.objects.select_for_update(of=("self",)).select_related("expert")
    seat = rows.filter(candidacy=candidacy, expert__user_id=user_id).first()
    if seat is None:
        return None
    ids = {"seat_id": seat.pk, "candidacy_id": candidacy.pk, "expert_id": seat.expert_id}
    if seat.state in RECUSE.sources:
        advance(seat, RECUSE, fact=SeatRecused(**ids, reason=words), stamp=stamp)
    elif seat.state in REMOVE_SEAT.sources:
        advance(seat, REMOVE_SEAT, fact=SeatRemoved(**ids, reason=words), stamp=stamp)
    else:
        return None
    seat.reason, seat.words, seat.answered_at = Seat.Reason.CONFLICT, words, stamp.at
    seat.chairs = False
    seat.save(update_fields=["reason", "words", "answered_at", "chairs"])
    call_alternate(candidacy, seat, stamp=stamp)
    return seat
