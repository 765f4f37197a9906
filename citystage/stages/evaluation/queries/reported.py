"""Reported readings for pages: what sources state, beside what is computed."""

from collections.abc import Iterable

from citystage.foundation.tenancy.models import Unit
from citystage.stages.evaluation.models import Reported


def beside(city: Unit | int, indicator: str) -> list[Reported]:
    """What sources state of what an indicator computes."""
    pk = city.pk if isinstance(city, Unit) else city
    return list(Reported.objects.filter(city_id=pk, indicator=indicator)) if indicator else []


def beside_each(city: Unit, indicators: Iterable[str]) -> dict[str, list[Reported]]:
    """The same for several indicators; one query."""
    wanted = {code for code in indicators if code}
    found: dict[str, list[Reported]] = {}
    if wanted:
        for one in Reported.objects.filter(city=city, indicator__in=wanted):
            found.setdefault(one.indicator, []).append(one)
    return found


def reported(city: Unit) -> list[Reported]:
    """Everything sources state of a city, in the order of its pack."""
    return list(Reported.objects.filter(city=city))
