"""History: whether the supplier won demands like this one."""

from typing import Final

from citystage.engines.matching.parts.pair import Pair, known, unknown
from citystage.engines.matching.records import Demand, How, Part, Past, Quote, Reason, Score
from citystage.engines.matching.terms import terms
from citystage.engines.text.folding import fold

LEAST: Final = 0.15
MOST_READ: Final = 200
"""Of what a supplier won, the latest are compared."""


def score(pair: Pair) -> Score:
    """Likeness of the demand to what was won before; a first-timer is not judged by it."""
    if not earlier(pair.demand.record, pair.supply.record.past):
        return unknown(Part.HISTORY)
    return known(Part.HISTORY, pair.features.history, _reasons(pair))


def earlier(demand: Demand, past: tuple[Past, ...]) -> tuple[Past, ...]:
    """What had been won when the demand appeared; all of it when a date is not known."""
    before = demand.updated
    known_by_then = [one for one in past if before is None or one.on is None or one.on < before]
    return tuple(known_by_then[-MOST_READ:])


def _reasons(pair: Pair) -> list[Reason]:
    if not pair.demand.pieces:
        return []
    weight = pair.rarity.weight
    asked = pair.demand.terms[0]
    total = sum(map(weight, asked)) or 1.0
    best: tuple[float, Past] | None = None
    for one in earlier(pair.demand.record, pair.supply.record.past):
        shared = asked & frozenset(terms(one.title))
        share = sum(map(weight, shared)) / total
        if share >= LEAST and (best is None or share >= best[0]):
            best = share, one
    if best is None:
        return []
    share, one = best
    won = Quote("past", one.title, 0, len(one.title))
    return [
        Reason(
            Part.HISTORY,
            How.WORDS,
            pair.demand.pieces[0].quote(),
            won,
            tuple(word for word in pair.demand.words[0] if word in fold(one.title)),
            round(share, 4),
        )
    ]
