"""Signatures: 64 numbers per text, of which near duplicates share at least one.

MinHash over character 3-grams (Broder 1997), 128 permutations in 64 bands of 2 rows: texts of
Jaccard .3 share a band with probability .998, of .1 with .47, unrelated ones (.005) with .002.
"""

from collections.abc import Iterable
from math import sqrt
from typing import Final

from rensa import RMinHash  # type: ignore[import-untyped]

from citystage.engines.similarity.letters import grams

PERMUTATIONS: Final = 128
BANDS: Final = 64
SEED: Final = 42
VERSION: Final = f"char3-{PERMUTATIONS}x{BANDS}-seed{SEED}-rensa{RMinHash.ALGORITHM_VERSION}"
"""Store it beside signatures; those of another version must be made anew, never compared."""

_WORD = 1 << 32
_MASK = (1 << 64) - 1
_SIGN = 1 << 63
_GOLDEN = 0x9E3779B97F4A7C15


def signature(text: str) -> list[int]:
    """Band hashes of a text for a PostgreSQL `bigint[]`: 64 signed 64-bit integers.

    Stable across processes and machines for one `VERSION`. Two texts are candidates when the
    arrays overlap (`&&` with a GIN index); rank candidates by `estimate`, decide by `jaccard`.
    A text without letters has no bands and is never a candidate.
    """
    tokens = grams(text)
    if not tokens:
        return []
    sketch = RMinHash(PERMUTATIONS, SEED)
    sketch.update(tokens)
    digest = sketch.digest()
    return [_band(at, digest[2 * at], digest[2 * at + 1]) for at in range(BANDS)]


def _band(number: int, first: int, second: int) -> int:
    """Both rows in one signed number, moved by the band's number so that bands do not mix."""
    mixed = (first * _WORD + second + number * _GOLDEN) & _MASK
    return mixed - (1 << 64) if mixed & _SIGN else mixed


def estimate(one: Iterable[int], other: Iterable[int]) -> float:
    """Jaccard similarity 0..1 guessed from signatures: a band agrees with probability J squared.

    Standard error about .06 at J = .3; good for ordering candidates, not for a verdict.
    """
    return sqrt(len(set(one) & set(other)) / BANDS)
