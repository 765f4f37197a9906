"""What projects puts into the rail, and where its records lead."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.stages.projects.queries import waiting
from citystage.web.shell.going import DESTINATIONS, Destination
from citystage.web.shell.navigation import DATA, RAIL, Entry, Waiting

RAIL.add(
    Entry(
        name="projects",
        label=_("Projects"),
        view="projects:list",
        icon="target",
        order=47,
        needs=frozenset({Permission.PROJECT_RECORD_KEEP}),
    )
)
DATA.add(Entry(name="patterns", label=_("Patterns to copy"), view="projects:patterns", order=62))
DATA.add(Entry(name="supers", label=_("Super scenarios"), view="projects:supers", order=63))
DATA.add(Entry(name="first_uses", label=_("First uses"), view="projects:first_uses", order=64))


@RAIL.count_by
def counts(actor: Actor) -> Waiting:
    """Acceptances that wait for this side's signature."""
    if not actor.may(Permission.PROJECT_RECORD_KEEP):
        return {}
    return {"projects": waiting.acceptances(actor)}


def _at(view: str) -> Destination:
    return lambda _actor, pk: reverse(view, args=[pk])


DESTINATIONS.add("projects.project", _at("projects:project"))
DESTINATIONS.add("projects.firstuse", _at("projects:first_use"))
DESTINATIONS.add("projects.arrival", _at("projects:arrival"))
DESTINATIONS.add("projects.pattern", _at("projects:pattern"))
