"""The contract of a search index: documents in, queries answered; who keeps them is open.

An index is derived and may be lost. It stores the cursor of the feed together with the documents,
so it is never ahead of its data; a document is found as soon as `apply` returns. Every query names
its reader's audience tokens: hits, totals, facets and suggestions speak only of documents that
share one of them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from citystage.engines.text.tokens import Term

type Vector = NDArray[np.float32]
"""One unit-length embedding of shape (dim,)."""
type Cursor = Sequence[int | str]
"""Where the follower of the feed stands; the index only keeps it."""

KIND: Final = "kind"
"""What kinds are counted under when `Query.count` asks for them."""


class SearchFault(Exception):
    """Base of what an index may say no with."""


class WrongVector(SearchFault, ValueError):
    """A vector has another size than the index, or holds what is no number."""


class NoAudience(SearchFault, ValueError):
    """A query or document names nobody who may see it."""


class IndexFull(SearchFault, OSError):
    """There is no room to write; what was written before stays readable."""


class IndexBusy(SearchFault, RuntimeError):
    """Another process owns the folder."""


class IndexBroken(SearchFault, RuntimeError):
    """The index failed within; it must be opened anew and is rebuilt if need be."""


@dataclass(frozen=True, slots=True)
class Place:
    """Degrees of WGS 84."""

    latitude: float
    longitude: float


# Of the 63 bits of an id: whether the name can be read from it, its kind, its number.
_TELLING: Final = 1 << 62
_NUMBER_BITS: Final = 40
_PLAIN_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,12}")


def identify(reference: str) -> int:
    """The number of a document by its name `kind:number`: 63 bits, the same everywhere.

    Kind and number can be told from it (`named`); of any other name it is a hash.
    """
    kind, _, written = reference.partition(":")
    if _PLAIN_NUMBER.fullmatch(written) and (number := int(written)) < 1 << _NUMBER_BITS:
        return _TELLING | kind_sign(kind) << _NUMBER_BITS | number
    return int.from_bytes(blake2b(reference.encode(), digest_size=8).digest()) >> 2


@lru_cache(maxsize=256)
def kind_sign(kind: str) -> int:
    """22 bits for a kind."""
    return int.from_bytes(blake2b(kind.encode(), digest_size=8).digest()) >> 42


def named(number: int, kinds: Mapping[int, str]) -> str | None:
    """The reference behind an id, by the kinds known by their signs; None if it cannot be told."""
    if not number & _TELLING:
        return None
    kind = kinds.get((number ^ _TELLING) >> _NUMBER_BITS)
    return None if kind is None else f"{kind}:{number & ((1 << _NUMBER_BITS) - 1)}"


@dataclass(frozen=True, slots=True)
class Document:
    """One findable thing. `reference` is its name (`scenario:37`) and begins with its `kind`; texts
    are raw, not folded.

    `names` are found by pinyin and initials too. `facets` and `numbers` are named
    `[a-z][a-z0-9_]*`. `revision` tells two writings apart.
    """

    reference: str
    kind: str
    title: str
    audience: frozenset[str]
    names: tuple[str, ...] = ()
    body: str = ""
    facets: Mapping[str, Sequence[str]] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)
    place: Place | None = None
    vector: Vector | None = None
    revision: int = 0

    @property
    def id(self) -> int:
        """Its number in the index."""
        return identify(self.reference)


@dataclass(frozen=True, slots=True)
class Range:
    """A number between `low` and `high`, both included unless open; None is without limit."""

    name: str
    low: float | None = None
    high: float | None = None
    low_open: bool = False
    high_open: bool = False
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """Within so many kilometres of a place."""

    place: Place
    kilometres: float


@dataclass(frozen=True, slots=True)
class Sort:
    """By a number instead of by fit; documents without it come last."""

    by: str
    descending: bool = True


class Require(StrEnum):
    """How many of the words a document must hold."""

    ALL_FIRST = "all_first"
    """All of them; if no document does, any of them."""
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked, by whom.

    `terms` come from `text.tokens.query_terms`, with synonyms. A document that holds all `phrases`
    (and `exclusions` not at all) word for word is let through. `facets` and `without` are any-of
    within a name, all-of between names. With a `vector`, up to `reach` documents nearest in
    meaning join those that hold the words (None: as the settings say); with neither words nor
    vector all that the filters let through match. `count` names the facets wanted with the answer
    (`KIND` too); each is counted over all matches.
    """

    audience: frozenset[str]
    terms: tuple[Term, ...] = ()
    phrases: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()
    kinds: frozenset[str] | None = None
    facets: Mapping[str, frozenset[str]] = field(default_factory=dict)
    without: Mapping[str, frozenset[str]] = field(default_factory=dict)
    ranges: tuple[Range, ...] = ()
    near: Near | None = None
    vector: Vector | None = None
    reach: int | None = None
    require: Require = Require.ALL_FIRST
    sort: Sort | None = None
    limit: int = 20
    offset: int = 0
    count: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found. `lexical` is its BM25 weight, `dense` its cosine; None if that arm was
    not asked or does not know it. Scores compare only within one answer.
    """

    id: int
    reference: str
    kind: str
    score: float
    lexical: float | None = None
    dense: float | None = None


class How(StrEnum):
    """What an answer rests on."""

    WORDS = "words"
    HYBRID = "hybrid"
    MEANING = "meaning"
    FILTERS = "filters"


@dataclass(frozen=True, slots=True)
class Answer:
    """`total` counts all matches; `by_meaning` of them joined without holding the words.

    `loosened`: no document held all words, so these hold some. `contradiction` names the filter
    that nothing can pass; the answer is then empty.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    took: float = 0.0
    how: How = How.WORDS
    loosened: bool = False
    by_meaning: int = 0
    contradiction: str | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A document whose title or name goes on as typed."""

    id: int
    reference: str
    kind: str
    title: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What was typed so far, as terms (the last one open-ended), and who types."""

    audience: frozenset[str]
    terms: tuple[Term, ...]
    kinds: frozenset[str] | None = None
    limit: int = 8


@dataclass(frozen=True, slots=True)
class Status:
    """How an index stands; `waiting` documents are searched without the fast vector structure."""

    documents: int
    cursor: Cursor | None
    dim: int
    waiting: int = 0
    segments: int = 0


class Index(Protocol):
    """Safe for several threads that read and one that writes."""

    def apply(
        self,
        documents: Sequence[Document] = (),
        *,
        deleted: Sequence[int] = (),
        cursor: Cursor | None = None,
    ) -> None:
        """Write, then delete, then move the cursor; whole documents replace their former selves.

        Raises WrongVector and NoAudience before anything is written, IndexFull without loss.
        """
        ...

    def search(self, query: Query) -> Answer:
        """Raises WrongVector and NoAudience."""
        ...

    def suggest(self, wish: Wish) -> tuple[Suggestion, ...]:
        """Documents whose title or names hold every term, best first."""
        ...

    def count(self, audience: frozenset[str] | None = None) -> int:
        """Documents that share a token; without an audience all there are."""
        ...

    @property
    def cursor(self) -> Cursor | None:
        """Where to follow on; None when the index must be filled from the beginning."""
        ...

    def status(self) -> Status: ...

    def ready(self) -> None:
        """Make what a fill left out, before the first search by words does; long after a fill."""
        ...

    def optimize(self, *, alone: bool = False) -> bool:
        """Build the fast structures; long. True if there was something to do.

        `alone`: nobody writes meanwhile, and who asks is told that the index is broken. What it
        holds in memory may be let go of for that time.
        """
        ...

    def snapshot(self, path: Path) -> None:
        """A copy that can be opened, into a folder that does not exist yet."""
        ...

    def clear(self) -> None:
        """Empty, with no cursor: the follower then rebuilds from the beginning."""
        ...

    def close(self) -> None: ...
