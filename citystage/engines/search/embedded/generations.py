"""The store of the embedded index: searches go on while a better generation is built.

Optimising happens on a copy in another process. What is written meanwhile is noted and carried
over; then the copy takes the place of the old generation between two searches.
"""

import ctypes
import shutil
import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import batched
from pathlib import Path
from threading import Condition as Gate
from threading import Lock, RLock
from typing import Any

from citystage.engines.search.compiling import WordsUnread
from citystage.engines.search.conditions import Condition
from citystage.engines.search.contract import IndexBroken, Sort, Vector
from citystage.engines.search.embedded import optimizing
from citystage.engines.search.embedded.folder import Folder, copy_tree, size_of
from citystage.engines.search.embedded.shard import Shard
from citystage.engines.search.encoding import Sparse
from citystage.engines.search.store import Found, Point, Settings

_CARRIED = 500
_FEW = 200


class Generation:
    """A shard in use; it closes when it is retired and the last search has left."""

    def __init__(self, shard: Shard) -> None:
        self.shard = shard
        self._gate = Gate()
        self._users = 0
        self._retired = False

    def enter(self) -> bool:
        """Begin to use it; False if it is no longer to be used."""
        with self._gate:
            self._users += not self._retired
            return not self._retired

    def leave(self) -> None:
        with self._gate:
            self._users -= 1
            self._gate.notify_all()

    def retire(self) -> None:
        with self._gate:
            if self._retired:
                return
            self._retired = True
            self._gate.wait_for(lambda: not self._users)
        self.shard.close()


class Generations:
    """A `Store` in a folder. Damaged or missing data are replaced by an empty shard."""

    def __init__(self, folder: Folder, dim: int, settings: Settings) -> None:
        self.folder = folder
        self.dim = dim
        self._settings = settings
        self._writing = RLock()
        self._optimizing = Lock()
        self._builder: subprocess.Popen[bytes] | None = None
        self._noted: set[int] | None = None
        self._closed = False
        # While a better one is built alone, the open one is closed.
        self._resting = False
        self._open = self._first()

    def _first(self) -> Generation:
        path = self.folder.live()
        if path is not None:
            try:
                return Generation(Shard(path, self.dim, self._settings))
            except (IndexBroken, OSError):
                shutil.rmtree(path, ignore_errors=True)
        return self._fresh()

    def _fresh(self) -> Generation:
        self.folder.demand_room()
        made = Generation(Shard(self.folder.new(), self.dim, self._settings))
        self.folder.make_live(made.shard.path)
        return made

    @contextmanager
    def _written(self, ids: Iterable[int]) -> Iterator[Shard]:
        with self._writing:
            self._demand_use()
            shard = self._open.shard
            if not self.folder.intact(shard.path):
                raise IndexBroken("the folder of the index was removed")
            self.folder.demand_room()
            if self._noted is not None:
                self._noted.update(ids)
            yield shard

    @contextmanager
    def _read(self) -> Iterator[Shard]:
        while not (generation := self._in_use()).enter():
            pass
        try:
            yield generation.shard
        finally:
            generation.leave()

    def _in_use(self) -> Generation:
        self._demand_use()
        return self._open

    def _demand_use(self) -> None:
        if self._closed:
            raise IndexBroken("the index is closed")
        if self._resting:
            raise IndexBroken("the index is being built")

    def write(self, points: Sequence[Point]) -> None:
        with self._written(point.id for point in points) as shard:
            shard.write(points)

    def delete(self, ids: Sequence[int]) -> None:
        with self._written(ids) as shard:
            shard.delete(ids)

    def remember(self, memory: dict[str, Any]) -> None:
        with self._written(()) as shard:
            shard.remember(memory)

    def recall(self) -> dict[str, Any]:
        with self._read() as shard:
            return shard.recall()

    def _asked[Asked](self, ask: Callable[[Shard], Asked]) -> Asked:
        """An answer of the shard in use; the first that asks for words has them indexed."""
        try:
            with self._read() as shard:
                return ask(shard)
        except WordsUnread:
            self.ready()
        with self._read() as shard:
            return ask(shard)

    def ready(self) -> None:
        with self._writing:
            self._open.shard.ready()

    def lexical(self, sparse: Sparse, where: Condition, limit: int) -> list[Found]:
        return self._asked(lambda shard: shard.lexical(sparse, where, limit))

    def dense(self, vector: Vector, where: Condition, limit: int) -> list[Found]:
        return self._asked(lambda shard: shard.dense(vector, where, limit))

    def listed(
        self, where: Condition, limit: int, offset: int = 0, sort: Sort | None = None
    ) -> list[int]:
        return self._asked(lambda shard: shard.listed(where, limit, offset, sort))

    def count(self, where: Condition) -> int:
        return self._asked(lambda shard: shard.count(where))

    def facet(self, key: str, where: Condition) -> dict[str, int]:
        return self._asked(lambda shard: shard.facet(key, where))

    def fetch(self, ids: Iterable[int], keys: Sequence[str]) -> dict[int, dict[str, Any]]:
        with self._read() as shard:
            return shard.fetch(ids, keys)

    def waiting(self) -> tuple[int, int]:
        with self._read() as shard:
            return shard.waiting()

    def flush(self) -> None:
        """Down to the disk."""
        with self._writing:
            self._open.shard.flush()

    def optimize(self, *, alone: bool = False) -> bool:
        """Build a better generation beside this one and change over to it."""
        with self._optimizing:
            target = self.copied()
            try:
                if alone:
                    self._rest()
                self._builder = optimizing.start(target)
                if not optimizing.outcome(self._builder):
                    return False
                better = Shard(target, self.dim, self._settings)
                if alone:
                    self._wake(better)
                else:
                    self.change_over(better)
            finally:
                self._builder = None
                self._noted = None
                if self._resting:
                    self._wake(Shard(self._open.shard.path, self.dim, self._settings))
                if target != self._open.shard.path:
                    shutil.rmtree(target, ignore_errors=True)
            return True

    def _rest(self) -> None:
        with self._writing:
            self._resting = True
            self._open.retire()
            _give_back_memory()

    def _wake(self, shard: Shard) -> None:
        """Go on with this one; what was open before goes, if it is another."""
        with self._writing:
            if not self._resting:
                shard.close()
                raise IndexBroken("the index was emptied while a better one was built")
            before = self._open.shard.path
            self.folder.make_live(shard.path)
            self._open, self._resting = Generation(shard), False
            if before != shard.path:
                shutil.rmtree(before, ignore_errors=True)

    def copied(self) -> Path:
        """A copy to build on; from here on what is written is noted."""
        with self._writing:
            source = self._open.shard.path
            self.folder.demand_room(3 * size_of(source))
            self._open.shard.flush()
            target = self.folder.new()
            copy_tree(source, target)
            self._noted = set()
            return target

    def change_over(self, better: Shard) -> None:
        """Carry over what was noted and put the better one in the place of the live one."""
        while self._carry_over(better, at_least=_FEW):
            pass
        with self._writing:
            self._carry_over(better, at_least=1)
            better.remember(self._open.shard.recall())
            better.flush()
            self.folder.make_live(better.path)
            old, self._open = self._open, Generation(better)
        old.retire()
        shutil.rmtree(old.shard.path, ignore_errors=True)

    def _carry_over(self, better: Shard, *, at_least: int) -> bool:
        """Bring what was written meanwhile; False when it is too little to be worth a pass."""
        with self._writing:
            noted = self._noted
            if noted is None:
                raise IndexBroken("the index was emptied while a better one was built")
            if len(noted) < at_least:
                return False
            self._noted = set()
        for ids in batched(noted, _CARRIED, strict=False):
            with self._writing:
                better.copy(self._open.shard, ids)
        return True

    def snapshot(self, path: Path) -> None:
        """A folder like this one, with this generation."""
        path.mkdir(parents=True)
        with self._writing:
            self._open.shard.flush()
            copy_tree(self._open.shard.path, path / "g1")
        (path / "CURRENT").write_text("g1")

    def clear(self) -> None:
        with self._writing:
            old = self._open
            self._open = self._fresh()
            self._noted, self._resting = None, False
            self._stop_builder()
        old.retire()
        shutil.rmtree(old.shard.path, ignore_errors=True)

    def _stop_builder(self) -> None:
        if (builder := self._builder) is not None:
            with suppress(OSError):
                builder.kill()

    def close(self) -> None:
        """Stop a builder at work, wait for searches under way, let go of the folder."""
        self._stop_builder()
        with self._optimizing, self._writing:
            if not self._resting:
                with suppress(IndexBroken, OSError):
                    self._open.shard.flush()
            self._closed = True
            self._open.retire()
        self.folder.close()


def _give_back_memory() -> None:
    """What the C library keeps for later, where it can be told to."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
