"""Finding: near duplicates among texts held in memory, for batches and for files."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt
from typing import Any

import numpy as np
from rensa import RMinHash, RMinHashLSH

from citystage.engines.similarity.jaccard import RELATED_FROM, share
from citystage.engines.similarity.letters import letters, shingles_of
from citystage.engines.similarity.signature import BANDS, PERMUTATIONS, SEED

_DEVIATIONS = 3
"""Standard errors of the estimate by which a candidate may fall below the floor."""
_FIRST_ROWS = 256


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts by their positions, `one < other`, and how alike they are, 0..1."""

    one: int
    other: int
    likeness: float


class Finder:
    """Texts by position, asked for their near duplicates.

    MinHash over character 3-grams, 64 bands of 2 rows (see `signature`, whose bands find the same
    candidates in PostgreSQL). Texts whose estimate lies within three standard errors of the floor
    are compared exactly, so what is found is certain and what is missed is a matter of bands:
    under .2 % at Jaccard .3. Give it stripped, folded texts.
    """

    def __init__(self, texts: Iterable[str] = (), *, floor: float = RELATED_FROM) -> None:
        self._floor = floor
        self._reach = floor - _DEVIATIONS * sqrt(floor * (1 - floor) / PERMUTATIONS)
        self._letters: list[str] = []
        # rensa ships no types.
        self._sketches: list[Any] = []
        self._rows = np.zeros((_FIRST_ROWS, PERMUTATIONS), np.uint32)
        self._bands: Any = RMinHashLSH(floor, PERMUTATIONS, BANDS)
        self.add(texts)

    def __len__(self) -> int:
        return len(self._letters)

    def add(self, texts: Iterable[str]) -> None:
        """Hold further texts; their positions go on from `len`. One without letters has no twin."""
        for text in texts:
            bare, at = letters(text), len(self)
            sketch = _sketch(bare)
            if at == len(self._rows):
                self._rows = np.concatenate([self._rows, np.zeros_like(self._rows)])
            if sketch is not None:
                self._bands.insert(at, sketch)
                self._rows[at] = sketch.digest()
            self._letters.append(bare)
            self._sketches.append(sketch)

    def candidates(self, text: str) -> list[int]:
        """Positions of texts that may be alike, by their sketches alone; in order."""
        return self._candidates(_sketch(letters(text)))

    def near(self, text: str) -> list[tuple[int, float]]:
        """Positions and exact Jaccard similarities from the floor up, most alike first."""
        bare = letters(text)
        found = self._near(bare, self._candidates(_sketch(bare)))
        return sorted(found, key=lambda one: (-one[1], one[0]))

    def pairs(self) -> list[Pair]:
        """All pairs from the floor up, most alike first."""
        found = [
            Pair(other, at, likeness)
            for at, bare in enumerate(self._letters)
            for other, likeness in self._near(bare, self._earlier(at))
        ]
        return sorted(found, key=lambda pair: (-pair.likeness, pair.one, pair.other))

    def _earlier(self, at: int) -> list[int]:
        return [other for other in self._candidates(self._sketches[at]) if other < at]

    def _candidates(self, sketch: Any | None) -> list[int]:  # noqa: ANN401 -- see above
        if sketch is None:
            return []
        found: list[int] = sorted(self._bands.query(sketch))
        mine = np.array(sketch.digest(), np.uint32)
        agreeing = np.count_nonzero(self._rows[found] == mine, axis=1)
        return [
            at
            for at, count in zip(found, agreeing.tolist(), strict=True)
            if count >= self._reach * PERMUTATIONS
        ]

    def _near(self, bare: str, candidates: list[int]) -> list[tuple[int, float]]:
        if not candidates:
            return []
        mine = set(shingles_of(bare))
        alike = ((at, share(mine, set(shingles_of(self._letters[at])))) for at in candidates)
        return [(at, likeness) for at, likeness in alike if likeness >= self._floor]


def _sketch(bare: str) -> Any | None:  # noqa: ANN401 -- see above
    tokens = shingles_of(bare)
    if not tokens:
        return None
    sketch = RMinHash(PERMUTATIONS, SEED)
    sketch.update(tokens)
    return sketch
