"""A question as it was understood: words, conditions, and the parts one may take back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from citystage.engines.search.contract import Near, Range
from citystage.engines.search.language import Operator, Query, Trouble
from citystage.engines.text.tokens import Term as Word
from citystage.stages.catalogue.queries.asking.names import Said

type Codes = Mapping[str, frozenset[str]]

_NOTHING: Codes = MappingProxyType({})


class Sort(StrEnum):
    """How answers are ordered."""

    FIT = "fit"
    NEWEST = "newest"
    MONEY = "money"
    DISTANCE = "distance"


@dataclass(frozen=True, slots=True)
class Note:
    """A trouble, the field it is about, and the piece of the question."""

    trouble: Trouble
    name: str = ""
    piece: str = ""


class Sense(StrEnum):
    """What a part of a question is."""

    WORD = "word"
    PHRASE = "phrase"
    EXCLUSION = "exclusion"
    CONDITION = "condition"


@dataclass(frozen=True, slots=True)
class Part:
    """One part as it was understood. ``rest`` is the question's text without it."""

    sense: Sense
    value: str
    rest: str
    name: str = ""
    operator: Operator = Operator.IS
    upper: str = ""
    excluded: bool = False
    labels: tuple[Said, ...] = ()
    # False for a condition that could not be understood (a note says so).
    taken: bool = True


@dataclass(frozen=True, slots=True)
class Question:
    """Words and conditions; of each facet any value will do, between facets all must hold."""

    text: str = ""
    query: Query = field(default_factory=Query)
    words: tuple[Word, ...] = ()
    kinds: frozenset[str] = frozenset()
    facets: Codes = _NOTHING
    barred: Codes = _NOTHING
    ranges: tuple[Range, ...] = ()
    near: Near | None = None
    sort: Sort = Sort.FIT
    parts: tuple[Part, ...] = ()
    notes: tuple[Note, ...] = ()
    # The facet, or number, on which two conditions exclude each other.
    contradiction: str = ""

    def __bool__(self) -> bool:
        """Whether anything at all is asked."""
        return bool(self.query or self.facets or self.kinds or self.ranges or self.near)

    @property
    def forms(self) -> list[str]:
        """All spellings to mark on screen."""
        words = [form for word in self.words for form in word.forms]
        return [*words, *self.query.phrases]
