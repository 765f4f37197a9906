"""A meeting of the panel: planned in an order of discussion, held item by item, with minutes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal
from citystage.stages.selection import standing
from citystage.stages.selection.facts.scoring import (
    ItemDiscussed,
    MeetingEnded,
    MeetingPlanned,
    MeetingStarted,
    MinutesWritten,
)
from citystage.stages.selection.models import Candidacy, Meeting, MeetingItem, Programme
from citystage.stages.selection.queries.scores import Line, board
from citystage.stages.selection.rules.conflicts import is_free
from citystage.stages.selection.rules.scores import may_lead_scores
from citystage.stages.selection.states.candidacies import CandidacyState

type Order = Literal["number", "rank", "disagreement"]


class NoMeeting(Refusal):
    """There is nothing to meet about, or the meeting is not at that point."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What a meeting is called, when and where it is held."""

    title: str
    held_at: datetime
    place: str = ""


@transaction.atomic(durable=True)
def plan_meeting(
    programme: Programme, *, invitation: Invitation, order: Order, stamp: Stamp
) -> Meeting:
    """Put every candidacy before the panel on the agenda, in the order wanted.

    By an officer without a conflict over any of them: the order tells of the scores.
    """
    programme = Programme.objects.select_for_update(of=("self",)).get(pk=programme.pk)
    may_lead_scores(stamp.actor, programme).enforce()
    waiting = Candidacy.objects.filter(programme=programme, state=CandidacyState.REVIEWING)
    for conflict in standing.barring(stamp.actor, waiting).values():
        is_free(conflict).enforce()
    found = [
        line
        for line in board(stamp.actor, programme).lines
        if line.candidacy.state == CandidacyState.REVIEWING
    ]
    if not found:
        raise NoMeeting(_("No candidacy is before the panel."))
    meeting = Meeting.objects.create(
        programme=programme,
        title=invitation.title,
        held_at=invitation.held_at,
        place=invitation.place,
    )
    MeetingItem.objects.bulk_create(
        MeetingItem(meeting=meeting, candidacy=line.candidacy, place=place)
        for place, line in enumerate(_ordered(found, order), start=1)
    )
    told = MeetingPlanned(meeting_id=meeting.pk, programme_id=programme.pk, items=len(found))
    journal.record(told, subject=programme, stamp=stamp)
    return meeting


def _ordered(lines: list[Line], order: Order) -> list[Line]:
    by_number = sorted(lines, key=lambda line: line.candidacy.number)
    if order == "disagreement":
        return sorted(
            by_number, key=lambda line: -(line.disagreement.deviation if line.disagreement else 0)
        )
    return lines if order == "rank" else by_number


@transaction.atomic(durable=True)
def call_item(item: MeetingItem, *, stamp: Stamp) -> MeetingItem:
    """Begin with this candidacy; the one under way comes to its end, the meeting begins by it."""
    meeting = _lock(item.meeting_id, stamp)
    if meeting.ended_at is not None:
        raise NoMeeting(_("The meeting is over."))
    if meeting.started_at is None:
        meeting.started_at = stamp.at
        meeting.save(update_fields=["started_at"])
        journal.record(MeetingStarted(meeting_id=meeting.pk), subject=meeting, stamp=stamp)
    _end_running(meeting, stamp, but=item.pk)
    called = meeting.items.get(pk=item.pk)
    called.begun_at, called.ended_at = called.begun_at or stamp.at, None
    called.save(update_fields=["begun_at", "ended_at"])
    return called


@transaction.atomic(durable=True)
def note_item(item: MeetingItem, *, outcome: str, notes: str, stamp: Stamp) -> MeetingItem:
    """Keep what came out and what was said; who is in conflict leaves it to others."""
    meeting = _lock(item.meeting_id, stamp)
    found = meeting.items.select_related("candidacy").get(pk=item.pk)
    is_free(standing.barred(stamp.actor, found.candidacy)).enforce()
    found.outcome, found.notes = outcome.strip()[:200], notes.strip()
    found.save(update_fields=["outcome", "notes"])
    return found


@transaction.atomic(durable=True)
def end_meeting(meeting: Meeting, *, stamp: Stamp) -> Meeting:
    """Close it; the candidacy under way comes to its end."""
    locked = _lock(meeting.pk, stamp)
    if locked.started_at is None or locked.ended_at is not None:
        raise NoMeeting(_("The meeting is not under way."))
    _end_running(locked, stamp)
    locked.ended_at = stamp.at
    locked.save(update_fields=["ended_at"])
    journal.record(MeetingEnded(meeting_id=locked.pk), subject=locked, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def write_minutes(meeting: Meeting, *, text: str, version: int, stamp: Stamp) -> Meeting:
    """Give the minutes this wording. Who has a conflict over an item does not write them."""
    locked = _lock(meeting.pk, stamp)
    on_agenda = Candidacy.objects.filter(pk__in=locked.items.values("candidacy"))
    for conflict in standing.barring(stamp.actor, on_agenda).values():
        is_free(conflict).enforce()
    if locked.version != version:
        raise NoMeeting(_("The minutes were changed by others meanwhile. Look at them first."))
    locked.minutes, locked.version = text.strip(), version + 1
    locked.save(update_fields=["minutes", "version"])
    told = MinutesWritten(meeting_id=locked.pk, version=locked.version)
    journal.record(told, subject=locked, stamp=stamp)
    return locked


def _lock(meeting_id: int, stamp: Stamp) -> Meeting:
    rows = Meeting.objects.select_for_update(of=("self",)).select_related("programme__city")
    locked = rows.get(pk=meeting_id)
    may_lead_scores(stamp.actor, locked.programme).enforce()
    return locked


def _end_running(meeting: Meeting, stamp: Stamp, *, but: int = 0) -> None:
    running = meeting.items.filter(begun_at__isnull=False, ended_at__isnull=True).exclude(pk=but)
    for one in running:
        one.ended_at = stamp.at
        one.save(update_fields=["ended_at"])
        told = ItemDiscussed(meeting_id=meeting.pk, candidacy_id=one.candidacy_id)
        journal.record(told, subject=meeting, stamp=stamp)
