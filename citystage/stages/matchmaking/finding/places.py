"""Where something is, as the engine reads it."""

from citystage.engines.matching.records import Place
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.codes import province_of


def centre(*units: Unit | None) -> tuple[float, float] | None:
    """Degrees of the first of ``units`` whose centre its pack tells."""
    for unit in units:
        told = unit.facts.get("centre") if unit else None
        if told:
            return float(told[0]), float(told[1])
    return None


def place_of(city: Unit | None, district: Unit | None) -> Place:
    """Province, city and district by name, and the centre of the narrowest that has one."""
    names = [unit.name for unit in (city, district) if unit]
    if city and (province := province_of(city.area_code)):
        names.insert(0, province)
    path = tuple(dict.fromkeys(names))
    found = centre(district, city)
    return Place(path, *found) if found else Place(path)


def place_of_organisation(organisation: Organisation) -> Place:
    """Where it is: not in the city that knows of it, if a list says so or says nothing."""
    if organisation.in_city:
        return place_of(organisation.city, organisation.district)
    return Place((organisation.elsewhere,)) if organisation.elsewhere else Place()
