"""Where something is, as the engine reads it."""

from citystage.engines.matching.records import Place
from citystage.foundation.tenancy.models import Unit


def centre(*units: Unit | None) -> tuple[float, float] | None:
    """Degrees of the first of ``units`` whose centre its pack tells."""
    for unit in units:
        told = unit.facts.get("centre") if unit else None
        if told:
            return float(told[0]), float(told[1])
    return None


def place_of(city: Unit | None, district: Unit | None) -> Place:
    """City and district by name, and the centre of the narrowest that has one."""
    path = tuple(unit.name for unit in (city, district) if unit)
    found = centre(district, city)
    return Place(path, *found) if found else Place(path)
