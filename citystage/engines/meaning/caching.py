"""Vectors kept in a folder by model and content, so that no text is embedded twice.

One SQLite file per model: whoever is killed while writing loses at most the last turn.
"""

import hashlib
import logging
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from citystage.engines.meaning.contract import Provider, Vectors, unit
from citystage.engines.meaning.texts import content_hash

# Texts embedded and kept in one turn.
TURN = 256
_ASKED = 500  # keys of one question
_TABLE = "CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB) WITHOUT ROWID"
_KEPT_AS = np.dtype("<f2")
_LOG = logging.getLogger(__name__)

type Told = Callable[[int, int], None]


class VectorCache:
    """The vectors of one model. A broken file is put aside; a full disk costs only time."""

    def __init__(self, folder: Path, *, model: str, dim: int) -> None:
        """Raises OSError when the folder cannot be made."""
        folder.mkdir(parents=True, exist_ok=True)
        mark = hashlib.blake2b(f"{model}\0{dim}".encode(), digest_size=8).hexdigest()
        self._path, self._dim = folder / f"vectors-{mark}.db", dim
        try:
            self._prepare()
        except sqlite3.DatabaseError as error:
            _LOG.warning("The cache %s is broken (%s) and begun anew.", self._path, error)
            self._path.replace(self._path.with_suffix(".broken"))
            self._prepare()

    def get(self, keys: Sequence[bytes]) -> dict[bytes, Vectors]:
        """Those that are known, unit length."""
        found: dict[bytes, Vectors] = {}
        with self._open() as link:
            for start in range(0, len(keys), _ASKED):
                part = keys[start : start + _ASKED]
                marks = ",".join("?" * len(part))
                sql = f"SELECT key, vector FROM vectors WHERE key IN ({marks})"  # noqa: S608 -- marks
                for key, kept in link.execute(sql, part):
                    if len(kept) == self._dim * _KEPT_AS.itemsize:
                        found[key] = np.frombuffer(kept, _KEPT_AS).astype(np.float32)
        return dict(zip(found, unit(np.stack(list(found.values()))), strict=True)) if found else {}

    def put(self, vectors: dict[bytes, Vectors]) -> None:
        """All of them or none."""
        rows = [(key, vector.astype(_KEPT_AS).tobytes()) for key, vector in vectors.items()]
        with self._open() as link:
            link.execute("BEGIN IMMEDIATE")
            link.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)", rows)
            link.execute("COMMIT")

    def _prepare(self) -> None:
        with self._open() as link:
            link.execute("PRAGMA journal_mode = WAL")
            link.execute(_TABLE)
            link.execute("SELECT key FROM vectors LIMIT 1").fetchone()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        link = sqlite3.connect(self._path, timeout=30, isolation_level=None)
        try:
            link.execute("PRAGMA synchronous = NORMAL")
            yield link
        finally:
            link.close()


class Cached:
    """A provider whose documents are looked up first. What is given is the same either time."""

    def __init__(self, provider: Provider, folder: Path, *, told: Told | None = None) -> None:
        """`told` hears after each turn how many of how many texts are done.

        Raises OSError when the folder cannot be made.
        """
        self._provider, self._told = provider, told
        self._cache = VectorCache(folder, model=provider.name, dim=provider.dim)
        self.name, self.dim, self.why_not = provider.name, provider.dim, provider.why_not

    def documents(self, texts: Sequence[str]) -> Vectors:
        keys = [content_hash(text) for text in texts]
        known = self._known(keys)
        wanted = dict(zip(keys, texts, strict=True))
        new = [key for key in wanted if key not in known]
        self._tell(len(wanted) - len(new), len(wanted))
        for start in range(0, len(new), TURN):
            turn = new[start : start + TURN]
            made = self._provider.documents([wanted[key] for key in turn])
            rounded = unit(made.astype(_KEPT_AS).astype(np.float32))
            fresh = dict(zip(turn, rounded, strict=True))
            known |= fresh
            self._keep(fresh)
            self._tell(len(wanted) - len(new) + start + len(turn), len(wanted))
        rows = [known[key] for key in keys]
        return np.stack(rows) if rows else np.zeros((0, self.dim), np.float32)

    def query(self, text: str) -> Vectors:
        return self._provider.query(text)

    def _known(self, keys: list[bytes]) -> dict[bytes, Vectors]:
        try:
            return self._cache.get(keys) if self.dim else {}
        except sqlite3.Error as error:
            _LOG.warning("The cache of vectors cannot be read: %s", error)
            return {}

    def _keep(self, fresh: dict[bytes, Vectors]) -> None:
        try:
            if self.dim:
                self._cache.put(fresh)
        except sqlite3.Error as error:
            _LOG.warning("The cache of vectors cannot be written: %s", error)

    def _tell(self, done: int, of: int) -> None:
        if self._told:
            self._told(done, of)
