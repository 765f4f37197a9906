"""Reported readings for pages: what sources state, beside what is computed."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.evaluation.models import Reported
from citystage.stages.evaluation.plan_rules import may_edit


def beside(city: Unit | int, indicator: str) -> list[Reported]:
    """What sources state of what an indicator computes."""
    pk = city.pk if isinstance(city, Unit) else city
    if not indicator:
        return []
    return list(Reported.objects.standing().filter(city_id=pk, indicator=indicator))


def beside_each(city: Unit, indicators: Iterable[str]) -> dict[str, list[Reported]]:
    """The same for several indicators; one query."""
    wanted = {code for code in indicators if code}
    found: dict[str, list[Reported]] = {}
    if wanted:
        for one in Reported.objects.standing().filter(city=city, indicator__in=wanted):
            found.setdefault(one.indicator, []).append(one)
    return found


def reported(city: Unit) -> list[Reported]:
    """Everything sources state of a city, each with the readings it corrects, the latest first."""
    rows = {one.pk: one for one in Reported.objects.filter(city=city)}
    corrected = {one.corrects_id for one in rows.values()}
    found = [one for one in rows.values() if one.pk not in corrected]
    for one in found:
        before = one.corrects_id
        formers: list[Reported] = []
        while before is not None:
            formers.append(rows[before])
            before = rows[before].corrects_id
        one.formers = formers
    return found


def reach_reading(actor: Actor, pk: int) -> Reported:
    """A reading that was entered by hand, as it was last corrected. Raises ``NotFound``."""
    found = Reported.objects.filter(pk=pk, entered_at__isnull=False).select_related("city").first()
    if found is None or not may_edit(actor, found.city):
        raise NotFound(_("There is no such reading within your reach."))
    rows = {
        one.corrects_id: one
        for one in Reported.objects.filter(city=found.city, corrects__isnull=False)
    }
    while found.pk in rows:
        city, found = found.city, rows[found.pk]
        found.city = city
    return found
