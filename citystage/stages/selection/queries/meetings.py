"""Reads of panel meetings: for the office that leads them and for the members who sit in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import FETCH_RAISE, QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Actor
from citystage.kernel.refusals import NotFound
from citystage.stages.selection import standing
from citystage.stages.selection.models import Conflict, Meeting, MeetingItem, Programme
from citystage.stages.selection.queries.seats import own_seats
from citystage.stages.selection.states.panels import SeatState


@dataclass(frozen=True, slots=True)
class Turn:
    """One item as this person sees it: barred ones keep their place and show nothing else."""

    item: MeetingItem
    barred: Conflict | None
    called: str
    when: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """A meeting with its turns; ``now`` and ``next`` of them."""

    meeting: Meeting
    turns: Sequence[Turn]
    now: Turn | None
    next: Turn | None


def meetings_of(programme: Programme) -> QuerySet[Meeting]:
    """The meetings of a programme, the latest first."""
    return programme.meetings.order_by("-held_at", "-pk").fetch_mode(FETCH_RAISE)


def reach_meeting(programme: Programme, pk: int) -> Meeting:
    """One of them. Raises ``NotFound``."""
    found = Meeting.objects.filter(programme=programme, pk=pk)
    if one := found.select_related("programme__call", "programme__city").first():
        return one
    raise NotFound("")


def reach_item(meeting: Meeting, pk: int) -> MeetingItem:
    """One item of the agenda. Raises ``NotFound``."""
    if found := meeting.items.filter(pk=pk).first():
        return found
    raise NotFound("")


def reach_own_meeting(actor: Actor, pk: int) -> Meeting:
    """A meeting of a programme on whose panels this expert sits. Raises ``NotFound``."""
    sitting = own_seats(actor).filter(state__in=(SeatState.ACCEPTED, SeatState.SCORED))
    found = Meeting.objects.filter(pk=pk, programme__in=sitting.values("candidacy__programme"))
    if one := found.select_related("programme__call", "programme__city").first():
        return one
    raise NotFound(_("There is nothing here for your role."))


def agenda(actor: Actor, meeting: Meeting, *, blind: bool) -> Agenda:
    """The items in order; two queries."""
    rows = meeting.items.select_related("candidacy__application").order_by("place")
    items = list(rows.fetch_mode(FETCH_RAISE))
    barred = standing.barring(actor, [one.candidacy for one in items])
    turns = [
        Turn(
            one,
            barred.get(one.candidacy_id),
            "" if blind or one.candidacy_id in barred else one.candidacy.application.title,
            "now" if _runs(one) else "past" if one.ended_at else "ahead",
        )
        for one in items
    ]
    running = next((one for one in turns if one.when == "now"), None)
    following = next((one for one in turns if one.when == "ahead"), None)
    return Agenda(meeting, turns, running, following)


def _runs(item: MeetingItem) -> bool:
    return item.begun_at is not None and item.ended_at is None
