"""The store on a Qdrant server: one collection, also for servers of many nodes.

Needs a server that knows prefix and substring conditions (1.17 or later).
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from qdrant_client import QdrantClient, models
from qdrant_client.http.exceptions import ApiException

from citystage.engines.search import conditions
from citystage.engines.search.cluster.dialect import ServerDialect
from citystage.engines.search.compiling import Compiler
from citystage.engines.search.conditions import Condition
from citystage.engines.search.contract import IndexBroken, Sort, Vector
from citystage.engines.search.encoding import Sparse
from citystage.engines.search.store import Found, Point, Settings

DENSE: Final = "d"
SPARSE: Final = "s"
_MEMORY: Final = 2**64 - 1
_MEMORY_FIELD: Final = "m"
_MOST_VALUES: Final = 10_000
_LINKS, _BUILDING = 16, 100


def _text_index() -> models.TextIndexParams:
    kind = models.TextIndexType.TEXT
    whitespace = models.TokenizerType.WHITESPACE
    return models.TextIndexParams(type=kind, tokenizer=whitespace, lowercase=False)


def _beginnings() -> models.KeywordIndexParams:
    return models.KeywordIndexParams(type=models.KeywordIndexType.KEYWORD, prefix=True)


_FIELDS: Final[dict[str, Callable[[], Any]]] = {
    conditions.AUDIENCE: lambda: models.PayloadSchemaType.KEYWORD,
    conditions.KIND: lambda: models.PayloadSchemaType.KEYWORD,
    conditions.KEYS: _text_index,
    conditions.HEAD: _text_index,
    conditions.NAMES: _beginnings,
    conditions.PLACE: lambda: models.PayloadSchemaType.GEO,
}


@contextmanager
def _guarded() -> Iterator[None]:
    try:
        yield
    except (ApiException, OSError, RuntimeError) as error:
        raise IndexBroken(str(error)) from error


class Collection:
    """A `Store`; made on the server when it is missing."""

    def __init__(self, client: QdrantClient, name: str, dim: int, settings: Settings) -> None:
        self.client = client
        self.name = name
        self.dim = dim
        self._settings = settings
        self._known: set[str] = set()
        self._compiler = Compiler(ServerDialect(), self._known)
        self._prepare()

    def _prepare(self) -> None:
        with _guarded():
            if not self.client.collection_exists(self.name):
                self._create()
            self._known.clear()
            self._known |= set(self.client.get_collection(self.name).payload_schema)
        for key, kind in _FIELDS.items():
            self._index(key, kind())
        self._known.add(conditions.READING)

    def _create(self) -> None:
        dense = models.VectorParams(size=self.dim, distance=models.Distance.DOT)
        sparse = models.SparseVectorParams(modifier=models.Modifier.IDF)
        self.client.create_collection(
            self.name,
            vectors_config={DENSE: dense} if self.dim else {},
            sparse_vectors_config={SPARSE: sparse},
            hnsw_config=models.HnswConfigDiff(m=_LINKS, ef_construct=_BUILDING),
        )

    def _index(self, key: str, kind: Any) -> None:  # noqa: ANN401
        if key not in self._known:
            with _guarded():
                self.client.create_payload_index(self.name, key, kind, wait=True)
            self._known.add(key)

    def write(self, points: Sequence[Point]) -> None:
        kind = models.PayloadSchemaType
        for point in points:
            for name in point.fields.get(conditions.FACETS, ()):
                self._index(f"{conditions.FACETS}.{name}", kind.KEYWORD)
            for name in point.fields.get(conditions.NUMBERS, ()):
                self._index(f"{conditions.NUMBERS}.{name}", kind.FLOAT)
        with _guarded():
            self.client.upsert(self.name, [_stored(each) for each in points], wait=True)

    def delete(self, ids: Sequence[int]) -> None:
        with _guarded():
            selector = models.PointIdsList(points=list(ids))
            self.client.delete(self.name, selector, wait=True)

    def remember(self, memory: dict[str, Any]) -> None:
        payload = {_MEMORY_FIELD: json.dumps(memory)}
        point = models.PointStruct(id=_MEMORY, vector={}, payload=payload)
        with _guarded():
            self.client.upsert(self.name, [point], wait=True)

    def recall(self) -> dict[str, Any]:
        with _guarded():
            found = self.client.retrieve(self.name, [_MEMORY], with_payload=True)
        return dict(json.loads((found[0].payload or {})[_MEMORY_FIELD])) if found else {}

    def _ranked(self, where: Condition, limit: int, **more: Any) -> list[Any]:  # noqa: ANN401
        with _guarded():
            return self.client.query_points(
                self.name,
                query_filter=self._compiler.filter(where),
                limit=limit,
                with_payload=False,
                **more,
            ).points

    def lexical(self, sparse: Sparse, where: Condition, limit: int) -> list[Found]:
        if not sparse.indices or limit < 1:
            return []
        vector = models.SparseVector(indices=sparse.indices, values=sparse.values)
        points = self._ranked(where, limit, query=vector, using=SPARSE)
        return [Found(each.id, each.score) for each in points]

    def dense(self, vector: Vector, where: Condition, limit: int) -> list[Found]:
        if not self.dim or limit < 1:
            return []
        effort = models.SearchParams(hnsw_ef=max(self._settings.effort, limit))
        points = self._ranked(
            where, limit, query=vector.tolist(), using=DENSE, search_params=effort
        )
        return [Found(each.id, each.score) for each in points]

    def listed(
        self, where: Condition, limit: int, offset: int = 0, sort: Sort | None = None
    ) -> list[int]:
        if limit < 1:
            return []
        order = None
        if sort is not None:
            key = f"{conditions.NUMBERS}.{sort.by}"
            if key not in self._known:
                return []
            way = models.Direction.DESC if sort.descending else models.Direction.ASC
            order = models.OrderByQuery(order_by=models.OrderBy(key=key, direction=way))
        points = self._ranked(where, limit, query=order, offset=offset)
        return [each.id for each in points]

    def count(self, where: Condition) -> int:
        with _guarded():
            return self.client.count(self.name, self._compiler.filter(where), exact=True).count

    def facet(self, key: str, where: Condition) -> dict[str, int]:
        if key not in self._known:
            return {}
        made = self._compiler.filter(where)
        with _guarded():
            found = self.client.facet(self.name, key, made, limit=_MOST_VALUES, exact=True)
        return {str(each.value): each.count for each in found.hits if each.count}

    def fetch(self, ids: Iterable[int], keys: Sequence[str]) -> dict[int, dict[str, Any]]:
        wanted = list(ids)
        if not wanted:
            return {}
        with _guarded():
            found = self.client.retrieve(self.name, wanted, with_payload=list(keys))
        return {int(each.id): each.payload or {} for each in found}

    def waiting(self) -> tuple[int, int]:
        with _guarded():
            info = self.client.get_collection(self.name)
        vectors = (info.points_count or 0) * (2 if self.dim else 1)
        return max(0, vectors - (info.indexed_vectors_count or 0)), info.segments_count

    def ready(self) -> None:
        """A server indexes words as they come."""

    def flush(self) -> None:
        """A server sees to that itself."""

    def optimize(self, *, alone: bool = False) -> bool:  # noqa: ARG002 -- the contract's
        """A server optimises by itself: there is never anything to do."""
        return False

    def snapshot(self, path: Path) -> None:
        """Made and kept by the server; the folder tells which one it is."""
        with _guarded():
            made = self.client.create_snapshot(self.name, wait=True)
        path.mkdir(parents=True)
        named = {"collection": self.name, "snapshot": made.name if made else None}
        (path / "snapshot.json").write_text(json.dumps(named))

    def clear(self) -> None:
        with _guarded():
            self.client.delete_collection(self.name)
        self._prepare()

    def close(self) -> None:
        self.client.close()


def _stored(point: Point) -> models.PointStruct:
    vectors: dict[str, Any] = {}
    if point.sparse.indices:
        sparse = point.sparse
        vectors[SPARSE] = models.SparseVector(indices=sparse.indices, values=sparse.values)
    if point.vector is not None:
        vectors[DENSE] = point.vector.tolist()
    return models.PointStruct(id=point.id, vector=vectors, payload=point.fields)
