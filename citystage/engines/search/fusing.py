"""One order out of two: weighted sum of z-scores over the best of each arm.

Measured against reciprocal ranks and min-max in `docs/search.md`: equal-weight ranks let the
weaker arm drown the stronger one; z-scores keep how far ahead a document is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from citystage.engines.search.store import Found


@dataclass(frozen=True, slots=True)
class Fused:
    """A document with its joint score and that of each arm, None where the arm lacks it."""

    id: int
    score: float
    lexical: float | None
    dense: float | None


def standard(found: Sequence[Found]) -> dict[int, float]:
    """z-scores of an arm; all zero where nothing tells them apart."""
    if not found:
        return {}
    scores = np.fromiter((each.score for each in found), dtype=np.float64, count=len(found))
    spread = float(scores.std())
    if spread < 1e-9:  # noqa: PLR2004
        return {each.id: 0.0 for each in found}
    middle = float(scores.mean())
    return {each.id: (each.score - middle) / spread for each in found}


def fuse(
    lexical: Sequence[Found], dense: Sequence[Found], *, weights: tuple[float, float]
) -> list[Fused]:
    """Best first, ties by number. Who is missing in an arm gets that arm's lowest z-score."""
    first, second = standard(lexical), standard(dense)
    lowest = min(first.values(), default=0.0), min(second.values(), default=0.0)
    words = {each.id: each.score for each in lexical}
    cosines = {each.id: each.score for each in dense}
    fused = [
        Fused(
            number,
            weights[0] * first.get(number, lowest[0]) + weights[1] * second.get(number, lowest[1]),
            words.get(number),
            cosines.get(number),
        )
        for number in dict.fromkeys([*words, *cosines])
    ]
    return sorted(fused, key=lambda each: (-each.score, each.id))
