"""Place and reach: whether the supplier is there, or comes there."""

import math
from typing import Final

from citystage.engines.matching.parts.pair import Pair, by_value, known, lacks, unknown, value_quote
from citystage.engines.matching.records import Advice, Part, Place, Reason, Score

_EARTH_KM: Final = 6371.0
_REACHED: Final = 0.9
_EVERYWHERE: Final = 0.8


def score(pair: Pair) -> Score:
    """The best of: same place, place served, near enough on the map; by names where known."""
    wanted, supply = pair.demand.record.place, pair.supply.record
    if not wanted.path and wanted.latitude is None:
        return unknown(Part.PLACE)
    where = value_quote("place", " ".join(wanted.path))
    if not (supply.place.path or supply.reach or supply.everywhere or supply.place.latitude):
        return unknown(Part.PLACE, lacks(Part.PLACE, Advice.NAME_PLACE, where))
    found = max((_by_name(pair), _by_reach(pair), _by_distance(pair)), key=lambda one: one[0])
    value, reason = found
    missing = [] if reason else [lacks(Part.PLACE, Advice.WIDEN_REACH, where)]
    return known(Part.PLACE, value, [reason] if reason else [], missing)


def same_place(one: str, other: str) -> bool:
    """`青岛` and `青岛市` are one place."""
    short, long = sorted((one, other), key=len)
    return bool(short) and len(long) - len(short) <= 1 and long.startswith(short)


def _by_name(pair: Pair) -> tuple[float, Reason | None]:
    """The deeper the common name stands in the demand's path, the nearer."""
    path = pair.demand.record.place.path
    for depth in range(len(path), 0, -1):
        for name in pair.supply.record.place.path:
            if same_place(path[depth - 1], name):
                wanted, found = value_quote("place", path[depth - 1]), value_quote("place", name)
                value = depth / len(path)
                return value, by_value(Part.PLACE, wanted, found, value)
    return 0.0, None


def _by_reach(pair: Pair) -> tuple[float, Reason | None]:
    path, supply = pair.demand.record.place.path, pair.supply.record
    for wanted in path:
        for name in supply.reach:
            if same_place(wanted, name):
                quotes = value_quote("place", wanted), value_quote("reach", name)
                return _REACHED, by_value(Part.PLACE, *quotes, _REACHED)
    if supply.everywhere and path:
        quotes = value_quote("place", path[-1]), value_quote("everywhere", "")
        return _EVERYWHERE, by_value(Part.PLACE, *quotes, _EVERYWHERE)
    return 0.0, None


def _by_distance(pair: Pair) -> tuple[float, Reason | None]:
    demand, supply = pair.demand.record, pair.supply.record
    kilometres = distance_km(demand.place, supply.place)
    if kilometres is None:
        return 0.0, None
    radius = supply.radius_km or demand.radius_km
    if radius is not None and kilometres <= radius:
        value = _REACHED
    else:
        value = math.exp(-kilometres / pair.settings.near_km)
    if value < 1 / math.e:
        return value, None
    quotes = (_point(demand.place), _point(supply.place))
    return value, by_value(
        Part.PLACE, value_quote("place", quotes[0]), value_quote("place", quotes[1]), value
    )


def _point(place: Place) -> str:
    return f"{place.latitude}, {place.longitude}"


def distance_km(one: Place, other: Place) -> float | None:
    """Great-circle distance; None unless both points are known."""
    if one.latitude is None or one.longitude is None:
        return None
    if other.latitude is None or other.longitude is None:
        return None
    first, last = math.radians(one.latitude), math.radians(other.latitude)
    across = math.radians(other.longitude - one.longitude)
    inner = (
        math.sin((last - first) / 2) ** 2
        + math.cos(first) * math.cos(last) * math.sin(across / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, inner)))
