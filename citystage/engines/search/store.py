"""What an index asks of the engine that keeps its documents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from citystage.engines.search.conditions import Condition
from citystage.engines.search.contract import Sort, Vector
from citystage.engines.search.encoding import Sparse


@dataclass(frozen=True, slots=True)
class Settings:
    """How arms are weighed and how hard is searched.

    `lexical` and `dense` weigh the z-scores of the two arms' `weighed` best. `reach` documents
    nearest in meaning join those that hold the words, if their cosine is `floor` at least.
    A query that does not say how many wants those only that are `outstanding` standard deviations
    nearer than the usual of the nearest. `effort` is the width
    of the vector search.
    """

    lexical: float = 0.3
    dense: float = 0.7
    weighed: int = 200
    reach: int = 50
    floor: float | None = None
    outstanding: float = 1.0
    effort: int = 256


@dataclass(frozen=True, slots=True)
class Point:
    """A document as it is kept: its number, its vectors, its fields."""

    id: int
    sparse: Sparse
    vector: Vector | None
    fields: dict[str, Any]


class Found(NamedTuple):
    """A document and how well it fits."""

    id: int
    score: float


class Store(Protocol):
    """Keeps points; `write`, `delete` and `remember` are called by one thread at a time."""

    @property
    def dim(self) -> int:
        """Size of the vectors; 0 for none."""
        ...

    def write(self, points: Sequence[Point]) -> None: ...

    def delete(self, ids: Sequence[int]) -> None: ...

    def remember(self, memory: dict[str, Any]) -> None:
        """Keep a few values after everything written before."""
        ...

    def recall(self) -> dict[str, Any]:
        """What was last remembered; empty at first."""
        ...

    def lexical(self, sparse: Sparse, where: Condition, limit: int) -> list[Found]:
        """By the sum of weights times rarity, best first; only such as share a dimension."""
        ...

    def dense(self, vector: Vector, where: Condition, limit: int) -> list[Found]:
        """By cosine, best first."""
        ...

    def listed(
        self, where: Condition, limit: int, offset: int = 0, sort: Sort | None = None
    ) -> list[int]:
        """In an order of the store's own; or by a number, those without it left out."""
        ...

    def count(self, where: Condition) -> int: ...

    def facet(self, key: str, where: Condition) -> dict[str, int]:
        """How many documents have each value."""
        ...

    def fetch(self, ids: Iterable[int], keys: Sequence[str]) -> dict[int, dict[str, Any]]:
        """Some fields of documents; those that are gone are left out."""
        ...

    def waiting(self) -> tuple[int, int]:
        """Documents outside the fast structures, and parts the store is made of."""
        ...

    def ready(self) -> None:
        """Have everything that conditions on words need; they see to it themselves else."""
        ...

    def flush(self) -> None: ...

    def optimize(self, *, alone: bool = False) -> bool: ...

    def snapshot(self, path: Path) -> None: ...

    def clear(self) -> None: ...

    def close(self) -> None: ...
