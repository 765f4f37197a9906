"""The index above a store: checks and encodes documents, keeps the cursor, answers."""

import math
import re
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from citystage.engines.search import conditions
from citystage.engines.search.answering import answer
from citystage.engines.search.contract import (
    Answer,
    Cursor,
    Document,
    NoAudience,
    Query,
    Status,
    Suggestion,
    Vector,
    Wish,
    WrongVector,
    kind_sign,
)
from citystage.engines.search.counting import Counts
from citystage.engines.search.encoders import Encoders
from citystage.engines.search.encoding import VERSION, Encoded
from citystage.engines.search.store import Point, Settings, Store
from citystage.engines.search.suggesting import suggest
from citystage.engines.text.characters import NOISE
from citystage.engines.text.words import EMPTY, Lexicon

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LONGEST_TITLE = 400


def signature(dim: int, origin: str) -> str:
    """What an index must agree on with its reader, else it is filled anew."""
    return f"{VERSION}/{dim}/{origin}"


class StoreIndex:
    """The contract's `Index` on any `Store`.

    `origin` names where documents and vectors come from (a database, an embedding model): an
    index filled from another one is emptied. `words` is the city's own dictionary; it may be
    replaced while documents are written.
    """

    def __init__(
        self,
        store: Store,
        *,
        origin: str = "",
        settings: Settings | None = None,
        words: Lexicon = EMPTY,
    ) -> None:
        self.store = store
        self.settings = settings or Settings()
        self.words = words
        self._signature = signature(store.dim, origin)
        self._writing = Lock()
        self._encoders = Encoders()
        self._counts = Counts()
        memory = store.recall()
        if memory and memory.get("signature") != self._signature:
            store.clear()
            memory = {}
        self._cursor: list[int | str] | None = memory.get("cursor")
        known = store.facet(conditions.KIND, conditions.Every(()))
        self._kinds = {kind_sign(kind): kind for kind in known}

    def apply(
        self,
        documents: Sequence[Document] = (),
        *,
        deleted: Sequence[int] = (),
        cursor: Cursor | None = None,
    ) -> None:
        for document in documents:
            self._check(document)
        with self._writing:
            try:
                for some, encoded in self._encoders.encoded(documents, self.words):
                    self.store.write(list(map(self._point, some, encoded)))
                self._kinds |= {kind_sign(one): one for one in {each.kind for each in documents}}
                if deleted:
                    self.store.delete(deleted)
            finally:
                self._counts.changed()
            if cursor is not None:
                self.store.remember({"signature": self._signature, "cursor": list(cursor)})
                self._cursor = list(cursor)

    def _check(self, document: Document) -> None:
        if not document.audience:
            raise NoAudience(f"nobody may see {document.reference}")
        if document.reference.partition(":")[0] != document.kind:
            raise ValueError(f"{document.reference!r} does not begin with {document.kind!r}")
        for name in (*document.facets, *document.numbers):
            if not _NAME.fullmatch(name):
                raise ValueError(f"no name of a facet or number: {name!r}")
        for value in document.numbers.values():
            if not math.isfinite(value):
                raise ValueError(f"no number: {value!r}")
        self._check_vector(document.vector)

    def _check_vector(self, vector: Vector | None) -> None:
        if vector is None or not self.store.dim:
            return
        if vector.shape != (self.store.dim,):
            raise WrongVector(f"a vector of {vector.shape} where {self.store.dim} numbers belong")
        if not np.isfinite(vector).all():
            raise WrongVector("a vector with what is no number")

    def _point(self, document: Document, encoded: Encoded) -> Point:
        fields: dict[str, Any] = {
            conditions.AUDIENCE: sorted(document.audience),
            conditions.KIND: document.kind,
            conditions.REFERENCE: document.reference,
            conditions.TITLE: NOISE.sub(" ", document.title[:_LONGEST_TITLE]),
            conditions.FACETS: {name: list(values) for name, values in document.facets.items()},
            conditions.NUMBERS: {name: float(each) for name, each in document.numbers.items()},
            conditions.KEYS: encoded.keys,
            conditions.HEAD: encoded.head,
            conditions.READING: encoded.reading,
            conditions.NAMES: encoded.names,
            conditions.REVISION: document.revision,
        }
        if document.place is not None:
            place = document.place
            fields[conditions.PLACE] = {"lat": place.latitude, "lon": place.longitude}
        vector = document.vector if self.store.dim else None
        return Point(document.id, encoded.sparse, vector, fields)

    def search(self, query: Query) -> Answer:
        self._check_vector(query.vector)
        return answer(self.store, query, self.settings, self._kinds, self._counts)

    def suggest(self, wish: Wish) -> tuple[Suggestion, ...]:
        return suggest(self.store, wish)

    def count(self, audience: frozenset[str] | None = None) -> int:
        if audience is None:
            return self.store.count(conditions.Not(conditions.Lacks(conditions.KIND)))
        return self.store.count(conditions.visible(audience)) if audience else 0

    @property
    def cursor(self) -> Cursor | None:
        return self._cursor

    def status(self) -> Status:
        waiting, parts = self.store.waiting()
        return Status(self.count(), self.cursor, self.store.dim, waiting, parts)

    def ready(self) -> None:
        self.store.ready()
        with self._writing:
            self._encoders.rest()

    def optimize(self, *, alone: bool = False) -> bool:
        with self._writing:
            self._encoders.rest()
        return self.store.optimize(alone=alone)

    def flush(self) -> None:
        """Down to the disk, so that not even a loss of power costs anything."""
        self.store.flush()

    def snapshot(self, path: Path) -> None:
        with self._writing:
            self.store.snapshot(path)

    def clear(self) -> None:
        with self._writing:
            self.store.clear()
            self._counts.changed()
            self._cursor = None

    def close(self) -> None:
        with self._writing:
            self._encoders.rest()
            self.store.close()
