"""The things behind answers, with what a card shows, as far as the asker may see them."""

from collections.abc import Sequence

from django.db.models import Q

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import subtree
from citystage.stages.catalogue.audience import SHOWN
from citystage.stages.catalogue.models import Capability, Lab, Release, Scenario, SearchDocument
from citystage.stages.catalogue.queries.asking.answer import Found
from citystage.stages.catalogue.queries.scenarios import visible
from citystage.stages.catalogue.states import ReleaseState

type Thing = Scenario | Capability | Organisation | Release | Lab

__all__ = ["Capability", "Lab", "Organisation", "Release", "Scenario", "Thing", "behind"]

_KIND = SearchDocument.Kind


def behind(found: Sequence[Found], actor: Actor) -> dict[tuple[str, int], Thing]:
    """Each answer's record by (kind, id); one query for each kind that occurs.

    Whoever answered, the database says here once more what this person may see.
    """
    wanted: dict[str, list[int]] = {}
    for one in found:
        wanted.setdefault(one.kind, []).append(one.object_id)
    things: dict[tuple[str, int], Thing] = {}
    if keys := wanted.get(_KIND.SCENARIO):
        rows = visible(actor).filter(pk__in=keys).select_related("city", "district", "field")
        things |= {(_KIND.SCENARIO, one.pk): one for one in rows}
    if keys := wanted.get(_KIND.CAPABILITY):
        own = _acted_for(actor, "organisation__seat__path")
        able = Capability.objects.filter(Q(public=True) | own, pk__in=keys)
        related = able.select_related("organisation", "organisation__district", "field")
        things |= {(_KIND.CAPABILITY, one.pk): one for one in related}
    if keys := wanted.get(_KIND.ORGANISATION):
        shown = Q(standing__in=SHOWN) | _acted_for(actor, "seat__path")
        firms = Organisation.objects.filter(shown, pk__in=keys)
        things |= {(_KIND.ORGANISATION, one.pk): one for one in firms}
    if keys := wanted.get(_KIND.LIST):
        prepared = subtree(actor.reach(Permission.CATALOGUE_LIST_PREPARE), "city__path")
        lists = Release.objects.filter(Q(state=ReleaseState.RELEASED) | prepared, pk__in=keys)
        things |= {(_KIND.LIST, one.pk): one for one in lists.select_related("city")}
    if keys := wanted.get(_KIND.LAB):
        # What was recognised is everybody's to see.
        things |= {(_KIND.LAB, one.pk): one for one in Lab.objects.filter(pk__in=keys)}
    return things


def _acted_for(actor: Actor, column: str) -> Q:
    return subtree(tuple(unit for _, unit in actor.grants), column)
