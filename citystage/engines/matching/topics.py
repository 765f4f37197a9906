"""Topics: a map of what is wanted and what is offered, and where one lacks the other."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

MOST_TERMS: Final = 1_024
"""Words that make the vectors where none are given."""
MOST_TOPICS: Final = 60
_WORDS: Final = 6
_LEAST_TO_CENTRE: Final = 20
_ALIKE: Final = 1e-3
_ROUNDS: Final = 30
_COMMON: Final = 0.5
"""A word in more than this share of the records tells no topics apart."""
_SPAN_SHARE: Final = 0.5
"""A word held by a longer one in so many of its records is left to that one: 无人 by 无人机."""

# Words of every need and every product.
_GENERAL_WORDS: Final = """
应用 场景 智能 系统 平台 服务 项目 建设 技术 方向 需求 功能 管理 实现 支持 提供 开展
不少 不少于 以上 以及
综合 产品 方案 解决方案 采购 system platform service services project technology solution
"""
_GENERAL: Final = frozenset(_GENERAL_WORDS.split())

type Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Topic:
    """A cluster: its telling `words` first, its `members` (positions) the nearest to it first.

    `closeness`: mean cosine of its members to its middle, 0..1; `place`: where it lies on a map,
    x and y in -1..1, related topics near one another.
    """

    number: int
    words: tuple[str, ...]
    members: tuple[int, ...]
    demands: int
    supplies: int
    closeness: float
    place: tuple[float, float]

    @property
    def white(self) -> Literal["demand", "supply", ""]:
        """`demand`: wanted and offered by nobody; `supply`: offered and wanted by nobody."""
        if not self.supplies:
            return "demand"
        return "" if self.demands else "supply"


def topics(
    tokens: Sequence[Sequence[str]],
    is_demand: Sequence[bool],
    *,
    vectors: Matrix | None = None,
    count: int | None = None,
) -> tuple[Topic, ...]:
    """Clusters of n records, the largest first; the same input gives the same map.

    `tokens`: the words of each record, for names and, without vectors, for likeness by tf-idf
    over the `MOST_TERMS` most telling ones. `vectors`: float32 (n, dim) of unit length; a record
    whose row is zero is in no topic; each side is taken from its own mean, so that the wording of
    needs parts them from no offer. `count`: how many; else about the square root of half the
    records. Spherical k-means (Dhillon and Modha 2001) from far-apart seeds; names by class-based
    tf-idf (Grootendorst 2022). Raises ValueError when lengths differ.
    """
    if len(tokens) != len(is_demand) or (vectors is not None and len(vectors) != len(tokens)):
        raise ValueError("tokens, is_demand and vectors tell of different numbers of records")
    rows = _by_words(tokens) if vectors is None else _centred(vectors, np.asarray(is_demand, bool))
    used = np.flatnonzero(np.any(rows != 0, axis=1)) if rows.size else np.zeros(0, np.intp)
    if not len(used):
        return ()
    rows = rows[used]
    wanted = count or round((len(used) / 2) ** 0.5)
    labels, middles = _clusters(rows, max(1, min(wanted, len(used), MOST_TOPICS)))
    names = _names([tokens[at] for at in used.tolist()], labels, len(middles))
    closeness = np.einsum("ij,ij->i", rows, middles[labels])
    places = _places(middles).astype(np.float64).round(4).tolist()
    found = [
        _topic(used[nearest], closeness[nearest], is_demand, names[label], places[label])
        for label in range(len(middles))
        for nearest in [_nearest(labels == label, closeness)]
    ]
    found.sort(key=lambda topic: (-len(topic.members), topic.members))
    return tuple(replace(topic, number=number) for number, topic in enumerate(found, 1))


def _nearest(mine: NDArray[np.bool_], closeness: Matrix) -> NDArray[np.intp]:
    """Rows of a cluster, the nearest to its middle first."""
    inside = np.flatnonzero(mine)
    return inside[np.argsort(-closeness[inside], kind="stable")]


def _topic(
    members: NDArray[np.intp],
    closeness: Matrix,
    is_demand: Sequence[bool],
    words: tuple[str, ...],
    place: list[float],
) -> Topic:
    positions: list[int] = members.tolist()
    demands = sum(is_demand[at] for at in positions)
    mean = round(float(closeness.mean()), 4)
    x, y = place
    supplies = len(positions) - demands
    return Topic(0, words, tuple(positions), demands, supplies, mean, (x, y))


def _by_words(tokens: Sequence[Sequence[str]]) -> Matrix:
    """tf-idf rows of unit length over the most telling words: (n, at most MOST_TERMS)."""
    documents = Counter(word for words in tokens for word in set(words))
    telling = sorted(
        (word for word, count in documents.items() if 1 < count <= max(2, _COMMON * len(tokens))),
        key=lambda word: (-documents[word], word),
    )[:MOST_TERMS]
    column = {word: at for at, word in enumerate(telling)}
    rows = np.zeros((len(tokens), len(telling)), np.float32)
    for at, words in enumerate(tokens):
        for word, times in Counter(words).items():
            if word in column:
                rows[at, column[word]] = 1 + np.log(times)
    rows *= np.array([np.log(len(tokens) / documents[word]) for word in telling], np.float32)
    return _unit(rows)


def _centred(vectors: Matrix, is_demand: NDArray[np.bool_]) -> Matrix:
    """Each side without its own mean, so that how needs are worded parts them from no offer.

    Sides of a few records keep theirs; rows of zeros stay so.
    """
    rows = vectors.astype(np.float32)
    for side in (is_demand, ~is_demand):
        mine = side & np.any(rows != 0, axis=1)
        apart = rows[mine] - rows[mine].mean(axis=0, keepdims=True) if mine.any() else rows[mine]
        # Where all say the same, nothing is left but noise.
        if len(apart) >= _LEAST_TO_CENTRE and np.linalg.norm(apart, axis=1).max() > _ALIKE:
            rows[mine] = apart
    return _unit(rows)


def _unit(rows: Matrix) -> Matrix:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths == 0, 1, lengths), np.float32)


def _clusters(rows: Matrix, count: int) -> tuple[NDArray[np.intp], Matrix]:
    """Label of every row and the unit middles (k, dim); no cluster is empty."""
    middles = _seeds(rows, count)
    labels = np.full(len(rows), -1, np.intp)
    for _ in range(_ROUNDS):
        likeness = rows @ middles.T
        nearest = np.argmax(likeness, axis=1)
        if np.array_equal(nearest, labels):
            break
        labels = nearest
        belongs = labels[:, np.newaxis] == np.arange(len(middles))
        sums = belongs.astype(np.float32).T @ rows
        middles = _unit(np.where(np.any(sums != 0, axis=1, keepdims=True), sums, middles))
    kept, labels = np.unique(labels, return_inverse=True)
    return labels, middles[kept]


def _seeds(rows: Matrix, count: int) -> Matrix:
    """Rows to begin with: the one nearest to the middle of all, then each far from those before.

    Far is the ninth decile, not the farthest, so that a lone oddity does not open a topic.
    """
    first = int(np.argmax(rows @ rows.mean(axis=0)))
    chosen = [first]
    nearest = rows @ rows[first]
    while len(chosen) < count:
        order = np.argsort(nearest, kind="stable")
        pick = int(order[len(order) // 10])
        if nearest[pick] >= 1 - 1e-6:
            pick = int(order[0])
        if nearest[pick] >= 1 - 1e-6:
            break
        chosen.append(pick)
        nearest = np.maximum(nearest, rows @ rows[pick])
    return rows[chosen].copy()


def _names(
    tokens: Sequence[Sequence[str]], labels: NDArray[np.intp], count: int
) -> list[tuple[str, ...]]:
    """Words often in a topic and rare in the others; single letters and numbers name nothing."""
    inside: list[Counter[str]] = [Counter() for _ in range(count)]
    for words, label in zip(tokens, labels.tolist(), strict=True):
        inside[label].update(word for word in set(words) if _names_something(word))
    everywhere: Counter[str] = Counter()
    for counts in inside:
        everywhere.update(counts)
    mean = everywhere.total() / count
    return [_telling(counts, everywhere, mean) for counts in inside]


def _names_something(word: str) -> bool:
    return (
        len(word) > 1
        and word[0].isalnum()
        and word not in _GENERAL
        and not any(map(str.isdecimal, word))
    )


def _telling(counts: Counter[str], everywhere: Counter[str], mean: float) -> tuple[str, ...]:
    weights = {
        word: times * float(np.log1p(mean / everywhere[word])) for word, times in counts.items()
    }
    chosen: list[str] = []
    for word in sorted(weights, key=lambda word: (-weights[word], word)):
        longer = next((one for one in chosen if word in one or one in word), None)
        if longer is None:
            chosen.append(word)
        elif longer in word and counts[word] >= _SPAN_SHARE * counts[longer]:
            chosen[chosen.index(longer)] = word
        if len(chosen) > _WORDS:
            break
    return tuple(chosen[:_WORDS])


def _places(middles: Matrix) -> Matrix:
    """Two principal components of the middles, scaled into -1..1; the first row's signs are +."""
    centred = middles - middles.mean(axis=0)
    left, sizes, _ = np.linalg.svd(centred, full_matrices=False)
    flat = np.zeros((len(middles), 2), np.float32)
    width = min(2, left.shape[1])
    flat[:, :width] = left[:, :width] * sizes[:width]
    flat *= np.where(flat[np.abs(flat).argmax(axis=0), [0, 1]] < 0, -1, 1)
    largest = float(np.abs(flat).max())
    return flat / np.float32(largest) if largest > 0 else flat
