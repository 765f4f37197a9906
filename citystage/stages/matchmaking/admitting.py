"""Which scenarios a profile lets through: fields, chains, districts, city, distance."""

import math

from django.db.models import Q

from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.models import Scenario
from citystage.stages.matchmaking.models import Profile

_RADIUS_KM = 6371.0


def condition(profile: Profile) -> Q:
    """What the database can ask: each kind any-of, all kinds together."""
    asked = Q()
    if profile.city_id:
        asked &= Q(city_id=profile.city_id)
    if profile.fields or profile.chains:
        asked &= Q(field__code__in=profile.fields) | Q(chain__code__in=profile.chains)
    if profile.districts:
        asked &= Q(district__code__in=profile.districts)
    return asked


def lets_through(profile: Profile, scenario: Scenario) -> bool:
    """The same for one scenario with its units and terms at hand, and the distance too."""
    named = (
        (profile.fields, scenario.field.code if scenario.field else ""),
        (profile.chains, scenario.chain.code if scenario.chain else ""),
    )
    sought = [(codes, code) for codes, code in named if codes]
    if sought and not any(code in codes for codes, code in sought):
        return False
    district = scenario.district.code if scenario.district else ""
    if profile.districts and district not in profile.districts:
        return False
    if profile.city_id and profile.city_id != scenario.city_id:
        return False
    return is_near(profile, scenario)


def is_near(profile: Profile, scenario: Scenario) -> bool:
    """Within the radius; a scenario of unknown place is not thrown out for that."""
    if profile.radius_km is None or profile.latitude is None or profile.longitude is None:
        return True
    centre = _centre(scenario.district) or _centre(scenario.city)
    if centre is None:
        return True
    return kilometres((profile.latitude, profile.longitude), centre) <= profile.radius_km


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Along the great circle between two places in degrees (haversine)."""
    north, south = math.radians(one[0]), math.radians(other[0])
    half_height, half_width = (south - north) / 2, math.radians(other[1] - one[1]) / 2
    chord = math.sin(half_height) ** 2
    chord += math.cos(north) * math.cos(south) * math.sin(half_width) ** 2
    return 2 * _RADIUS_KM * math.asin(math.sqrt(min(1.0, chord)))


def _centre(unit: Unit | None) -> tuple[float, float] | None:
    told = unit.facts.get("centre") if unit else None
    return (float(told[0]), float(told[1])) if told else None
