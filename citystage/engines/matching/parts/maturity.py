"""Maturity: whether the technology is as ready as the demand wants it."""

from typing import Final

from citystage.engines.matching.parts.pair import Pair, by_value, known, lacks, unknown, value_quote
from citystage.engines.matching.records import Advice, Part, Score

_PER_LEVEL: Final = 0.25


def score(pair: Pair) -> Score:
    """1 at the wanted readiness level or above, a quarter less for each level below."""
    wanted = pair.demand.record.readiness
    offered = pair.supply.record.readiness
    if wanted is None:
        return unknown(Part.MATURITY)
    quote = value_quote("readiness", wanted)
    if offered is None:
        return unknown(Part.MATURITY, lacks(Part.MATURITY, Advice.NAME_READINESS, quote))
    if offered < wanted:
        short = lacks(Part.MATURITY, Advice.RAISE_READINESS, quote)
        return known(Part.MATURITY, 1 - _PER_LEVEL * (wanted - offered), (), [short])
    reason = by_value(Part.MATURITY, quote, value_quote("readiness", offered))
    return known(Part.MATURITY, 1.0, [reason])
