"""Words: texts as rows of a sparse table, TF-IDF, of unit length."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from citystage.engines.text.tokens import index_tokens
from citystage.engines.text.words import STOP_WORDS

_LONGEST: Final = 20_000


def words_of(text: str) -> list[str]:
    """Words and pairs of characters, without those that say nothing."""
    return [word for word in index_tokens(text[:_LONGEST]) if word not in STOP_WORDS]


class Words:
    """`first`: rows of the texts asked about; `second`: of the texts of experts.

    Weights are (1 + log count) x log((1 + texts) / (1 + texts with it)) + 1 over both together.
    """

    def __init__(self, second: Sequence[str], first: Sequence[str]) -> None:
        number: dict[str, int] = {}
        table = _count([*first, *second], number)
        texts, width = table.shape
        seen = np.bincount(table.indices, minlength=width)
        rarity = np.log((1 + texts) / (1 + seen)) + 1
        table.data = (1 + np.log(table.data)) * rarity[table.indices]
        lengths = np.sqrt(np.bincount(_rows(table), weights=table.data**2, minlength=texts))
        table.data = (table.data / np.maximum(lengths[_rows(table)], 1e-12)).astype(np.float32)
        self.first = table[: len(first)]
        self.second = table[len(first) :]


def _rows(table: csr_array) -> NDArray[np.int64]:
    return np.repeat(np.arange(table.shape[0]), np.diff(table.indptr))


def _count(texts: Iterable[str], number: dict[str, int]) -> csr_array:
    starts: list[int] = [0]
    columns: list[int] = []
    counts: list[int] = []
    for text in texts:
        found = Counter(words_of(text))
        columns += [number.setdefault(word, len(number)) for word in found]
        counts += found.values()
        starts.append(len(columns))
    shape = (len(starts) - 1, max(1, len(number)))
    return csr_array((np.array(counts, np.float64), columns, starts), shape=shape)
