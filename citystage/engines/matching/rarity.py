"""Rarity: how telling a term is among all records, and how usual a likeness of meaning is."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

from citystage.engines.matching.records import Vector
from citystage.engines.matching.terms import Synonyms, terms

LEAST_SPREAD = 0.005


@dataclass(frozen=True, slots=True)
class Rarity:
    """Document frequencies of terms. `length`: mean number of terms of a document.

    Learn it over all records of both sides that may be compared, not over the candidates of one
    page; keep it (`counts` is plain JSON) and learn anew when the records have grown by a tenth.
    """

    documents: int
    counts: Mapping[str, int]
    length: float
    _weights: dict[str, float] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, texts: Iterable[str], synonyms: Synonyms | None = None) -> Self:
        counts: Counter[str] = Counter()
        documents = total = 0
        for text in texts:
            found = terms(text, synonyms)
            counts.update(set(found))
            documents += 1
            total += len(found)
        return cls(documents, counts, total / documents if documents else 1.0)

    def share(self, term: str) -> float:
        """Of all documents, how many have the term; 0-1."""
        return min(1.0, self.counts.get(term, 0) / self.documents) if self.documents else 0.0

    def weight(self, term: str) -> float:
        """Inverse document frequency as in BM25, above zero; highest for a term never seen."""
        known = self._weights.get(term)
        if known is None:
            seen = self.counts.get(term, 0)
            known = math.log1p((self.documents - seen + 0.5) / (seen + 0.5))
            self._weights[term] = known
        return known


@dataclass(frozen=True, slots=True)
class Background:
    """How alike a vector is to any document: mean and spread of its cosines over the corpus.

    What counts is how far a cosine stands out: multilingual models give .75 to two texts that
    have nothing in common.
    """

    mean: Vector
    covariance: NDArray[np.float32] = field(repr=False)

    @classmethod
    def of(cls, vectors: NDArray[np.float32]) -> Self:
        """From unit vectors `(n, dim)`, n >= 1; in blocks, so memory stays small."""
        mean = vectors.mean(axis=0)
        covariance = np.zeros((vectors.shape[1], vectors.shape[1]), dtype=np.float32)
        for at in range(0, len(vectors), 8192):
            block = vectors[at : at + 8192] - mean
            covariance += block.T @ block
        return cls(mean, np.asarray(covariance / max(1, len(vectors)), dtype=np.float32))

    def usual(self, vector: Vector) -> tuple[float, float]:
        """Mean and standard deviation of the cosines of this vector with the corpus."""
        spread = float(vector @ self.covariance @ vector)
        return float(vector @ self.mean), max(LEAST_SPREAD, math.sqrt(max(0.0, spread)))
