"""Conditions on stored documents, in words of no particular store; and those of a query."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from citystage.engines.search import encoding
from citystage.engines.search.contract import Near, Query, Range
from citystage.engines.text.tokens import Term

# What a stored document is made of.
AUDIENCE: Final = "a"
KIND: Final = "k"
FACETS: Final = "f"
NUMBERS: Final = "n"
PLACE: Final = "g"
KEYS: Final = "t"
HEAD: Final = "h"
READING: Final = "p"
NAMES: Final = "y"
REFERENCE: Final = "r"
TITLE: Final = "i"
REVISION: Final = "v"


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of these values."""

    key: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holds:
    """All of these keys, given as one text."""

    key: str
    keys: str


@dataclass(frozen=True, slots=True)
class Begins:
    """A value that begins so."""

    key: str
    beginning: str


@dataclass(frozen=True, slots=True)
class Contains:
    """A text, letter for letter."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Between:
    """A number in these limits."""

    key: str
    range: Range


@dataclass(frozen=True, slots=True)
class Around:
    """A place so near."""

    key: str
    near: Near


@dataclass(frozen=True, slots=True)
class Lacks:
    """No value at all."""

    key: str


@dataclass(frozen=True, slots=True)
class Numbered:
    """One of these documents."""

    ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class Every:
    """All of them; of none: everything."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of them."""

    parts: "tuple[Condition, ...]"


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite."""

    part: "Condition"


type Condition = (
    AnyOf | Holds | Begins | Contains | Between | Around | Lacks | Numbered | Every | Some | Not
)


def every(parts: Iterable[Condition]) -> Every:
    return Every(tuple(parts))


def visible(audience: Iterable[str]) -> AnyOf:
    """What a reader with these tokens may find."""
    return AnyOf(AUDIENCE, tuple(sorted(audience)))


def of_kinds(kinds: frozenset[str] | None) -> list[Condition]:
    return [] if kinds is None else [AnyOf(KIND, tuple(sorted(kinds)))]


def of_query(query: Query) -> Every:
    """Everything a document must pass before its words and meaning are weighed."""
    parts: list[Condition] = [visible(query.audience), *of_kinds(query.kinds)]
    for name, values in query.facets.items():
        parts.append(AnyOf(f"{FACETS}.{name}", tuple(sorted(values))))
    for name, values in query.without.items():
        parts.append(Not(AnyOf(f"{FACETS}.{name}", tuple(sorted(values)))))
    for limits in query.ranges:
        inside = Between(f"{NUMBERS}.{limits.name}", limits)
        parts.append(Not(inside) if limits.excluded else inside)
    if query.near is not None:
        parts.append(Around(PLACE, query.near))
    parts += [held for text in query.phrases if (held := _phrase(text))]
    parts += [Not(held) for text in query.exclusions if (held := _phrase(text))]
    return every(parts)


def _phrase(text: str) -> Every | None:
    found = encoding.phrase(text)
    if found is None:
        return None
    keys, inside = found
    required: list[Condition] = [Holds(KEYS, keys)] if keys else []
    return every([*required, Contains(READING, inside)])


def of_terms(terms: Sequence[Term], key: str = KEYS) -> Every:
    """All the words, each in one of its ways.

    Words with one way only are asked for together: lists of documents are then met as wholes.
    """
    asked = [encoding.asked(term) for term in terms]
    plain = [one.ways[0] for one in asked if _is_plain(one)]
    together: list[Condition] = [Holds(key, " ".join(plain))] if plain else []
    return every([*together, *(_term(one, key) for one in asked if not _is_plain(one))])


def _is_plain(asked: encoding.Asked) -> bool:
    return len(asked.ways) == 1 and asked.beginning is None


def _term(asked: encoding.Asked, key: str) -> Some:
    ways: list[Condition] = [Holds(key, way) for way in asked.ways]
    if asked.beginning:
        ways.append(Begins(NAMES, asked.beginning))
    return Some(tuple(ways))


def contradiction(query: Query) -> str | None:
    """The name of a filter that no document can pass, if there is one."""
    if query.kinds is not None and not query.kinds:
        return KIND_NAME
    for name, values in query.facets.items():
        if not values - query.without.get(name, frozenset()):
            return name
    return _contradicting_range(query.ranges) or _contradicting_place(query.near)


KIND_NAME: Final = "kind"
NEAR_NAME: Final = "near"


def _contradicting_range(ranges: Sequence[Range]) -> str | None:
    limits: dict[str, tuple[float, float]] = {}
    for each in ranges:
        if each.excluded:
            continue
        low, high = limits.get(each.name, (-math.inf, math.inf))
        low = max(low, -math.inf if each.low is None else each.low)
        high = min(high, math.inf if each.high is None else each.high)
        limits[each.name] = low, high
        if math.isnan(each.low or 0) or math.isnan(each.high or 0):
            return each.name
        touching = low == high and (each.low_open or each.high_open)
        if not low <= high or touching:
            return each.name
    return None


def _contradicting_place(near: Near | None) -> str | None:
    if near is None or near.kilometres >= 0:
        return None
    return NEAR_NAME
