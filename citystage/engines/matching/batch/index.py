"""Index: all supplies as sparse rows, vectors and past wins; scores demands in blocks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from citystage.engines.matching.batch.tallies import (
    Frequencies,
    Sparse,
    Tally,
    Vocabulary,
    tally,
    widen,
)
from citystage.engines.matching.features import (
    DECAY,
    FARTHEST,
    LENGTH_SHARE,
    MOST_PAST,
    SATURATION,
    Asked,
)
from citystage.engines.matching.rarity import LEAST_SPREAD, Rarity
from citystage.engines.matching.records import Supply
from citystage.engines.matching.terms import Synonyms

type Floats = NDArray[np.float32]
type Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Past:
    """Everything that was won: terms of each title, whose it is, and the day (0: not known)."""

    counts: Sparse
    supplies: Places
    days: Places


@dataclass(frozen=True, slots=True)
class Index:
    """`saturated`: rows of supplies; `by_term` the same turned over; `past` None without any."""

    vocabulary: dict[str, int]
    rarity: Rarity
    saturated: Sparse
    by_term: Sparse
    vectors: Floats | None
    past: Past | None

    def row(self, asked: Asked) -> tuple[NDArray[np.int32], Floats]:
        """The demand's terms as columns, with their shares of weight."""
        known = [
            (self.vocabulary[term], weight)
            for term, weight in asked.weights.items()
            if term in self.vocabulary
        ]
        columns = np.array([column for column, _ in known], dtype=np.int32)
        return columns, np.array([weight for _, weight in known], dtype=np.float32)

    def block(self, rows: Sequence[tuple[NDArray[np.int32], Floats]]) -> Sparse:
        starts = np.cumsum([0, *(len(columns) for columns, _ in rows)])
        columns = np.concatenate([columns for columns, _ in rows])
        weights = np.concatenate([weights for _, weights in rows])
        return sparse.csr_matrix(
            (weights, columns, starts), shape=(len(rows), self.saturated.shape[1])
        )

    def lexical(self, block: Sparse) -> Floats:
        """Share of the most that BM25 could be, for each demand of a block and every supply."""
        found: Floats = np.asarray((block @ self.by_term).toarray(), dtype=np.float32)
        return found

    def meaning(self, vectors: Floats) -> Floats | None:
        """Spreads above the usual cosine, for each demand of a block and every supply."""
        if self.vectors is None:
            return None
        cosines: Floats = vectors @ self.vectors.T
        mean = cosines.mean(axis=1, keepdims=True)
        spread = np.maximum(cosines.std(axis=1, keepdims=True), LEAST_SPREAD)
        stands_out = np.clip((cosines - mean) / spread, -FARTHEST, FARTHEST)
        return stands_out.astype(np.float32)

    def history(self, block: Sparse, days: Places) -> Floats | None:
        """Likeness to what each supply had won before the day of each demand (0: all of it)."""
        if self.past is None:
            return None
        shares = sparse.csr_matrix(block @ self.past.counts.T)
        found = np.zeros((block.shape[0], self.saturated.shape[0]), dtype=np.float32)
        for at in range(block.shape[0]):
            part = slice(shares.indptr[at], shares.indptr[at + 1])
            places, values = shares.indices[part], shares.data[part]
            if days[at]:
                before = self.past.days[places] < days[at]
                places, values = places[before], values[before]
            _gather(found[at], self.past.supplies[places], values)
        return found


def _gather(into: Floats, supplies: Places, shares: Floats) -> None:
    """As `features.gathered`, for all supplies at once."""
    if not len(supplies):
        return
    order = np.lexsort((-shares, supplies))
    supplies, shares = supplies[order], shares[order]
    first = np.flatnonzero(np.r_[True, supplies[1:] != supplies[:-1]])
    sizes = np.diff(np.r_[first, len(supplies)])
    place = np.arange(len(supplies)) - np.repeat(first, sizes)
    worth = np.where(place < MOST_PAST, DECAY ** np.minimum(place, MOST_PAST), 0.0)
    sums = np.bincount(supplies, weights=shares * worth, minlength=len(into))
    into += ((1 - DECAY) * sums).astype(np.float32)


def build(
    demands: Iterable[str],
    supplies: Iterable[str],
    records: Sequence[Supply],
    vectors: Floats | None,
    synonyms: Synonyms | None,
) -> Index:
    """From the texts of both sides; rarity is learnt over both."""
    vocabulary = Vocabulary()
    offered = tally(supplies, vocabulary, synonyms)
    past = _past(records, vocabulary, synonyms)
    wanted = tally(demands, vocabulary, synonyms)
    width = len(vocabulary)
    frequencies = np.bincount(offered.counts.indices, minlength=max(1, width))
    frequencies += np.bincount(wanted.counts.indices, minlength=max(1, width))
    lengths = np.concatenate([offered.lengths, wanted.lengths])
    documents = len(lengths)
    mean = float(lengths.mean()) if len(lengths) else 1.0
    saturated = _saturated(offered, width, mean)
    return Index(
        vocabulary,
        Rarity(documents, Frequencies(vocabulary, frequencies), mean),
        saturated,
        sparse.csr_matrix(saturated.T),
        vectors,
        None if past is None else Past(widen(past.counts, width), past.supplies, past.days),
    )


def _saturated(offered: Tally, width: int, mean: float) -> Sparse:
    matrix = widen(offered.counts, width)
    norms = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * offered.lengths / max(1.0, mean))
    norm = np.repeat(norms.astype(np.float32), np.diff(matrix.indptr))
    # Repeated occurrences of a term tell less each time.
    matrix.data = matrix.data / (matrix.data + norm)
    return matrix


def _past(
    records: Sequence[Supply], vocabulary: Vocabulary, synonyms: Synonyms | None
) -> Past | None:
    won = [(at, one) for at, supply in enumerate(records) for one in supply.past]
    if not won:
        return None
    counts = tally((one.title for _, one in won), vocabulary, synonyms).counts
    # Whether a title has a term, not how often.
    counts.data = np.ones_like(counts.data)
    days = [one.on.toordinal() if one.on else 0 for _, one in won]
    return Past(counts, np.array([at for at, _ in won], np.int64), np.array(days, np.int64))
