"""Signatures: 64 numbers per text, of which near duplicates share at least one.

MinHash over character 3-grams (Broder 1997), 128 permutations in 64 bands of 2 rows: texts of
Jaccard .3 share a band with probability .998, of .1 with .47, unrelated ones (.005) with .002.
"""

from collections.abc import Iterable
from math import sqrt
from struct import Struct
from typing import Final

from rensa import RMinHash

from citystage.engines.similarity.letters import shingles

PERMUTATIONS: Final = 128
BANDS: Final = 64
SEED: Final = 42
VERSION: Final = f"char3-{PERMUTATIONS}x{BANDS}-seed{SEED}-rensa{RMinHash.ALGORITHM_VERSION}"
"""Store it beside signatures; those of another version must be made anew, never compared."""

_ROWS = Struct(f"<{PERMUTATIONS}I")
_BANDS = Struct(f"<{BANDS}q")
_SPREAD = (0x9E3779B97F4A7C15 * number % (1 << 64) for number in range(BANDS))
# Each band's hash is moved by the band's number, so that equal hashes of different bands differ.
_MOVES = int.from_bytes(b"".join(move.to_bytes(8, "little") for move in _SPREAD), "little")


def signature(text: str) -> list[int]:
    """Band hashes of a text for a PostgreSQL `bigint[]`: 64 signed 64-bit integers.

    Stable across processes and machines for one `VERSION`. Two texts are candidates when the
    arrays overlap (`&&` with a GIN index); rank candidates by `estimate`, decide by `jaccard`.
    A text without letters has no bands and is never a candidate.
    """
    tokens = shingles(text)
    if not tokens:
        return []
    sketch = RMinHash(PERMUTATIONS, SEED)
    sketch.update(tokens)
    rows = int.from_bytes(_ROWS.pack(*sketch.digest()), "little")
    return list(_BANDS.unpack((rows ^ _MOVES).to_bytes(_BANDS.size, "little")))


def estimate(one: Iterable[int], other: Iterable[int]) -> float:
    """Jaccard similarity 0..1 guessed from signatures: a band agrees with probability J squared.

    Standard error about .06 at J = .3; good for ordering candidates, not for a verdict.
    """
    return sqrt(len(set(one) & set(other)) / BANDS)
