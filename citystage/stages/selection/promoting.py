"""The next alternate comes in when somebody leaves a panel."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.stages.selection.facts.panels import SeatAsked
from citystage.stages.selection.models import Absence, Candidacy, Conflict, Seat
from citystage.stages.selection.states.panels import ASK_EXPERT, ExpertState, SeatState

# Within so many days an asked expert answers.
ANSWER_DAYS = 3


def ask(seat: Seat, *, stamp: Stamp) -> None:
    """Ask the expert of this (locked) seat."""
    # Who is told of the act reads until when an answer is wanted.
    seat.asked_at, seat.due_at = stamp.at, stamp.at + timedelta(days=ANSWER_DAYS)
    seat.save(update_fields=["asked_at", "due_at"])
    told = SeatAsked(seat_id=seat.pk, candidacy_id=seat.candidacy_id, expert_id=seat.expert_id)
    advance(seat, ASK_EXPERT, fact=told, stamp=stamp)


def call_alternate(candidacy: Candidacy, left: Seat, *, stamp: Stamp) -> Seat | None:
    """Ask the first alternate who may sit, one of the same kind first; None when nobody is left.

    The candidacy is locked by the caller.
    """
    barred = Conflict.objects.filter(
        candidacy=candidacy, standing=Conflict.Standing.BARS, expert__isnull=False
    )
    today = timezone.localdate(stamp.at)
    away = Absence.objects.filter(since__lte=today, until__gt=today)
    waiting = list(
        Seat.objects.select_for_update(of=("self",))
        .select_related("expert")
        .filter(candidacy=candidacy, state=SeatState.RESERVE, expert__state=ExpertState.ACTIVE)
        .exclude(Q(expert__in=barred.values("expert")) | Q(expert__in=away.values("expert")))
        .order_by("reserve_place", "pk")
    )
    if not waiting:
        return None
    same_kind = [seat for seat in waiting if seat.expert.kind == left.expert.kind]
    chosen = (same_kind or waiting)[0]
    chosen.replaces = left
    chosen.save(update_fields=["replaces"])
    ask(chosen, stamp=stamp)
    return chosen
