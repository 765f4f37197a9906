"""An officer changes one panel by hand, pins seats, names the chair, and asks the experts."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.selection import entries, standing
from citystage.stages.selection.facts.panels import SeatChanged, SeatedAgain, SeatRemoved
from citystage.stages.selection.locks import lock_candidacy
from citystage.stages.selection.models import Candidacy, Conflict, Expert, Programme, Seat
from citystage.stages.selection.promoting import ask, call_alternate
from citystage.stages.selection.rules import seats as rules
from citystage.stages.selection.states.panels import ASK_EXPERT, REMOVE_SEAT, SEAT_AGAIN, SeatState


class NoSuchSeat(Refusal):
    """The expert does not sit on this panel."""

    status = 404


class SitsAlready(Refusal):
    """The expert has, or had, a seat on this panel."""


@transaction.atomic(durable=True)
def seat_expert(
    candidacy: Candidacy,
    *,
    expert: Expert,
    instead_of: Seat | None = None,
    words: str = "",
    stamp: Stamp,
) -> Seat:
    """Put ``expert`` on the panel by hand: planned and pinned, so that no computation undoes it.

    ``instead_of`` leaves the panel in the same act; no alternate is asked for that seat.
    """
    locked = _panel(candidacy, stamp)
    conflict = Conflict.objects.filter(
        candidacy=locked, expert=expert, standing=Conflict.Standing.BARS
    ).first()
    fresh = entries.stale_before(stamp.at, locked.programme.read_terms().expert_entry_months)
    rules.may_sit(expert, conflict, fresh_after=fresh).enforce()
    found = Seat.objects.select_for_update().filter(candidacy=locked, expert=expert).first()
    if found is not None and found.state not in {SeatState.RESERVE, SeatState.REMOVED}:
        now = SeatState(found.state).label
        raise SitsAlready(
            _("%(name)s has a seat here already: “%(state)s”.")
            % {"name": expert.name, "state": now}
        )
    left = None if instead_of is None else _locked(instead_of)
    if left is not None:
        _take_off(left, words=words, stamp=stamp)
    seat = _seated(locked, expert, found, stamp)
    seat.pinned, seat.words, seat.replaces = True, words, left
    seat.save(update_fields=["pinned", "words", "replaces"])
    _tell(seat, stamp)
    return seat


@transaction.atomic(durable=True)
def remove_expert(seat: Seat, *, words: str, stamp: Stamp) -> None:
    """Take somebody off the panel; the next alternate is asked when the seat had been asked for."""
    candidacy = _panel(seat.candidacy, stamp)
    locked = _locked(seat)
    asked = locked.state in {SeatState.ASKED, SeatState.ACCEPTED}
    _take_off(locked, words=words, stamp=stamp)
    if asked:
        call_alternate(candidacy, locked, stamp=stamp)


@transaction.atomic(durable=True)
def pin_seat(seat: Seat, *, pinned: bool, stamp: Stamp) -> Seat:
    """Keep the seat through every computation, or let it go again."""
    _panel(seat.candidacy, stamp)
    locked = _locked(seat)
    if locked.pinned != pinned:
        locked.pinned = pinned
        locked.save(update_fields=["pinned"])
        _tell(locked, stamp)
    return locked


@transaction.atomic(durable=True)
def name_chair(seat: Seat, *, stamp: Stamp) -> Seat:
    """The panel has one chair: this one."""
    candidacy = _panel(seat.candidacy, stamp)
    Seat.objects.filter(candidacy=candidacy, chairs=True).exclude(pk=seat.pk).update(chairs=False)
    locked = _locked(seat)
    if not locked.chairs:
        locked.chairs = True
        locked.save(update_fields=["chairs"])
        _tell(locked, stamp)
    return locked


@transaction.atomic(durable=True)
def ask_experts(programme: Programme, *, stamp: Stamp) -> int:
    """Ask every planned expert of the programme; returns how many. Asked twice: nobody again.

    Candidacies this officer is kept away from are left to a colleague.
    """
    locked = Programme.objects.select_for_update().get(pk=programme.pk)
    rules.may_compose(stamp.actor, locked).enforce()
    open_ones = Candidacy.objects.filter(programme=locked).open_to(stamp.actor)
    planned = Seat.objects.select_for_update(of=("self",)).filter(
        candidacy__in=open_ones.values("pk"), state=SeatState.PLANNED
    )
    rows = [seat for seat in planned.order_by("pk") if seat.state in ASK_EXPERT.sources]
    for seat in rows:
        ask(seat, stamp=stamp)
    return len(rows)


def _seated(candidacy: Candidacy, expert: Expert, found: Seat | None, stamp: Stamp) -> Seat:
    if found is None:
        return Seat.objects.create(candidacy=candidacy, expert=expert)
    if found.state == SeatState.RESERVE:
        found.delete()
        return Seat.objects.create(candidacy=candidacy, expert=expert)
    told = SeatedAgain(seat_id=found.pk, candidacy_id=candidacy.pk, expert_id=expert.pk)
    advance(found, SEAT_AGAIN, fact=told, stamp=stamp)
    return found


def _take_off(seat: Seat, *, words: str, stamp: Stamp) -> None:
    told = SeatRemoved(
        seat_id=seat.pk, candidacy_id=seat.candidacy_id, expert_id=seat.expert_id, reason=words
    )
    advance(seat, REMOVE_SEAT, fact=told, stamp=stamp)
    seat.words, seat.chairs, seat.pinned = words, False, False
    seat.save(update_fields=["words", "chairs", "pinned"])


def _panel(candidacy: Candidacy, stamp: Stamp) -> Candidacy:
    locked = lock_candidacy(candidacy.pk)
    barred = standing.barred(stamp.actor, locked)
    rules.may_change_panel(stamp.actor, locked, barred).enforce()
    return locked


def _locked(seat: Seat) -> Seat:
    found = (
        Seat.objects.select_for_update(of=("self",))
        .select_related("expert")
        .filter(pk=seat.pk)
        .first()
    )
    if found is None:
        raise NoSuchSeat(_("This seat is no longer there; a new plan has replaced it."))
    return found


def _tell(seat: Seat, stamp: Stamp) -> None:
    told = SeatChanged(seat_id=seat.pk, candidacy_id=seat.candidacy_id, expert_id=seat.expert_id)
    journal.record(told, subject=seat.candidacy, stamp=stamp)
