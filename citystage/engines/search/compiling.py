"""Conditions in the words of an engine: one walk, one small dialect for each engine."""

from collections.abc import Collection, Sequence
from typing import Any, Protocol

from citystage.engines.search.conditions import (
    AnyOf,
    Around,
    Begins,
    Between,
    Condition,
    Contains,
    Every,
    Holds,
    Lacks,
    Not,
    Numbered,
    Some,
)
from citystage.engines.search.contract import Near, Range

type Made = Any
"""A filter or condition of the engine."""
type _OnField = AnyOf | Holds | Begins | Contains | Between | Around


class Dialect(Protocol):
    """How an engine writes each condition."""

    def every(self, parts: Sequence[Made]) -> Made: ...

    def some(self, parts: Sequence[Made]) -> Made: ...

    def none(self, parts: Sequence[Made]) -> Made: ...

    def numbered(self, ids: frozenset[int]) -> Made: ...

    def lacks(self, key: str) -> Made: ...

    def any_of(self, key: str, values: Sequence[str]) -> Made: ...

    def holds(self, key: str, keys: str) -> Made: ...

    def begins(self, key: str, beginning: str) -> Made: ...

    def contains(self, key: str, text: str) -> Made: ...

    def between(self, key: str, limits: Range) -> Made: ...

    def around(self, key: str, near: Near) -> Made: ...


class WordsUnread(LookupError):
    """A condition on words, of which no index has been made yet."""


class Compiler:
    """Writes conditions in a dialect; `known` are the fields that some document ever had.

    Those `later` are not known before they are needed: then WordsUnread is raised.
    """

    def __init__(
        self, dialect: Dialect, known: Collection[str], later: Collection[str] = ()
    ) -> None:
        self._dialect = dialect
        self._known = known
        self._later = later

    def filter(self, where: Condition) -> Made:
        """A condition as a whole filter."""
        return self._dialect.every([self._made(where)])

    def _made(self, where: Condition) -> Made:
        write = self._dialect
        match where:
            case Every(parts):
                return write.every([self._made(part) for part in parts])
            case Some(parts):
                nothing = write.numbered(frozenset())
                return write.some([self._made(part) for part in parts] or [nothing])
            case Not(part):
                return write.none([self._made(part)])
            case Numbered(ids):
                return write.numbered(ids)
            case Lacks(key):
                return write.lacks(key) if key in self._known else write.every([])
            case _:
                return self._on_field(where)

    def _on_field(self, where: _OnField) -> Made:
        if where.key not in self._known:
            if where.key in self._later:
                raise WordsUnread(where.key)
            return self._dialect.numbered(frozenset())
        return self._known_field(where)

    def _known_field(self, where: _OnField) -> Made:
        write = self._dialect
        match where:
            case AnyOf(key, values):
                return write.any_of(key, values)
            case Holds(key, keys):
                return write.holds(key, keys)
            case Begins(key, beginning):
                return write.begins(key, beginning)
            case Contains(key, text):
                return write.contains(key, text)
            case Between(key, limits):
                return write.between(key, limits)
            case Around(key, near):
                return write.around(key, near)


def limits_of(limits: Range) -> dict[str, float | None]:
    """A range as the four keywords every engine of this family has."""
    return {
        "gt": limits.low if limits.low_open else None,
        "gte": None if limits.low_open else limits.low,
        "lt": limits.high if limits.high_open else None,
        "lte": None if limits.high_open else limits.high,
    }
