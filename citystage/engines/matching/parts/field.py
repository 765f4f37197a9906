"""Field and chain: whether both sides stand in the same trade of the taxonomy."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from citystage.engines.matching.parts.pair import Pair, known, lacks, unknown, value_quote
from citystage.engines.matching.records import Advice, Demand, How, Part, Reason, Score, Supply
from citystage.engines.matching.terms import terms

_ALIKE: Final = 0.3
"""Share of common pairs of characters from which two names are near (智慧交通, 交通)."""
_IN_WORDS: Final = 0.8
"""A need for drones may be entered under metros: who works with drones is in its field too."""


def score(pair: Pair) -> Score:
    """1 for a common term, less for names that are near or that only the need's words name."""
    wanted = list(_named(pair.demand.record))
    if not wanted:
        return unknown(Part.FIELD)
    offered = list(_named(pair.supply.record))
    asked = value_quote(*wanted[0])
    if not offered:
        return unknown(Part.FIELD, lacks(Part.FIELD, Advice.NAME_FIELD, asked))
    value, one, other = max(
        ((likeness(one[1], other[1]), one, other) for one in wanted for other in offered),
        key=lambda found: found[0],
    )
    if value < _IN_WORDS and (reason := _in_words(pair, offered)):
        return known(Part.FIELD, _IN_WORDS, [reason])
    if value < _ALIKE:
        return known(Part.FIELD, 0.0, (), [lacks(Part.FIELD, Advice.OTHER_FIELD, asked)])
    reason = Reason(Part.FIELD, How.TERM, value_quote(*one), value_quote(*other), (), value)
    return known(Part.FIELD, value, [reason])


def _in_words(pair: Pair, offered: list[tuple[str, str]]) -> Reason | None:
    for label, name in offered:
        if quote := pair.demand.naming(name):
            return Reason(Part.FIELD, How.TERM, quote, value_quote(label, name), (), _IN_WORDS)
    return None


def _named(record: Demand | Supply) -> Iterator[tuple[str, str]]:
    yield from (("fields", name) for name in record.fields)
    yield from (("chains", name) for name in record.chains)


@lru_cache(maxsize=65_536)
def likeness(one: str, other: str) -> float:
    """1 for the same name; else the share of common terms, symmetric."""
    if one == other:
        return 1.0
    mine, theirs = set(terms(one)), set(terms(other))
    if not mine or not theirs:
        return 0.0
    return round(2 * len(mine & theirs) / (len(mine) + len(theirs)), 4)
