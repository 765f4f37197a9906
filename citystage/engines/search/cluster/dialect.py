"""Conditions as a Qdrant server is sent them."""

from collections.abc import Sequence

from qdrant_client import models

from citystage.engines.search.compiling import Made, limits_of
from citystage.engines.search.contract import Near, Range


class ServerDialect:
    """See `compiling.Dialect`."""

    def every(self, parts: Sequence[Made]) -> Made:
        return models.Filter(must=list(parts))

    def some(self, parts: Sequence[Made]) -> Made:
        return models.Filter(should=list(parts))

    def none(self, parts: Sequence[Made]) -> Made:
        return models.Filter(must_not=list(parts))

    def numbered(self, ids: frozenset[int]) -> Made:
        return models.HasIdCondition(has_id=sorted(ids))

    def lacks(self, key: str) -> Made:
        return models.IsEmptyCondition(is_empty=models.PayloadField(key=key))

    def any_of(self, key: str, values: Sequence[str]) -> Made:
        return models.FieldCondition(key=key, match=models.MatchAny(any=list(values)))

    def holds(self, key: str, keys: str) -> Made:
        return models.FieldCondition(key=key, match=models.MatchText(text=keys))

    def begins(self, key: str, beginning: str) -> Made:
        return models.FieldCondition(key=key, match=models.MatchPrefix(prefix=beginning))

    def contains(self, key: str, text: str) -> Made:
        return models.FieldCondition(key=key, match=models.MatchSubstring(substring=text))

    def between(self, key: str, limits: Range) -> Made:
        return models.FieldCondition(key=key, range=models.Range(**limits_of(limits)))

    def around(self, key: str, near: Near) -> Made:
        centre = models.GeoPoint(lon=near.place.longitude, lat=near.place.latitude)
        radius = models.GeoRadius(center=centre, radius=near.kilometres * 1000)
        return models.FieldCondition(key=key, geo_radius=radius)
