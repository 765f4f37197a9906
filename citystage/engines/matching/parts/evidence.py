"""Evidence: cases, awards, trials and what became of them."""

import math
from typing import Final

from citystage.engines.matching.parts.need import LEAST_BY_WORDS, shared_words
from citystage.engines.matching.parts.pair import Pair, by_value, known, lacks, unknown, value_quote
from citystage.engines.matching.records import Advice, How, Part, Reason, Score

WORTH: Final = {"landed": 1.0, "awards": 0.7, "trials": 0.5, "cases": 0.5}
_ENOUGH: Final = 1.5
_NEUTRAL: Final = 0.5


def score(pair: Pair) -> Score:
    """More proof, more score, with less gain each time; every failure halves towards nothing.

    Not known is not a lack: it stays out. None at all is below neutral, since it was looked for.
    """
    proven = pair.supply.record.evidence
    if proven is None:
        return unknown(Part.EVIDENCE, lacks(Part.EVIDENCE, Advice.ADD_CASE))
    counts = {name: getattr(proven, name) for name in WORTH}
    sum_ = sum(worth * counts[name] for name, worth in WORTH.items())
    good = 1 - math.exp(-sum_ / _ENOUGH)
    share = (proven.landed + 1) / (proven.landed + proven.failed + 1)
    value = (0.3 + 0.7 * good) * share
    reasons = [
        by_value(Part.EVIDENCE, value_quote("", ""), value_quote(name, counts[name]), value)
        for name in WORTH
        if counts[name]
    ]
    lacking = Advice.FEW_CASES if sum_ else Advice.ADD_CASE
    missing = [] if value >= _NEUTRAL else [lacks(Part.EVIDENCE, lacking)]
    return known(Part.EVIDENCE, value, [*_told(pair), *reasons], missing)


def _told(pair: Pair) -> list[Reason]:
    """The case whose words are nearest to the demand."""
    told = pair.supply.cases
    if not told:
        return []
    asked = pair.demand.asking(pair.rarity).pieces
    best, at, place = 0.0, 0, 0
    for here in told:
        bit = 1 << here
        for one, sums in enumerate(pair.common):
            if bit in sums and (share := sums[bit] / asked[one].total) > best:
                best, at, place = share, one, here
    if best < LEAST_BY_WORDS:
        return []
    demand, supply = pair.demand.pieces[at].quote(), pair.supply.pieces[place].quote()
    words = shared_words(pair, at, place)
    return [Reason(Part.EVIDENCE, How.WORDS, demand, supply, words, round(best, 4))]
