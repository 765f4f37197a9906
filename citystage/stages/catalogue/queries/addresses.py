"""The parts of a record's public address, by its id."""

from django.utils.translation import gettext as _

from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Release, Scenario


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
