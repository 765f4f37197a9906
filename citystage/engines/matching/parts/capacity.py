"""Capacity and money: whether the supplier can carry an order of this size."""

from citystage.engines.matching.parts.pair import Pair, by_value, known, lacks, unknown, value_quote
from citystage.engines.matching.records import Advice, Part, Score


def score(pair: Pair) -> Score:
    """1 when the largest order taken is at least the budget, else the share of it."""
    wanted = pair.demand.record.budget
    offered = pair.supply.record.capacity
    if not wanted:
        return unknown(Part.CAPACITY)
    quote = value_quote("budget", wanted)
    if offered is None:
        return unknown(Part.CAPACITY, lacks(Part.CAPACITY, Advice.NAME_CAPACITY, quote))
    if offered < wanted:
        short = lacks(Part.CAPACITY, Advice.CAPACITY_SHORT, quote)
        return known(Part.CAPACITY, max(0, offered) / wanted, (), [short])
    return known(
        Part.CAPACITY, 1.0, [by_value(Part.CAPACITY, quote, value_quote("capacity", offered))]
    )
