"""Whom seats and entries of the register tell what: the ``tells`` of their Moves, in words."""

from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext_noop

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.queries import wearers
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.facts import Fact
from citystage.foundation.ledger.journal import on
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.foundation.tenancy.calendars import last_day
from citystage.foundation.tenancy.models import Unit
from citystage.stages.selection import standing
from citystage.stages.selection.facts import panels
from citystage.stages.selection.models import Expert, Seat
from citystage.stages.selection.queries.blind import name
from citystage.stages.selection.states.panels import EXPERT_FLOW, SEAT_FLOW

_TELLS = {move.verb: move.tells for move in (*SEAT_FLOW.moves, *EXPERT_FLOW.moves)}

_TO_EXPERTS: dict[type[Fact], tuple[Group, str]] = {
    panels.SeatAsked: (
        Group.TASK,
        gettext_noop(
            "You are asked to judge “%(title)s”. Declare whether you have a conflict of interest,"
            " and accept or decline by %(due)s."
        ),
    ),
    panels.SeatReopened: (
        Group.TASK,
        gettext_noop("Your scores of “%(title)s” are open again: %(reason)s"),
    ),
    panels.SeatRemoved: (
        Group.PROGRESS,
        gettext_noop("You no longer need to judge “%(title)s”."),
    ),
}
_TO_OFFICE: dict[type[Fact], tuple[Group, str]] = {
    panels.SeatDeclined: (
        Group.PROGRESS,
        gettext_noop("%(who)s declined to judge No. %(number)s."),
    ),
    panels.SeatRecused: (
        Group.PROGRESS,
        gettext_noop("%(who)s leaves No. %(number)s to others."),
    ),
}
_OF_ENTRIES: dict[type[Fact], str] = {
    panels.ExpertInvited: gettext_noop(
        "You are invited to the register of experts of %(city)s. Look at your entry and confirm it."
    ),
    panels.ExpertInvitedAgain: gettext_noop(
        "You are invited to the register of experts of %(city)s. Look at your entry and confirm it."
    ),
    panels.ExpertLapsed: gettext_noop(
        "Your entry in the register of experts of %(city)s is out of date. Confirm it, so that you"
        " can be asked again."
    ),
    panels.ExpertRetired: gettext_noop("You are no longer in the register of experts of %(city)s."),
}


def of_seat(fact: Fact, stamp: Stamp) -> None:
    """Tell the expert what is asked of them, and the office what experts answer."""
    payload = asdict(fact)
    along = ("expert__user", "candidacy__programme__city", "candidacy__application")
    seat = Seat.objects.select_related(*along).get(pk=payload["seat_id"])
    for word in _TELLS[fact.verb]:
        if word == "expert" and seat.expert.user is not None and seat.asked_at is not None:
            group, template = _TO_EXPERTS[type(fact)]
            people = [seat.expert.user]
        elif word == "city":
            group, template = _TO_OFFICE[type(fact)]
            people = _office(seat, stamp)
        else:
            continue
        values = _values(seat, payload)
        tell(people, group=group, template=template, values=values, about=seat, stamp=stamp)


def of_entry(fact: Fact, stamp: Stamp) -> None:
    """Tell the person the entry is about, when they have an account."""
    payload = asdict(fact)
    expert = Expert.objects.select_related("user", "city").get(pk=payload["expert_id"])
    if expert.user is None:
        return
    tell(
        [expert.user],
        group=Group.TASK if fact.verb != panels.ExpertRetired.verb else Group.PROGRESS,
        template=_OF_ENTRIES[type(fact)],
        values={"city": expert.city.name},
        about=expert,
        stamp=stamp,
    )


def _office(seat: Seat, stamp: Stamp) -> list[User]:
    """Who forms panels in this city and is not kept away from the candidacy."""
    city: Unit = seat.candidacy.programme.city
    people = wearers(Permission.SELECTION_PANEL_LEAD, city, at=stamp.at)
    return [one for one in people if not standing.is_barred(one.pk, seat.candidacy_id)]


def _values(seat: Seat, payload: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": name(seat.candidacy),
        "number": seat.candidacy.number,
        "who": seat.expert.name,
        "due": last_day(seat.due_at).isoformat() if seat.due_at else "",
        "reason": payload.get("reason", ""),
    }


for _kind in (*_TO_EXPERTS, *_TO_OFFICE):
    on(_kind)(of_seat)
for _kind in _OF_ENTRIES:
    on(_kind)(of_entry)
