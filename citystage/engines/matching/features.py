"""Features: the few readable numbers a score is made of."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, Self

from citystage.engines.matching.rarity import Rarity
from citystage.engines.matching.reading import Reading
from citystage.engines.matching.records import Calibration, Demand, Settings, Supply
from citystage.engines.matching.terms import WORD

SATURATION: Final = 1.2
LENGTH_SHARE: Final = 0.75
"""The usual constants k1 and b of BM25."""
MOST_TERMS: Final = 64
"""Of a long demand the rarest terms of each view are asked for."""
_USUAL: Final = 0.45
"""What BM25 usually counts of a term that a record has."""
_LEAST_SPREAD: Final = 0.02
"""So that one rare word in common is no proof, however rarely that happens by chance."""
HALF_TOLD: Final = 4.0
"""Spreads above chance that count half: a word or two in common happens by chance."""
FARTHEST: Final = 8.0
"""Spreads above or below the usual beyond which nothing more is told."""
_SURE: Final = 700.0
"""Log odds beyond which a power of e is beyond all numbers."""
DECAY: Final = 0.8
MOST_PAST: Final = 20
"""Of what a supplier won the likest counts fully, each next one this much of that before."""


class Features(NamedTuple):
    """Evidence for one pair.

    `words`: BM25 as a share of the most it could be, in `telling` spreads above chance;
    `meaning`: spreads above the usual cosine, None without vectors; `history`: likeness to what
    the supplier won, 0-1.
    """

    words: float = 0.0
    meaning: float | None = None
    history: float = 0.0

    def logit(self, calibration: Calibration) -> float:
        weights = calibration.coefficients
        words, meaning, history = self
        weighed = weights["words"] * words + weights.get("meaning", 0.0) * (meaning or 0.0)
        return calibration.intercept + weighed + weights.get("history", 0.0) * history


@dataclass(frozen=True, slots=True)
class Asked:
    """The terms a demand is looked for by, with shares of weight that sum to 1.

    Letters and dictionary words have half each: each finds what the other cuts wrongly. `chance`
    and `spread`: what any record would match of them, from how many records have each term.
    """

    weights: Mapping[str, float]
    chance: float
    spread: float

    @classmethod
    def by(cls, demand: Reading[Demand], rarity: Rarity) -> Self:
        views: tuple[list[str], list[str]] = ([], [])
        for term in demand.counts:
            views[term.startswith(WORD)].append(term)
        spoken = [_rarest(view, rarity) for view in views if view]
        weights = {term: share / len(spoken) for view in spoken for term, share in view.items()}
        odds = [(weight, rarity.share(term)) for term, weight in weights.items()]
        chance = _USUAL * sum(weight * share for weight, share in odds)
        spread = _USUAL * math.sqrt(
            sum(weight * weight * share * (1 - share) for weight, share in odds)
        )
        return cls(weights, chance, spread + _LEAST_SPREAD)


def _rarest(view: Iterable[str], rarity: Rarity) -> dict[str, float]:
    found = sorted(((rarity.weight(term), term) for term in view), reverse=True)[:MOST_TERMS]
    total = sum(weight for weight, _ in found)
    return {term: weight / total for weight, term in found}


def of_words(asked: Asked, supply: Reading[Supply], rarity: Rarity) -> Features:
    """What the words of the two sides say."""
    if not asked.weights:
        return Features()
    counts = supply.counts
    norm = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * supply.length / max(1.0, rarity.length))
    weights = asked.weights
    # An exact sum does not depend on the order that a set has.
    lexical = math.fsum(
        weights[term] * (often := counts[term]) / (often + norm)
        for term in weights.keys() & counts.keys()
    )
    return Features(telling((lexical - asked.chance) / asked.spread))


def telling(spreads: float) -> float:
    """Of words that stand out of chance little is told by the first few spreads."""
    return spreads * spreads / (spreads + HALF_TOLD) if spreads > 0 else spreads


def calibration_of(settings: Settings, features: Features) -> Calibration:
    """The weights fitted without or with vectors, by what this pair has."""
    return settings.by_words if features.meaning is None else settings.by_meaning


def standing_out(cosine: float, usual: tuple[float, float]) -> float:
    """Spreads above the mean, kept within bounds."""
    mean, spread = usual
    return max(-FARTHEST, min(FARTHEST, (cosine - mean) / spread))


def probability(logit: float) -> float:
    """The logistic function, safe for any size."""
    if logit >= 0:
        return 1 / (1 + math.exp(-logit)) if logit < _SURE else 1.0
    grown = math.exp(logit) if logit > -_SURE else 0.0
    return grown / (1 + grown)


def gathered(shares: Iterable[float]) -> float:
    """One number of many likenesses, 0-1: the best counts most, each next one less."""
    best = sorted(shares, reverse=True)[:MOST_PAST]
    return (1 - DECAY) * sum(share * DECAY**place for place, share in enumerate(best))
