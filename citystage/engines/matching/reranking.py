"""Re-ranking: a few readable features weighed by what became of earlier matches.

Fitted on outcomes before a day, compared with the plain ranking on those after it. Every weight is
zero or more: better in any part never ranks lower.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from citystage.engines.matching.records import Part

FEATURES: Final = ("score", *(part.value for part in Part))
LEAST: Final = 200
LEAST_OF_A_KIND: Final = 40
SURE: Final = 0.05
_UNKNOWN: Final = 0.5
_STEPS, _RATE, _SHRINK = 2_000, 0.5, 0.01
_SHUFFLES: Final = 2_000
FIRST: Final = 10
"""The curves tell of the first so many places."""


@dataclass(frozen=True, slots=True)
class Example:
    """A pair that was shown: its features by name (None: not known), and whether it went well."""

    demand: str
    features: Mapping[str, float | None]
    good: bool


@dataclass(frozen=True, slots=True)
class Reranker:
    """Weights by feature, none below zero, in log odds for the whole way from 0 to 1.

    In any order; a feature without a weight counts for nothing.
    """

    weights: Mapping[str, float]
    intercept: float

    def score(self, features: Mapping[str, float | None]) -> float:
        """Probability that it goes well, 0-1."""
        weights = np.array([self.weights.get(name, 0.0) for name in FEATURES])
        logit = self.intercept + float(_row(features) @ weights)
        return float(1 / (1 + np.exp(-logit)))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Mean reciprocal rank of the first good one, over `demands` with good and bad ones.

    `p`: how often chance alone would give such a gain (sign-flip test, one-sided). The curves:
    share of the demands that have a good one among the first 1, 2, … `FIRST` places.
    """

    demands: int
    plain: float
    reranked: float
    p: float
    plain_curve: tuple[float, ...] = ()
    reranked_curve: tuple[float, ...] = ()

    @property
    def wins(self) -> bool:
        """Whether the re-ranker may be switched on."""
        return self.reranked > self.plain and self.p < SURE


def enough(examples: Sequence[Example]) -> bool:
    """Whether there are outcomes enough, of both kinds, to fit anything."""
    good = sum(one.good for one in examples)
    return len(examples) >= LEAST and min(good, len(examples) - good) >= LEAST_OF_A_KIND


def fit(examples: Sequence[Example]) -> Reranker:
    """Logistic regression, no weight below zero. Raises ValueError when not `enough`."""
    if not enough(examples):
        raise ValueError("too few outcomes to fit a re-ranker")
    rows = np.stack([_row(one.features) for one in examples])
    good = np.array([one.good for one in examples], dtype=np.float64)
    weights, intercept = np.zeros(len(FEATURES)), 0.0
    for _step in range(_STEPS):
        wrong = 1 / (1 + np.exp(-(rows @ weights + intercept))) - good
        weights -= _RATE * (rows.T @ wrong / len(rows) + _SHRINK * weights)
        np.maximum(weights, 0.0, out=weights)
        intercept -= _RATE * float(wrong.mean())
    found = {name: round(float(one), 4) for name, one in zip(FEATURES, weights, strict=True)}
    return Reranker(found, round(intercept, 4))


def compare(reranker: Reranker, later: Sequence[Example], *, seed: int = 0) -> Comparison:
    """Both rankings on outcomes the re-ranker has not seen."""
    groups: dict[str, list[Example]] = defaultdict(list)
    for one in later:
        groups[one.demand].append(one)
    telling = [found for found in groups.values() if len({one.good for one in found}) > 1]
    if not telling:
        return Comparison(0, 0.0, 0.0, 1.0)
    plain = np.array([_first(found, [_known(one, "score") for one in found]) for found in telling])
    new = np.array(
        [_first(found, [reranker.score(one.features) for one in found]) for found in telling]
    )
    gains = new - plain
    signs = np.random.default_rng(seed).choice([-1.0, 1.0], size=(_SHUFFLES, len(gains)))
    by_chance = int(np.count_nonzero((signs * gains).mean(axis=1) >= gains.mean()))
    p = (by_chance + 1) / (_SHUFFLES + 1)
    return Comparison(
        len(telling), float(plain.mean()), float(new.mean()), p, _curve(plain), _curve(new)
    )


def _curve(reciprocals: NDArray[np.float64]) -> tuple[float, ...]:
    ranks = np.rint(1 / reciprocals)
    return tuple(round(float((ranks <= place).mean()), 4) for place in range(1, FIRST + 1))


def _first(found: Sequence[Example], scores: Sequence[float]) -> float:
    order = sorted(range(len(found)), key=lambda at: -scores[at])
    return 1 / next(rank for rank, at in enumerate(order, start=1) if found[at].good)


def _known(one: Example, name: str) -> float:
    value = one.features.get(name)
    return _UNKNOWN if value is None else value


def _row(features: Mapping[str, float | None]) -> NDArray[np.float64]:
    values = [features.get(name) for name in FEATURES]
    return np.array([_UNKNOWN if one is None else one for one in values], dtype=np.float64)
