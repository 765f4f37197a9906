"""An expert answers: takes the seat, declines it, or asks to leave this one candidacy to others."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.selection import standing
from citystage.stages.selection.facts.panels import SeatAccepted, SeatDeclined, SeatRecused
from citystage.stages.selection.locks import lock_candidacy
from citystage.stages.selection.models import Clearance, Seat
from citystage.stages.selection.promoting import call_alternate
from citystage.stages.selection.queries.experts import own_entries
from citystage.stages.selection.rules import seats as rules
from citystage.stages.selection.states.panels import ACCEPT_SEAT, DECLINE_SEAT, RECUSE


class InConflict(Refusal):
    """Somebody who is in conflict cannot take the seat."""


class NoWord(Refusal):
    """The word that there is no conflict is part of taking the seat."""

    status = 422


@transaction.atomic(durable=True)
def accept_seat(seat: Seat, *, word: str, stamp: Stamp) -> Seat:
    """Take the seat with the word that there is no conflict of interest.

    Raises InConflict when one is on record by now, NoWord without the declaration.
    """
    candidacy = lock_candidacy(seat.candidacy_id)
    locked = _locked(seat)
    rules.may_answer(stamp.actor, locked, ACCEPT_SEAT, own=_own(locked, stamp)).enforce()
    conflict = standing.barred(stamp.actor, candidacy)
    if conflict is not None:
        raise InConflict(
            _("You are in conflict with this candidacy (%s), so it is left to others.")
            % conflict.get_kind_display()
        )
    if not word.strip():
        raise NoWord(_("Declare that you have no conflict of interest, or say which one."))
    Clearance.objects.get_or_create(
        candidacy=candidacy,
        user_id=stamp.actor.person,
        defaults={"words": word.strip(), "made_at": stamp.at},
    )
    advance(locked, ACCEPT_SEAT, fact=SeatAccepted(**_ids(locked)), stamp=stamp)
    locked.answered_at = stamp.at
    locked.save(update_fields=["answered_at"])
    return locked


@transaction.atomic(durable=True)
def decline_seat(seat: Seat, *, reason: Seat.Reason, words: str, stamp: Stamp) -> Seat:
    """Decline with the reason; the first alternate who may sit is asked in the same breath."""
    candidacy = lock_candidacy(seat.candidacy_id)
    locked = _locked(seat)
    rules.may_answer(stamp.actor, locked, DECLINE_SEAT, own=_own(locked, stamp)).enforce()
    told = SeatDeclined(**_ids(locked), reason=reason)
    advance(locked, DECLINE_SEAT, fact=told, stamp=stamp)
    _leave(locked, reason=reason, words=words, stamp=stamp)
    call_alternate(candidacy, locked, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def recuse_seat(seat: Seat, *, reason: Seat.Reason, words: str, stamp: Stamp) -> Seat:
    """Leave this one candidacy to others, even after scoring; a conflict is declared instead."""
    candidacy = lock_candidacy(seat.candidacy_id)
    locked = _locked(seat)
    rules.may_answer(stamp.actor, locked, RECUSE, own=_own(locked, stamp)).enforce()
    if reason == Seat.Reason.CONFLICT:
        raise InConflict(_("Declare the conflict itself: it keeps you away from now on."))
    advance(locked, RECUSE, fact=SeatRecused(**_ids(locked), reason=reason), stamp=stamp)
    _leave(locked, reason=reason, words=words, stamp=stamp)
    call_alternate(candidacy, locked, stamp=stamp)
    return locked


def _locked(seat: Seat) -> Seat:
    rows = Seat.objects.select_for_update(of=("self",)).select_related("expert__city")
    return rows.get(pk=seat.pk)


def _own(seat: Seat, stamp: Stamp) -> bool:
    return own_entries(stamp.actor).filter(pk=seat.expert_id).exists()


def _ids(seat: Seat) -> dict[str, int]:
    return {"seat_id": seat.pk, "candidacy_id": seat.candidacy_id, "expert_id": seat.expert_id}


def _leave(seat: Seat, *, reason: Seat.Reason, words: str, stamp: Stamp) -> None:
    seat.reason, seat.words, seat.answered_at, seat.chairs = reason, words, stamp.at, False
    seat.save(update_fields=["reason", "words", "answered_at", "chairs"])
