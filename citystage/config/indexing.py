"""Keep the index in step with the database: what the index process does all day."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from django.db import Error, close_old_connections

from citystage.engines.search.contract import Document, IndexBroken, IndexFull
from citystage.engines.search.index import StoreIndex
from citystage.engines.text.words import Lexicon
from citystage.foundation.index.serving import Standing

logger = logging.getLogger(__name__)

POLL_SECONDS: Final = 0.2
_AFTER_TROUBLE: Final = 2.0
_WORDS_SECONDS: Final = 60.0
_FLUSH_SECONDS: Final = 5.0
_IDLE_SECONDS: Final = 15.0
# Documents outside the fast structures that make building worth while, at least and in part.
_WAITING: Final = 5_000
_WAITING_PART: Final = 0.1


class Batch(Protocol):
    """What `catalogue.indexing.batches.batch` gives."""

    @property
    def documents(self) -> tuple[Document, ...]: ...

    @property
    def deleted(self) -> tuple[int, ...]: ...

    @property
    def cursor(self) -> list[int]: ...

    @property
    def more(self) -> bool: ...


class Feed(Protocol):
    """Where documents come from."""

    def batch(self, cursor: Any) -> Batch: ...  # noqa: ANN401

    def words(self) -> Lexicon: ...

    def waiting(self, cursor: Any) -> int: ...  # noqa: ANN401


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn did."""

    changes: int
    more: bool


class Follower:
    """Pulls, applies, opens the index anew when it breaks, and builds when there is time."""

    def __init__(
        self, open_index: Callable[[], StoreIndex], feed: Feed, standing: Standing
    ) -> None:
        self._open_index = open_index
        self._feed = feed
        self.standing = standing
        self._words_at = self._flushed_at = self._changed_at = -_WORDS_SECONDS
        self._dirty = False
        self._left = 0
        self._builder: threading.Thread | None = None
        self._alone = False
        self._opened_anew = True
        self.index = open_index()

    def run(self, stopped: threading.Event) -> None:
        """Until stopped."""
        while not stopped.is_set():
            try:
                pause = 0.0 if self.turn().more else POLL_SECONDS
            except (Error, IndexFull, IndexBroken) as error:
                self._trouble(error)
                pause = _AFTER_TROUBLE
            stopped.wait(pause)
            close_old_connections()

    def turn(self) -> Turn:
        """One batch and the chores between batches; nothing while it is built alone."""
        if self._alone and self._building():
            return Turn(0, more=False)
        self._wanted()
        now = time.monotonic()
        if now - self._words_at > _WORDS_SECONDS:
            self.index.words = self._feed.words()
            self._words_at = now
        batch = self._feed.batch(self.index.cursor)
        changes = len(batch.documents) + len(batch.deleted)
        if changes or self.index.cursor is None:
            self.index.apply(batch.documents, deleted=batch.deleted, cursor=batch.cursor)
            self._dirty, self._changed_at = True, now
        if batch.more:
            self.standing.lag = self._feed.waiting(batch.cursor)
        elif not self._filling():
            self.standing.in_step()
            self._chores(now)
        return Turn(changes, batch.more)

    def _filling(self) -> bool:
        """After a long fill the fast structures are built first: PostgreSQL answers until then."""
        if self.standing.in_step_at is not None:
            return False
        if self._opened_anew and self._worth_building():
            self.build(alone=True)
        self._opened_anew = False
        if self._building():
            return True
        self.index.ready()
        return False

    def _chores(self, now: float) -> None:
        if self._dirty and now - self._flushed_at > _FLUSH_SECONDS:
            self.index.flush()
            self._dirty, self._flushed_at = False, now
        if now - self._changed_at > _IDLE_SECONDS and self._worth_building():
            self.build()

    def _worth_building(self) -> bool:
        if self._building():
            return False
        status = self.index.status()
        # What no building ever takes in (a part too small for it) is no reason for the next one.
        more = status.waiting - self._left
        return more > max(_WAITING, _WAITING_PART * status.documents)

    def _building(self) -> bool:
        return self._builder is not None and self._builder.is_alive()

    def build(self, *, alone: bool = False) -> None:
        """Build the fast structures beside all else, or with nothing beside."""
        if not self._building():
            self._alone = alone
            self.standing.status = self.index.status() if alone else None
            self._builder = threading.Thread(target=self._build, name="index-build", daemon=True)
            self._builder.start()

    def _build(self) -> None:
        self.standing.building = True
        try:
            self.index.optimize(alone=self._alone)
            self._left = self.index.status().waiting
        except (IndexFull, IndexBroken, OSError) as error:
            logger.warning("the index was not optimised: %s", error)
            self._changed_at = time.monotonic()
        finally:
            self.standing.building = False
            self.standing.status = None

    def _wanted(self) -> None:
        wanted = self.standing.wanted
        if "rebuild" in wanted:
            self._begin_anew()
            self.index.clear()
            wanted.discard("rebuild")
        if "optimize" in wanted:
            wanted.discard("optimize")
            self.build()
        if "reopen" in wanted:
            wanted.discard("reopen")
            self._reopen()

    def _begin_anew(self) -> None:
        self.standing.in_step_at = None
        self._opened_anew = True

    def _trouble(self, error: Exception) -> None:
        logger.warning("the index cannot follow: %s", error)
        self.standing.problem = str(error).strip().partition("\n")[0]
        if isinstance(error, IndexBroken):
            self._reopen()

    def _reopen(self) -> None:
        """Open what lies there, or an empty index that is filled anew."""
        self._begin_anew()
        try:
            self.index.close()
        except (IndexBroken, OSError) as error:
            logger.warning("the broken index did not close: %s", error)
        try:
            self.index = self._open_index()
        except (IndexBroken, IndexFull, OSError) as error:
            self.standing.problem = str(error)

    def close(self) -> None:
        """Stop building, write everything down, let go of the folder."""
        self.index.close()
        if self._builder is not None:
            self._builder.join(10)


def folder_of(home: Path) -> Path:
    """Where the embedded index of an installation lies."""
    return home / "index"
