"""No model: everything goes by words, and whoever asks is told why."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from citystage.engines.meaning.contract import Vectors


@dataclass(frozen=True, slots=True)
class Nothing:
    """The provider of those who want none, or lack what the one they want needs."""

    why_not: str
    name: str = ""
    dim: int = 0

    def documents(self, texts: Sequence[str]) -> Vectors:
        return np.zeros((len(texts), 0), np.float32)

    def query(self, text: str) -> Vectors:  # noqa: ARG002 -- as the contract has it
        return np.zeros(0, np.float32)
