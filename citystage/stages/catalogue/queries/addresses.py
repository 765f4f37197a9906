"""The parts of a record's public address, by its id."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Release, Scenario, SearchDocument


def number_of(scenario_id: int) -> str:
    """The public number of a scenario."""
    number = Scenario.objects.filter(pk=scenario_id).values_list("number", flat=True).first()
    if number is None:
        raise NotFound(_("There is no such scenario."))
    return number


def codes_of(release_id: int) -> tuple[str, str]:
    """City and address of a list."""
    found = Release.objects.filter(pk=release_id).values_list("city__code", "code").first()
    if found is None:
        raise NotFound(_("There is no such list."))
    return found


def paths_of(things: Iterable[tuple[str, int]]) -> dict[tuple[str, int], tuple[str, ...]]:
    """The address parts of scenarios and lists by (kind, id); one query for each kind."""
    kind, wanted = SearchDocument.Kind, list(things)
    paths: dict[tuple[str, int], tuple[str, ...]] = {}
    if keys := [pk for name, pk in wanted if name == kind.SCENARIO]:
        numbers = Scenario.objects.filter(pk__in=keys).values_list("pk", "number")
        paths |= {(kind.SCENARIO.value, pk): (number,) for pk, number in numbers}
    if keys := [pk for name, pk in wanted if name == kind.LIST]:
        codes = Release.objects.filter(pk__in=keys).values_list("pk", "city__code", "code")
        paths |= {(kind.LIST.value, pk): (city, code) for pk, city, code in codes}
    return paths
