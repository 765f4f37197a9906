"""What a question is answered with, whoever answers it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from citystage.engines.search.contract import KIND
from citystage.stages.catalogue.queries.asking.reading import FACETS

PER_PAGE: Final = 20
# Pages lie within the first so many answers; whoever looks further asks more closely.
FARTHEST: Final = 1_000
COUNTED: Final = tuple(KIND if name == "kind" else name for name in FACETS if name != "owner")


class Source(StrEnum):
    """Who answered."""

    INDEX = "index"
    # The index is there, but has not seen the latest changes.
    CATCHING_UP = "catching_up"
    DATABASE = "database"


@dataclass(frozen=True, slots=True)
class Found:
    """One answer: what it is, and whether only its meaning fits, not its words."""

    kind: str
    object_id: int
    by_meaning: bool = False


type Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of answers, best first. ``facets`` count what a click would leave."""

    found: Sequence[Found] = ()
    total: int = 0
    facets: Counts = field(default_factory=dict)
    # Not all words are found anywhere together; shown is what holds some of them.
    loosened: bool = False
    by_meaning: int = 0
    source: Source = Source.DATABASE
    # Changes the index has not seen yet.
    behind: int = 0

    @property
    def kinds(self) -> Mapping[str, int]:
        """How many of each kind."""
        return self.facets.get(KIND, {})
