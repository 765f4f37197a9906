"""Features: the few readable numbers a score is made of."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Self

from citystage.engines.matching.rarity import Rarity
from citystage.engines.matching.reading import Reading
from citystage.engines.matching.records import Calibration, Demand, Settings, Supply

SATURATION: Final = 1.2
LENGTH_SHARE: Final = 0.75
"""The usual constants k1 and b of BM25."""
MOST_TERMS: Final = 64
"""Of a long demand the rarest terms are asked for."""
FARTHEST: Final = 8.0
"""Spreads above or below the usual beyond which nothing more is told."""
DECAY: Final = 0.8
MOST_PAST: Final = 20
"""Of what a supplier won the likest counts fully, each next one this much of that before."""


@dataclass(frozen=True, slots=True)
class Features:
    """Evidence for one pair.

    `cover`: share of the demand's weight of terms that the supply has; `lexical`: BM25 as a share
    of the most it could be; `mass`: logarithm of the matched weight (one common word may cover a
    short title wholly, and proves little); `meaning`: spreads above the usual cosine, None
    without vectors; `history`: likeness to what the supplier won, 0-1.
    """

    cover: float = 0.0
    lexical: float = 0.0
    mass: float = 0.0
    meaning: float | None = None
    history: float = 0.0

    def by_name(self) -> dict[str, float]:
        """What the calibration weighs. Words count by share and by mass, so noise stays small."""
        return {
            "words": self.lexical * self.mass,
            "meaning": self.meaning or 0.0,
            "history": self.history,
        }

    def logit(self, calibration: Calibration) -> float:
        values = self.by_name()
        weighed = sum(weight * values[name] for name, weight in calibration.coefficients.items())
        return calibration.intercept + weighed


@dataclass(frozen=True, slots=True)
class Asked:
    """The terms a demand is looked for by, with their weights; `total` counts all of them."""

    weights: Mapping[str, float]
    total: float

    @classmethod
    def by(cls, demand: Reading[Demand], rarity: Rarity) -> Self:
        rarest = sorted(((rarity.weight(term), term) for term in demand.counts), reverse=True)[
            :MOST_TERMS
        ]
        return cls({term: weight for weight, term in rarest}, sum(weight for weight, _ in rarest))


def of_words(asked: Asked, supply: Reading[Supply], rarity: Rarity) -> Features:
    """What the words of the two sides say."""
    if not asked.total:
        return Features()
    counts = supply.counts
    norm = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * supply.length / max(1.0, rarity.length))
    matched = lexical = 0.0
    for term, weight in asked.weights.items():
        if often := counts.get(term, 0):
            matched += weight
            lexical += weight * often / (often + norm)
    return Features(matched / asked.total, lexical / asked.total, math.log1p(matched))


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
        return 1 / (1 + math.exp(-min(logit, 700)))
    grown = math.exp(max(logit, -700))
    return grown / (1 + grown)


def gathered(shares: Iterable[float]) -> float:
    """One number of many likenesses, 0-1: the best counts most, each next one less."""
    best = sorted(shares, reverse=True)[:MOST_PAST]
    return (1 - DECAY) * sum(share * DECAY**place for place, share in enumerate(best))
