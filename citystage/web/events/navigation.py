"""What events put into the public bar and the rail."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.stages.events.queries import inviting, places
from citystage.web.shell.navigation import PUBLIC, RAIL, Entry, Waiting

PUBLIC.add(Entry(name="events", label=_("Events"), view="events:index", order=37))
RAIL.add(
    Entry(
        name="events_managed",
        label=_("Events"),
        view="events:managed",
        icon="calendar",
        order=46,
        needs=frozenset({Permission.EVENTS_EVENT_MANAGE}),
    )
)
RAIL.add(
    Entry(name="events_mine", label=_("My events"), view="events:mine", icon="calendar", order=60)
)


@RAIL.count_by
def waiting(actor: Actor) -> Waiting:
    """Registrations that wait for the organisers, invitations that wait for an answer."""
    counted: dict[str, QuerySet[Any]] = {"events_mine": inviting.to_me(actor)}
    if actor.may(Permission.EVENTS_EVENT_MANAGE):
        counted["events_managed"] = places.to_answer(actor)
    return counted
