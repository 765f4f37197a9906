"""What every provider of meaning does, and how it says that it cannot."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

type Vectors = NDArray[np.float32]


class Provider(Protocol):
    """Gives vectors; dot products of two of one provider are comparable, of two providers not."""

    @property
    def name(self) -> str:
        """The model and its revision; stored with every vector. Empty where there is no model."""
        ...

    @property
    def dim(self) -> int:
        """How many numbers a vector has; 0 where there is no model, and then all goes by words."""
        ...

    @property
    def why_not(self) -> str:
        """Why there is no model, for whoever runs the site; empty where there is one."""
        ...

    def documents(self, texts: Sequence[str]) -> Vectors:
        """Vectors of what is searched: shape (n, dim), unit length, zeros for a text of nothing.

        Raises MeaningUnavailable.
        """
        ...

    def query(self, text: str) -> Vectors:
        """The vector of what is searched for: shape (dim,), else as `documents`."""
        ...


class MeaningUnavailable(Exception):
    """No vector now: the model is broken, or its endpoint down, slow, talking nonsense or spent."""


class TextRefused(MeaningUnavailable):
    """The endpoint is well but will not take one of these texts."""


def unit(vectors: Vectors) -> Vectors:
    """Each row at length one; a row of zeros stays."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Vectors = np.divide(
        vectors, lengths, out=np.zeros_like(vectors, dtype=np.float32), where=lengths > 0
    )
    return scaled
