"""One order out of two: weighted sum of z-scores over the best of each arm.

Measured in `shared/matching.md` against reciprocal ranks and min-max: equal-weight ranks let the
weaker arm drown the stronger one; z-scores keep how far ahead a document is.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from citystage.engines.search.store import Found

_ALIKE: Final = 1e-9


class Fused(NamedTuple):
    """A document with its joint score and that of each arm, None where the arm lacks it."""

    id: int
    score: float
    lexical: float | None
    dense: float | None


def standard(scores: Mapping[int, float]) -> dict[int, float]:
    """z-scores of an arm; all zero where nothing tells them apart."""
    if not scores:
        return {}
    values = np.fromiter(scores.values(), dtype=np.float64, count=len(scores))
    spread, middle = float(values.std()), float(values.mean())
    if spread < _ALIKE:
        return dict.fromkeys(scores, 0.0)
    return {number: (score - middle) / spread for number, score in scores.items()}


def fuse(
    lexical: Sequence[Found],
    dense: Sequence[Found],
    *,
    weights: tuple[float, float],
    complete: bool,
) -> list[Fused]:
    """Best first, ties by number.

    `complete`: every document with the words is in `lexical`, so the others weigh nothing there;
    else they get that arm's lowest z-score. A document without a vector is judged by its words
    alone.
    """
    words = {each.id: each.score for each in lexical}
    cosines = {each.id: each.score for each in dense}
    everyone = dict.fromkeys([*words, *cosines])
    weighed = {number: words.get(number, 0.0) for number in everyone} if complete else words
    first, second = standard(weighed), standard(cosines)
    lowest = min(first.values(), default=0.0)
    fused = []
    for number in everyone:
        by_words = first.get(number, lowest)
        by_meaning = second.get(number, by_words)
        score = weights[0] * by_words + weights[1] * by_meaning
        fused.append(Fused(number, score, words.get(number), cosines.get(number)))
    return sorted(fused, key=lambda each: (-each.score, each.id))


def outstanding(found: Sequence[Found], least: float) -> list[Found]:
    """Those that stand out among the nearest by so many standard deviations."""
    scores = standard({each.id: each.score for each in found})
    return [each for each in found if scores[each.id] >= least]
