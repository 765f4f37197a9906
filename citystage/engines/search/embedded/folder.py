"""The folder of the embedded index: one owner, one live generation, no half-made ones.

`CURRENT` names the live generation and is replaced atomically; a folder it does not name is left
over from a process that died and goes. So whatever moment a process is killed at, the next one
finds a whole shard (whose own log repairs it), or none and fills a new one.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final

from citystage.engines.search.contract import IndexBusy, IndexFull

_CURRENT: Final = "CURRENT"
_LOCK: Final = "LOCK"
_GENERATION = re.compile(r"g\d+")


class Folder:
    """Takes possession on opening; raises IndexBusy if another process has it."""

    def __init__(self, path: Path, *, reserve: int) -> None:
        self.path = path
        self.reserve = reserve
        path.mkdir(parents=True, exist_ok=True)
        self._lock = _lock(path / _LOCK)

    def live(self) -> Path | None:
        """The generation to open; leftovers are removed."""
        try:
            name = (self.path / _CURRENT).read_text().strip()
        except OSError:
            name = ""
        kept = self.path / name if _GENERATION.fullmatch(name) else None
        for other in self.path.iterdir():
            if other != kept and _GENERATION.fullmatch(other.name):
                shutil.rmtree(other, ignore_errors=True)
        return kept if kept is not None and kept.is_dir() else None

    def new(self) -> Path:
        """A name that no generation has had while this folder exists."""
        used = [int(each.name[1:]) for each in self.path.glob("g*") if each.name[1:].isdigit()]
        return self.path / f"g{max(used, default=0) + 1}"

    def make_live(self, generation: Path) -> None:
        """From now on this one is opened; survives a loss of power."""
        draft = self.path / f"{_CURRENT}.new"
        with draft.open("w") as file:
            file.write(generation.name)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.path / _CURRENT)
        _sync(self.path)

    def intact(self, generation: Path) -> bool:
        """Is what we hold still what lies there? False once somebody removed it."""
        try:
            named = (self.path / _CURRENT).read_text().strip()
        except OSError:
            return False
        return named == generation.name and generation.is_dir()

    def demand_room(self, more: int = 0) -> None:
        """Refuse before the engine meets a full disk in the middle of writing."""
        free = shutil.disk_usage(self.path).free
        if free < self.reserve + more:
            raise IndexFull(f"{free >> 20} MB are free where the index needs more to write")

    def close(self) -> None:
        self._lock.close()


def _lock(path: Path) -> IO[str]:
    file = path.open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        raise IndexBusy(f"another process owns {path.parent}") from None
    return file


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def size_of(folder: Path) -> int:
    """Bytes really taken."""
    return sum(each.stat().st_blocks * 512 for each in folder.rglob("*") if each.is_file())


def copy_tree(source: Path, target: Path) -> None:
    """A copy that shares blocks where the file system can, and keeps holes."""
    shutil.copytree(source, target, copy_function=_cloner())


def _cloner() -> Callable[[str, str], object]:
    return _clone if hasattr(os, "copy_file_range") else shutil.copy2


def _clone(source: str, target: str) -> None:
    try:
        with Path(source).open("rb") as read, Path(target).open("wb") as write:
            left = os.fstat(read.fileno()).st_size
            while left > 0:
                done = os.copy_file_range(read.fileno(), write.fileno(), left)
                if not done:
                    break
                left -= done
    except OSError:
        shutil.copy2(source, target)
