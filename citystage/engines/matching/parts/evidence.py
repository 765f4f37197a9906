"""Evidence: cases, awards, trials and what became of them."""

import math
from dataclasses import asdict
from typing import Final

from citystage.engines.matching.parts.need import LEAST_BY_WORDS, shared_words
from citystage.engines.matching.parts.pair import Pair, by_value, known, lacks, unknown, value_quote
from citystage.engines.matching.records import Advice, How, Part, Reason, Score

WORTH: Final = {"landed": 1.0, "awards": 0.7, "trials": 0.5, "cases": 0.5}
_ENOUGH: Final = 1.5
_NEUTRAL: Final = 0.5
CASES: Final = frozenset({"cases", "case", "references"})
"""Labels of texts that tell of work done."""


def score(pair: Pair) -> Score:
    """More proof, more score, with less gain each time; every failure halves towards nothing.

    Not known is not a lack: it stays out. None at all is below neutral, since it was looked for.
    """
    proven = pair.supply.record.evidence
    if proven is None:
        return unknown(Part.EVIDENCE, lacks(Part.EVIDENCE, Advice.ADD_CASE))
    counts = asdict(proven)
    sum_ = sum(worth * counts[name] for name, worth in WORTH.items())
    good = 1 - math.exp(-sum_ / _ENOUGH)
    share = (proven.landed + 1) / (proven.landed + proven.failed + 1)
    value = (0.3 + 0.7 * good) * share
    reasons = [
        by_value(Part.EVIDENCE, value_quote("", ""), value_quote(name, counts[name]), value)
        for name in WORTH
        if counts[name]
    ]
    missing = [] if value >= _NEUTRAL else [lacks(Part.EVIDENCE, Advice.ADD_CASE)]
    return known(Part.EVIDENCE, value, [*_told(pair), *reasons], missing)


def _told(pair: Pair) -> list[Reason]:
    """The case whose words are nearest to the demand."""
    best: Reason | None = None
    weighed = pair.demand.weighed(pair.rarity)
    for place, piece in enumerate(pair.supply.pieces):
        if piece.label not in CASES:
            continue
        for at, wanted in enumerate(pair.demand.pieces):
            asked = weighed[at]
            shared = asked.shared(pair.supply.terms[place])
            share = sum(asked.weights[term] for term in shared) / max(1e-9, asked.total)
            if share >= LEAST_BY_WORDS and (best is None or share > best.strength):
                shown = shared_words(pair, at, place)
                best = Reason(
                    Part.EVIDENCE, How.WORDS, wanted.quote(), piece.quote(), shown, round(share, 4)
                )
    return [best] if best else []
