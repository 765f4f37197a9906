"""One order out of two: weighted sum of z-scores over the best of each arm.

Measured in `shared/matching.md` against reciprocal ranks and min-max: equal-weight ranks let the
weaker arm drown the stronger one; z-scores keep how far ahead a document is.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from math import fsum, sqrt, sumprod
from typing import Final, NamedTuple

from citystage.engines.search.store import Found

_ALIKE: Final = 1e-9


class Fused(NamedTuple):
    """A document with its joint score and that of each arm, None where the arm lacks it."""

    id: int
    score: float
    lexical: float | None
    dense: float | None


def standard(scores: Sequence[float]) -> list[float]:
    """z-scores of an arm; all zero where nothing tells them apart."""
    if not scores:
        return []
    mean = fsum(scores) / len(scores)
    apart = [score - mean for score in scores]
    spread = sqrt(sumprod(apart, apart) / len(apart))
    # A few hundred numbers: arrays would take longer to make than this takes.
    return [0.0] * len(apart) if spread < _ALIKE else [each / spread for each in apart]


def fuse(
    lexical: Sequence[Found],
    dense: Sequence[Found],
    *,
    weights: tuple[float, float],
    complete: bool,
    among: AbstractSet[int] | None = None,
) -> list[Fused]:
    """Best first, ties by number; all are weighed, only those `among` them are given.

    `complete`: every document with the words is in `lexical`, so the others weigh nothing there;
    else they get that arm's lowest z-score. A document without a vector is judged by its words
    alone.
    """
    words, cosines = dict(lexical), dict(dense)
    weighed = dict.fromkeys(cosines, 0.0) | words if complete else words
    first = dict(zip(weighed, standard(list(weighed.values())), strict=True))
    second = dict(zip(cosines, standard(list(cosines.values())), strict=True))
    lowest = min(first.values(), default=0.0)
    scored = []
    for number in words.keys() | cosines if among is None else among:
        by_words = first.get(number, lowest)
        joint = weights[0] * by_words + weights[1] * second.get(number, by_words)
        scored.append((-joint, number))
    scored.sort()
    held, near = words.get, cosines.get
    return [Fused(number, -joint, held(number), near(number)) for joint, number in scored]


def outstanding(found: Sequence[Found], least: float) -> list[Found]:
    """Those that stand out among the nearest by so many standard deviations."""
    scores = standard([score for _, score in found])
    return [each for each, score in zip(found, scores, strict=True) if score >= least]
