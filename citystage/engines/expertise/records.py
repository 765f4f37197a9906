"""Records: texts and taxonomy codes of cases and experts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class CaseText:
    text: str
    terms: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class ExpertText:
    """Each text on its own: a profile, a paper, a project, an earlier review."""

    texts: tuple[str, ...] = ()
    terms: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Meaning:
    """Vectors of unit length: `cases` (n, d); of each expert (texts, d), none is allowed."""

    cases: Vectors
    experts: Sequence[Vectors]
