"""The scenarios that a download of everything public holds."""

from django.db.models import FETCH_RAISE, QuerySet

from citystage.stages.catalogue.models import Scenario


def exportable(*, city_code: str = "") -> QuerySet[Scenario]:
    """All public scenarios, of one city or of all, in the order of their numbers."""
    found = Scenario.objects.public()
    if city_code:
        found = found.filter(city__code=city_code)
    related = ("city", "field", "chain", "district", "lead_department")
    return found.select_related(*related).order_by("city_id", "number").fetch_mode(FETCH_RAISE)
