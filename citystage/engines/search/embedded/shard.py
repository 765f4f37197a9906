"""One Qdrant Edge shard: how it is made, written and asked."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import qdrant_edge as edge

from citystage.engines.search import conditions
from citystage.engines.search.compiling import Compiler, WordsUnread
from citystage.engines.search.conditions import AnyOf, Condition, Every
from citystage.engines.search.contract import IndexBroken, Sort, Vector
from citystage.engines.search.embedded.dialect import EdgeDialect
from citystage.engines.search.encoding import Sparse
from citystage.engines.search.store import Found, Point, Settings

DENSE: Final = "d"
SPARSE: Final = "s"
# The one point that is no document: what the index remembers. No document has such a number.
_MEMORY: Final = 2**64 - 1
_MEMORY_FIELD: Final = "m"
_MOST_VALUES: Final = 10_000
_LINKS, _BUILDING = 16, 100
_QUANTILE: Final = 0.995
# So many at least are compared by the whole vectors: recall .998 of the first ten, not .95.
_RESCORED: Final = 30
# Filters that let fewer kilobytes of vectors through are searched one by one.
_SCANNED_KB: Final = 8_000
_WALKED_THROUGH: Final = 0.5
# Walking through what is barred finds as much with less effort: .99 of the first ten right.
_EASED, _EASED_BY_LINKS = 2, 4

_NOT_THE_ENGINES: Final = (
    KeyboardInterrupt, SystemExit, OSError, ValueError, TypeError, MemoryError, WordsUnread,
)  # fmt: skip

type _Update = Any


@contextmanager
def guarded() -> Iterator[None]:
    """Errors of the engine as ours; it panics in other ways than it raises."""
    try:
        yield
    except _NOT_THE_ENGINES:
        raise
    except BaseException as error:
        raise IndexBroken(str(error)) from error


def configuration(dim: int, threads: int = 0) -> edge.EdgeConfig:
    whole = edge.EdgeVectorParams(size=dim, distance=edge.Distance.Dot, memory=edge.Memory.Cold)
    weights = edge.EdgeSparseVectorParams(modifier=edge.Modifier.Idf, memory=edge.Memory.Cold)
    # What each search reads is held; "cached" would be read page by page at each opening.
    return edge.EdgeConfig(
        vectors={DENSE: whole} if dim else None,
        sparse_vectors={SPARSE: weights},
        hnsw_config=edge.HnswIndexConfig(
            m=_LINKS,
            ef_construct=_BUILDING,
            full_scan_threshold=_SCANNED_KB,
            max_indexing_threads=threads,
            memory=edge.Memory.Pinned,
        ),
        # Bytes are compared, the best few by the whole vectors: half the time to build.
        quantization_config=edge.ScalarQuantizationConfig(
            type=edge.ScalarType.Int8, quantile=_QUANTILE, memory=edge.Memory.Pinned
        ),
        optimizers=edge.EdgeOptimizersConfig(default_segment_number=1),
    )


def _text_index() -> edge.TextIndexParams:
    # No links of their own for words: there would be thousands of them.
    return edge.TextIndexParams(
        tokenizer=edge.TokenizerType.Whitespace,
        lowercase=False,
        enable_hnsw=False,
        memory=edge.Memory.Pinned,
    )


# Hardly a field has links of its own among the vectors (each makes the building longer): filters
# that let through less than half walk on through what they bar.
def _keywords(*, prefix: bool = False, linked: bool = False) -> edge.KeywordIndexParams:
    return edge.KeywordIndexParams(prefix=prefix, enable_hnsw=linked)


def _numbers() -> edge.FloatIndexParams:
    return edge.FloatIndexParams(enable_hnsw=False)


_FIELDS: Final[dict[str, Callable[[], Any]]] = {
    conditions.AUDIENCE: _keywords,
    conditions.KIND: _keywords,
    conditions.NAMES: lambda: _keywords(prefix=True),
    conditions.PLACE: lambda: edge.GeoIndexParams(enable_hnsw=False),
}

# Indexed once a first search by words asks for them: filling takes half the time without, and
# optimising makes them anew anyway.
_TEXTS: Final = (conditions.KEYS, conditions.HEAD)


# So many lie in each city of a large index that walking through what is barred finds too few.
LINKED: Final = frozenset({f"{conditions.FACETS}.city"})


def index_words(shard: edge.EdgeShard) -> None:
    """The indexes of words, where they are missing."""
    for key in _TEXTS:
        index_field(shard, key)


def index_field(shard: edge.EdgeShard, key: str) -> None:
    """The index of a field, where it is missing."""
    if key not in shard.info().payload_schema:
        shard.update(edge.UpdateOperation.create_field_index(key, _index_of(key)))


def _index_of(key: str) -> Any:  # noqa: ANN401 -- the engine's parameters have no common type
    if key in _TEXTS:
        return _text_index()
    if key in _FIELDS:
        return _FIELDS[key]()
    numbers = key.partition(".")[0] == conditions.NUMBERS
    return _numbers() if numbers else _keywords(linked=key in LINKED)


class Shard:
    """Open one, use it, close it; of the threads that use it one at most writes."""

    def __init__(self, path: Path, dim: int, settings: Settings) -> None:
        self.path = path
        self.dim = dim
        self._settings = settings
        with guarded():
            if (path / "edge_config.json").exists():
                self._edge = edge.EdgeShard.load(str(path))
            else:
                path.mkdir(parents=True, exist_ok=True)
                self._edge = edge.EdgeShard.create(str(path), configuration(dim))
            self.known = set(self._edge.info().payload_schema)
            for key in _FIELDS:
                self._index(key)
        # Phrases are looked for in texts without an index of their own.
        self.known.add(conditions.READING)
        self._compiler = Compiler(EdgeDialect(), self.known, _TEXTS)

    def ready(self) -> None:
        """Words can be asked for from here on."""
        if not self.known.issuperset(_TEXTS):
            with guarded():
                index_words(self._edge)
            self.known.update(_TEXTS)

    def _update(self, operation: _Update) -> None:
        with guarded():
            self._edge.update(operation)

    def _index(self, key: str) -> None:
        if key not in self.known:
            with guarded():
                index_field(self._edge, key)
            self.known.add(key)

    def write(self, points: Sequence[Point]) -> None:
        for point in points:
            for name in point.fields.get(conditions.FACETS, ()):
                self._index(f"{conditions.FACETS}.{name}")
            for name in point.fields.get(conditions.NUMBERS, ()):
                self._index(f"{conditions.NUMBERS}.{name}")
        self._update(edge.UpdateOperation.upsert_points([_stored(each) for each in points]))

    def copy(self, other: "Shard", ids: Sequence[int]) -> None:
        """Make these documents here as they are in another shard, gone ones gone."""
        with guarded():
            there = other.whole(ids)
            points = [edge.Point(each.id, each.vector, each.payload) for each in there]
        for key in other.known - self.known - {*_TEXTS}:
            self._index(key)
        if points:
            self._update(edge.UpdateOperation.upsert_points(points))
        if gone := set(ids) - {each.id for each in there}:
            self.delete(sorted(gone))

    def whole(self, ids: Sequence[int]) -> list[Any]:
        """Documents with all their vectors and fields."""
        return self._edge.retrieve([*ids], with_payload=True, with_vector=True)

    def delete(self, ids: Sequence[int]) -> None:
        self._update(edge.UpdateOperation.delete_points([*ids]))

    def remember(self, memory: dict[str, Any]) -> None:
        point = edge.Point(_MEMORY, {}, {_MEMORY_FIELD: json.dumps(memory)})
        self._update(edge.UpdateOperation.upsert_points([point]))

    def recall(self) -> dict[str, Any]:
        with guarded():
            found = self._edge.retrieve([_MEMORY], with_payload=True, with_vector=False)
        return dict(json.loads((found[0].payload or {})[_MEMORY_FIELD])) if found else {}

    def _query(self, request: edge.QueryRequest) -> list[Any]:
        with guarded():
            return self._edge.query(request)

    def lexical(self, sparse: Sparse, where: Condition, limit: int) -> list[Found]:
        if not sparse.indices or limit < 1:
            return []
        vector = edge.SparseVector(sparse.indices, sparse.values)
        request = edge.QueryRequest(
            limit=limit,
            query=edge.Query.Nearest(vector, using=SPARSE),
            filter=self._compiler.filter(where),
            with_payload=False,
        )
        return [Found(each.id, each.score) for each in self._query(request)]

    def dense(self, vector: Vector, where: Condition, limit: int) -> list[Found]:
        if not self.dim or limit < 1:
            return []
        filtered = self._compiler.filter(where)
        request = edge.QueryRequest(
            limit=limit,
            query=edge.Query.Nearest(vector.tolist(), using=DENSE),
            filter=filtered,
            with_payload=False,
            params=edge.SearchParams(
                hnsw_ef=max(self._effort(where, filtered), limit),
                acorn=edge.AcornSearchParams(enable=True, max_selectivity=_WALKED_THROUGH),
                quantization=edge.QuantizationSearchParams(
                    rescore=True, oversampling=max(1.0, _RESCORED / limit)
                ),
            ),
        )
        return [Found(each.id, each.score) for each in self._query(request)]

    def _effort(self, where: Condition, filtered: Any) -> int:  # noqa: ANN401
        """How wide the search is: less where most is barred, and least among linked ones."""
        with guarded():
            every = self._edge.count(edge.CountRequest(exact=False))
            passing = self._edge.count(edge.CountRequest(exact=False, filter=filtered))
        if passing >= _WALKED_THROUGH * every:
            return self._settings.effort
        return self._settings.effort // (_EASED_BY_LINKS if _is_linked(where) else _EASED)

    def listed(
        self, where: Condition, limit: int, offset: int = 0, sort: Sort | None = None
    ) -> list[int]:
        if limit < 1:
            return []
        order = None
        if sort is not None:
            key = f"{conditions.NUMBERS}.{sort.by}"
            if key not in self.known:
                return []
            way = edge.Direction.Desc if sort.descending else edge.Direction.Asc
            order = edge.OrderBy(key, way)
        request = edge.QueryRequest(
            limit=limit,
            offset=offset,
            query=order,
            filter=self._compiler.filter(where),
            with_payload=False,
        )
        return [each.id for each in self._query(request)]

    def count(self, where: Condition) -> int:
        with guarded():
            return self._edge.count(
                edge.CountRequest(exact=True, filter=self._compiler.filter(where))
            )

    def facet(self, key: str, where: Condition) -> dict[str, int]:
        if key not in self.known:
            return {}
        request = edge.FacetRequest(key, limit=_MOST_VALUES, filter=self._compiler.filter(where))
        with guarded():
            return {str(each.value): each.count for each in self._edge.facet(request).hits}

    def fetch(self, ids: Iterable[int], keys: Sequence[str]) -> dict[int, dict[str, Any]]:
        wanted = list(ids)
        if not wanted:
            return {}
        selector = edge.PayloadSelector.Include(list(keys))
        with guarded():
            found = self._edge.retrieve([*wanted], with_payload=selector, with_vector=False)
        return {int(each.id): each.payload or {} for each in found}

    def waiting(self) -> tuple[int, int]:
        with guarded():
            info = self._edge.info()
            vectors = sum(self._having(name) for name in (SPARSE, DENSE)[: 1 + bool(self.dim)])
        return max(0, vectors - info.indexed_vectors_count), info.segments_count

    def _having(self, name: str) -> int:
        having = edge.Filter(must=[edge.HasVectorCondition(name)])
        return self._edge.count(edge.CountRequest(exact=True, filter=having))

    def flush(self) -> None:
        with guarded():
            self._edge.flush()

    def optimize(self) -> bool:
        with guarded():
            return self._edge.optimize()

    def close(self) -> None:
        with guarded():
            self._edge.close()


def _is_linked(where: Condition) -> bool:
    """Whether a field with links of its own has to be one of a few values."""
    match where:
        case Every(parts):
            return any(map(_is_linked, parts))
        case AnyOf(key):
            return key in LINKED
    return False


def _stored(point: Point) -> edge.Point:
    vectors: dict[str, Any] = {}
    if point.sparse.indices:
        vectors[SPARSE] = edge.SparseVector(point.sparse.indices, point.sparse.values)
    if point.vector is not None:
        vectors[DENSE] = point.vector
    return edge.Point(point.id, vectors, point.fields)
