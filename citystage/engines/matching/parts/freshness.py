"""Freshness: how long ago the profile was last looked after."""

from typing import Final

from citystage.engines.matching.parts.pair import Pair, by_value, known, lacks, unknown, value_quote
from citystage.engines.matching.records import Advice, Part, Score

_STALE: Final = 4


def score(pair: Pair) -> Score:
    """1 while fresh, falling evenly to 0 at four times that age; a date ahead counts as fresh."""
    updated = pair.supply.record.updated
    if updated is None or pair.today is None:
        return unknown(Part.FRESHNESS)
    fresh = max(1, pair.settings.fresh_days)
    age = (pair.today - updated).days
    value = 1 - (age - fresh) / ((_STALE - 1) * fresh)
    quote = value_quote("updated", updated.isoformat())
    if age > fresh:
        stale = lacks(Part.FRESHNESS, Advice.REFRESH_PROFILE)
        return known(Part.FRESHNESS, value, (), [stale])
    return known(Part.FRESHNESS, 1.0, [by_value(Part.FRESHNESS, value_quote("", ""), quote)])
