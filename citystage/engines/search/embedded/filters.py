"""Conditions as Qdrant Edge filters."""

from collections.abc import Collection
from typing import Any

import qdrant_edge as edge

from citystage.engines.search.conditions import (
    AnyOf,
    Around,
    Begins,
    Between,
    Condition,
    Contains,
    Every,
    Holds,
    Lacks,
    Not,
    Numbered,
    Some,
)

_NOTHING: Any = edge.HasIdCondition(set())


def condition(where: Condition, known: Collection[str]) -> Any:  # noqa: ANN401, C901, PLR0911
    """One condition; on a field that no document ever had, nothing passes."""
    match where:
        case Every(parts):
            return edge.Filter(must=[condition(part, known) for part in parts])
        case Some(parts):
            return edge.Filter(should=[condition(part, known) for part in parts] or [_NOTHING])
        case Not(part):
            return edge.Filter(must_not=[condition(part, known)])
        case Numbered(ids):
            return edge.HasIdCondition(set(ids))
        case Lacks(key):
            return edge.IsEmptyCondition(key) if key in known else edge.Filter()
    if where.key not in known:
        return _NOTHING
    match where:
        case AnyOf(key, values):
            return edge.FieldCondition(key, match=edge.MatchAny(list(values)))
        case Holds(key, keys):
            return edge.FieldCondition(key, match=edge.MatchText(keys))
        case Begins(key, beginning):
            return edge.FieldCondition(key, match=edge.MatchPrefix(beginning))
        case Contains(key, text):
            return edge.FieldCondition(key, match=edge.MatchSubstring(text))
        case Between(key, limits):
            return edge.FieldCondition(key, range=_range(limits))
        case Around(key, near):
            centre = edge.GeoPoint(lon=near.place.longitude, lat=near.place.latitude)
            return edge.FieldCondition(
                key, geo_radius=edge.GeoRadius(centre, near.kilometres * 1000)
            )


def _range(limits: Any) -> edge.RangeFloat:  # noqa: ANN401
    return edge.RangeFloat(
        gt=limits.low if limits.low_open else None,
        gte=None if limits.low_open else limits.low,
        lt=limits.high if limits.high_open else None,
        lte=None if limits.high_open else limits.high,
    )


def whole(where: Condition, known: Collection[str]) -> edge.Filter:
    """A condition as the filter of a request."""
    made = condition(where, known)
    return made if isinstance(made, edge.Filter) else edge.Filter(must=[made])
