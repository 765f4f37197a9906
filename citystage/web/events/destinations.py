"""Where events and places live, for links in notices and mails."""

from django.urls import reverse

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.kernel.refusals import NotFound
from citystage.stages.events.queries import events, places
from citystage.web.shell.going import DESTINATIONS


def event(actor: Actor, pk: int) -> str:
    """The organisers' page for them, the public one for everybody else."""
    if actor.may(Permission.EVENTS_EVENT_MANAGE):
        try:
            return reverse("events:hub", args=[events.reach_event(actor, pk).pk])
        except NotFound:
            pass
    number = events.numbers_of([pk]).get(pk)
    if number is None:
        raise NotFound("")
    return reverse("events:event", args=[number])


def place(actor: Actor, pk: int) -> str:
    """The participant's own page."""
    return reverse("events:place", args=[places.reach_own(actor, pk).pk])


DESTINATIONS.add("events.event", event)
DESTINATIONS.add("events.place", place)
