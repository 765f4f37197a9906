"""The things behind search documents, with what a card shows."""

from collections.abc import Sequence

from citystage.foundation.directory.models import Organisation
from citystage.stages.catalogue.models import Capability, Release, Scenario, SearchDocument

type Thing = Scenario | Capability | Organisation | Release

__all__ = ["Capability", "Organisation", "Release", "Scenario", "Thing", "behind"]

_KIND = SearchDocument.Kind


def behind(documents: Sequence[SearchDocument]) -> dict[tuple[str, int], Thing]:
    """Each document's record by (kind, id); one query for each kind that occurs."""
    wanted: dict[str, list[int]] = {}
    for document in documents:
        wanted.setdefault(document.kind, []).append(document.object_id)
    things: dict[tuple[str, int], Thing] = {}
    if keys := wanted.get(_KIND.SCENARIO):
        rows = Scenario.objects.public().filter(pk__in=keys)
        related = rows.select_related("city", "district", "field")
        things |= {(_KIND.SCENARIO, one.pk): one for one in related}
    if keys := wanted.get(_KIND.CAPABILITY):
        able = Capability.objects.filter(pk__in=keys, public=True)
        related_able = able.select_related("organisation", "organisation__district", "field")
        things |= {(_KIND.CAPABILITY, one.pk): one for one in related_able}
    if keys := wanted.get(_KIND.ORGANISATION):
        things |= {
            (_KIND.ORGANISATION, one.pk): one for one in Organisation.objects.filter(pk__in=keys)
        }
    if keys := wanted.get(_KIND.LIST):
        lists = Release.objects.filter(pk__in=keys).select_related("city")
        things |= {(_KIND.LIST, one.pk): one for one in lists}
    return things
