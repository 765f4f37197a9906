"""One order out of two: weighted sum of z-scores over the best of each arm.

Measured in `shared/matching.md` against reciprocal ranks and min-max: equal-weight ranks let the
weaker arm drown the stronger one; z-scores keep how far ahead a document is.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from citystage.engines.search.store import Found

_ALIKE: Final = 1e-9


class Fused(NamedTuple):
    """A document with its joint score and that of each arm, None where the arm lacks it."""

    id: int
    score: float
    lexical: float | None
    dense: float | None


type _Scores = NDArray[np.float64]


def standard(scores: _Scores) -> _Scores:
    """z-scores of an arm; all zero where nothing tells them apart. NaN is no score and stays."""
    there = scores[~np.isnan(scores)]
    spread = float(there.std()) if len(there) else 0.0
    if spread < _ALIKE:
        return np.where(np.isnan(scores), scores, 0.0)
    return (scores - there.mean()) / spread


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
    words, cosines = dict(lexical), dict(dense)
    ids = list(words | cosines)
    held, near = list(map(words.get, ids)), list(map(cosines.get, ids))
    weighed = np.array(held, dtype=np.float64)
    first = standard(np.nan_to_num(weighed) if complete else weighed)
    first = np.where(np.isnan(first), np.nanmin(first) if words else 0.0, first)
    second = standard(np.array(near, dtype=np.float64))
    second = np.where(np.isnan(second), first, second)
    scores = weights[0] * first + weights[1] * second
    order = np.lexsort((np.array(ids, dtype=np.int64), -scores)).tolist()
    joint = scores.tolist()
    return [Fused(ids[at], joint[at], held[at], near[at]) for at in order]


def outstanding(found: Sequence[Found], least: float) -> list[Found]:
    """Those that stand out among the nearest by so many standard deviations."""
    scores = standard(np.array([score for _, score in found], dtype=np.float64))
    return [each for each, score in zip(found, scores.tolist(), strict=True) if score >= least]
