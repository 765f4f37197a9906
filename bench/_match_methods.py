"""The single methods beside which the full ranking is measured; each gives a score matrix."""

import math
import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import rjieba
from _match_sets import TruthSet
from numpy.typing import NDArray
from scipy import sparse

from citystage.config.matching.vectors import Meaning, open_meaning
from citystage.engines.matching.reading import Reading
from citystage.engines.text.folding import fold

type Scores = NDArray[np.float32]
TOP = 200


class Silent:
    def say(self, words: str) -> None: ...

    def count(self, what: str, done: int, of: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Texts:
    """What the single methods see: the same texts, names and past wins included."""

    demands: list[str]
    supplies: list[str]


def texts_of(truth: TruthSet) -> Texts:
    demands = [Reading(one).text for one in truth.demands]
    supplies = [
        "。".join([Reading(one).text, *(past.title for past in one.past)]) for one in truth.supplies
    ]
    return Texts(demands, supplies)


def pairs_of_characters(text: str) -> list[str]:
    folded = fold(text)
    return [folded[at : at + 2] for at in range(len(folded) - 1)]


def words(text: str) -> list[str]:
    return [word for word in rjieba.cut_for_search(fold(text)) if word.strip()]


def bm25(texts: Texts, cut: Callable[[str], list[str]]) -> Scores:
    """k1 1.2, b 0.75, over the supplies; every term of the demand counts once."""
    vocabulary: dict[str, int] = {}
    rows, columns, counts, lengths = [], [], [], []
    for at, text in enumerate(texts.supplies):
        found = Counter(cut(text))
        lengths.append(found.total())
        for term, often in found.items():
            rows.append(at)
            columns.append(vocabulary.setdefault(term, len(vocabulary)))
            counts.append(often)
    size = len(texts.supplies)
    seen = np.bincount(columns, minlength=len(vocabulary))
    norm = 1.2 * (0.25 + 0.75 * np.array(lengths) / max(1.0, float(np.mean(lengths))))
    often = np.array(counts, dtype=np.float32)
    weight = np.log1p((size - seen + 0.5) / (seen + 0.5))[columns]
    values = weight * often / (often + norm[rows])
    supplies = sparse.csr_matrix((values, (rows, columns)), shape=(size, len(vocabulary)))
    asked = [
        (at, vocabulary[term])
        for at, text in enumerate(texts.demands)
        for term in set(cut(text))
        if term in vocabulary
    ]
    places = ([one for one, _ in asked], [other for _, other in asked])
    demands = sparse.csr_matrix(
        (np.ones(len(asked)), places), shape=(len(texts.demands), len(vocabulary))
    )
    return np.asarray((demands @ supplies.T).toarray(), dtype=np.float32)


def meaning() -> Meaning | None:
    """The local model with its cache in `CITYSTAGE_VECTORS`; None where it was not built."""
    kept = os.environ.get("CITYSTAGE_VECTORS")
    return open_meaning("local", Path(kept) if kept else None, Silent())


def cosines(texts: Texts, model: Meaning) -> tuple[Scores, Scores, Scores]:
    """Vectors of demands and supplies, and all cosines."""
    demands, supplies = model.queries(texts.demands), model.documents(texts.supplies)
    assert demands is not None
    assert supplies is not None
    return demands, supplies, demands @ supplies.T


def fused(lexical: Scores, dense: Scores) -> Scores:
    """Standard scores over the best 200 of each, 0.3 lexical and 0.7 dense."""
    return 0.3 * _standard(lexical) + 0.7 * _standard(dense)


def _standard(scores: Scores) -> Scores:
    most = min(TOP, scores.shape[1])
    best = -np.sort(-scores, axis=1)[:, :most]
    mean, spread = best.mean(axis=1, keepdims=True), best.std(axis=1, keepdims=True) + 1e-9
    found: Scores = np.maximum((scores - mean) / spread, (best[:, -1:] - mean) / spread)
    return found


def places_in(scores: Scores, truth: Sequence[set[int]]) -> list[list[float]]:
    """Where the right ones stand; those that tie share the middle place."""
    found = []
    for row, right in zip(scores, truth, strict=True):
        found.append(
            [
                float((row > row[at]).sum() + ((row == row[at]).sum() - 1) / 2)
                for at in sorted(right)
            ]
        )
    return found


def places_listed(listed: Sequence[str], right: Sequence[str]) -> list[float]:
    """The same for a list of ids; what is not in it is infinitely far."""
    place = {one: float(at) for at, one in enumerate(listed)}
    return [place.get(one, math.inf) for one in right]


def line(**values: Any) -> dict[str, Any]:  # noqa: ANN401 -- whatever is printed
    return {
        key: round(value, 4) if isinstance(value, float) else value for key, value in values.items()
    }
