"""What the index process offers to callers."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

from citystage.engines.meaning.contract import MeaningUnavailable
from citystage.engines.search.contract import Index, IndexBroken, IndexFull, Status, Vector
from citystage.foundation.index import wire
from citystage.foundation.index.away import IndexAway, Why
from citystage.foundation.index.server import Method

STALE_SECONDS: Final = 30.0
"""An index that has not been in step with the database for so long is not asked any more."""


class Meaning(Protocol):
    """An embedding provider, as far as queries need it."""

    @property
    def name(self) -> str: ...

    @property
    def dim(self) -> int: ...

    def query(self, text: str) -> Vector: ...


@dataclass(slots=True)
class Standing:
    """How the process stands; its follower keeps it up to date."""

    in_step_at: float | None = None
    lag: int = 0
    problem: str = ""
    building: bool = False
    # What the index said last, while it is built alone and cannot be asked.
    status: Status | None = None
    wanted: set[str] = field(default_factory=set)

    def in_step(self) -> None:
        self.in_step_at = time.monotonic()
        self.lag = 0
        self.problem = ""

    def behind(self) -> float | None:
        """Seconds since it was in step; None if it never was."""
        return None if self.in_step_at is None else time.monotonic() - self.in_step_at


class Service:
    """Methods on the index of the moment: the process may open another one when one breaks."""

    def __init__(self, index: Callable[[], Index], meaning: Meaning, standing: Standing) -> None:
        self._index = index
        self._meaning = meaning
        self._standing = standing

    def methods(self) -> dict[str, Method]:
        return {
            "search": self.search,
            "suggest": self.suggest,
            "embed": self.embed,
            "status": self.status,
            "rebuild": lambda _: self._want("rebuild"),
            "optimize": lambda _: self._want("optimize"),
            "snapshot": self.snapshot,
        }

    def _usable(self) -> Index:
        behind = self._standing.behind()
        if behind is None:
            raise IndexAway(Why.FILLING, self._standing.problem)
        if behind > STALE_SECONDS:
            raise IndexAway(Why.STALE, self._standing.problem)
        return self._index()

    def _safely[T](self, ask: Callable[[Index], T]) -> T:
        """An index that breaks is opened anew by the follower; meanwhile it is away."""
        try:
            return ask(self._usable())
        except IndexBroken as error:
            self._want("reopen")
            raise IndexAway(Why.BROKEN, str(error)) from error

    def search(self, given: dict[str, Any]) -> wire.Plain:
        return wire.answer_out(self._safely(lambda index: index.search(wire.query_in(given))))

    def suggest(self, given: dict[str, Any]) -> list[Any]:
        found = self._safely(lambda index: index.suggest(wire.wish_in(given)))
        return [wire.suggestion_out(each) for each in found]

    def embed(self, given: dict[str, Any]) -> str | None:
        if not self._meaning.dim:
            return None
        try:
            return wire.vector_out(self._meaning.query(str(given["text"])))
        except MeaningUnavailable:
            return None

    def status(self, given: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        status = self._standing.status or self._index().status()
        behind = self._standing.behind()
        return {
            "documents": status.documents,
            "cursor": status.cursor,
            "dim": status.dim,
            "waiting": status.waiting,
            "segments": status.segments,
            "model": self._meaning.name,
            "ready": behind is not None and behind <= STALE_SECONDS,
            "behind": behind,
            "lag": self._standing.lag,
            "building": self._standing.building,
            "problem": self._standing.problem,
        }

    def _want(self, what: str) -> bool:
        """Done by the follower, between two batches."""
        self._standing.wanted.add(what)
        return True

    def snapshot(self, given: dict[str, Any]) -> str:
        target = Path(str(given["path"]))
        if target.exists():
            raise ValueError(f"{target} exists already")
        try:
            self._index().snapshot(target)
        except (IndexFull, IndexBroken) as error:
            raise ValueError(str(error)) from None
        return str(target)
