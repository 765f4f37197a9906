"""Tallies: terms of many texts as sparse rows, built without keeping the texts' terms."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from citystage.engines.matching.terms import Synonyms, terms

type Sparse = sparse.csr_matrix


@dataclass(frozen=True, slots=True)
class Tally:
    """Row `i`: how often each term of the vocabulary occurs in text `i`."""

    counts: Sparse
    lengths: NDArray[np.float32]


class Vocabulary(dict[str, int]):
    """Columns of terms; a term that is asked for and not known gets the next one."""

    def __missing__(self, term: str) -> int:
        column = self[term] = len(self)
        return column


def tally(texts: Iterable[str], vocabulary: Vocabulary, synonyms: Synonyms | None = None) -> Tally:
    """Counts of terms; words not yet in the vocabulary are added to it."""
    starts, columns, counts = array("q", [0]), array("i"), array("f")
    lengths = array("f")
    for text in texts:
        found = Counter(terms(text, synonyms))
        columns.extend(map(vocabulary.__getitem__, found))
        counts.extend(found.values())
        starts.append(len(columns))
        lengths.append(found.total())
    parts = (np.frombuffer(counts, np.float32), np.frombuffer(columns, np.int32))
    if not len(columns):
        parts = (np.zeros(0, np.float32), np.zeros(0, np.int32))
    # The width is set by `widen` once all texts are read.
    shape = (len(lengths), max(1, len(vocabulary)))
    matrix = sparse.csr_matrix((*parts, np.frombuffer(starts, np.int64)), shape=shape)
    return Tally(matrix, np.array(lengths, dtype=np.float32))


def widen(matrix: Sparse, columns: int) -> Sparse:
    """The same rows over a vocabulary that has grown since."""
    return sparse.csr_matrix(
        (matrix.data, matrix.indices, matrix.indptr), shape=(matrix.shape[0], max(1, columns))
    )


class Frequencies(Mapping[str, int]):
    """Document frequencies by term, over arrays instead of a second dictionary."""

    def __init__(self, vocabulary: dict[str, int], frequencies: NDArray[np.int64]) -> None:
        self._vocabulary = vocabulary
        self._frequencies = frequencies

    def __getitem__(self, term: str) -> int:
        column = self._vocabulary.get(term)
        if column is None:
            raise KeyError(term)
        return int(self._frequencies[column])

    def __iter__(self) -> Iterator[str]:
        return iter(self._vocabulary)

    def __len__(self) -> int:
        return len(self._vocabulary)
