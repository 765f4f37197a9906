"""Participants and invited ones are told when the event itself changes."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.facts import Fact
from citystage.foundation.ledger.journal import on
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.stages.events.describing import for_people
from citystage.stages.events.facts import events as facts
from citystage.stages.events.handlers.places import day_of, members, tell_one
from citystage.stages.events.models import Event
from citystage.stages.events.states.events import EVENT_FLOW, EventState
from citystage.stages.events.states.places import LIVE, InvitationState

_TELLS = {move.verb: move.tells for move in EVENT_FLOW.moves}
_WORDS: dict[type[Fact], str] = {
    facts.EventPostponed: gettext_noop(
        "“%(title)s” is postponed; the new time will follow. %(reason)s"
    ),
    facts.EventRescheduled: gettext_noop("“%(title)s” has a new time: %(day)s. %(reason)s"),
    facts.EventCancelled: gettext_noop("“%(title)s” is called off. %(reason)s"),
    facts.EventHeld: gettext_noop(
        "“%(title)s” was held. Its materials are on its page as they come in."
    ),
}
# One thing each, so that nothing is put together from fragments.
_CHANGED: dict[str, str] = {
    "title": gettext_noop("The event is now called “%(title)s”."),
    "starts_at": gettext_noop(
        "“%(title)s” begins at another time: %(after)s (before: %(before)s)."
    ),
    "ends_at": gettext_noop("“%(title)s” ends at another time: %(after)s (before: %(before)s)."),
    "place": gettext_noop("“%(title)s” is held at another place: %(after)s (before: %(before)s)."),
    "address": gettext_noop("“%(title)s” has another address: %(after)s (before: %(before)s)."),
    "text": gettext_noop("The description of “%(title)s” was changed."),
    "contact": gettext_noop("“%(title)s” has another contact: %(after)s."),
    "registration_closes_at": gettext_noop(
        "Registration for “%(title)s” ends at another time: %(after)s (before: %(before)s)."
    ),
}

# Saved at once they are one message: when and where, for whoever reads no further.
_SEVERAL = gettext_noop(
    "Several things about “%(title)s” were changed. It is held on %(day)s; place: %(place)s."
    " Its page has the rest."
)


def of_event(fact: Fact, stamp: Stamp) -> None:
    """A step of the event, to whom its Move names."""
    event = Event.objects.get(pk=fact.event_id)  # type: ignore[attr-defined]
    new = getattr(fact, "starts_at", "")
    values = {
        "title": event.title,
        "day": _moment(new) if new else day_of(event),
        "reason": getattr(fact, "reason", ""),
    }
    _tell_all(event, _WORDS[type(fact)], values, stamp, also=_TELLS[fact.verb])


for _kind in _WORDS:
    on(_kind)(of_event)


@on(facts.EventChanged)
def of_change(fact: facts.EventChanged, stamp: Stamp) -> None:
    """What changed, in one message, to those who registered."""
    event = Event.objects.get(pk=fact.event_id)
    if event.state not in {EventState.PUBLISHED, EventState.POSTPONED}:
        return
    names = list(for_people(fact.changes))
    if len(names) > 1:
        where = " ".join(part for part in (event.place, event.address) if part)
        values = {"title": event.title, "day": day_of(event), "place": where or "–"}
        _tell_all(event, _SEVERAL, values, stamp, also=("participants",))
        return
    for name in names:
        before, after = (_moment(said) for said in fact.changes[name])
        values = {"title": event.title, "before": before or "–", "after": after or "–"}
        _tell_all(event, _CHANGED[name], values, stamp, also=("participants",))


def _tell_all(
    event: Event, template: str, values: dict[str, str], stamp: Stamp, *, also: Iterable[str]
) -> None:
    coming = event.places.filter(state__in=LIVE).select_related("person", "event")
    if "participants" in also:
        for place in coming:
            tell_one(place, template, values, stamp, Group.PROGRESS)
    if "invited" in also:
        asked = event.invitations.filter(state=InvitationState.SENT)
        people = members(asked.values_list("organisation_id", flat=True))
        come = {place.person_id for place in coming}
        tell(
            [one for one in people if one.pk not in come],
            group=Group.PROGRESS,
            template=template,
            values=values,
            about=event,
            stamp=stamp,
        )


def _moment(said: str) -> str:
    """A moment as people read it; every other text as it is."""
    try:
        at = datetime.fromisoformat(said)
    except ValueError:
        return said[:120]
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at.tzinfo else said
