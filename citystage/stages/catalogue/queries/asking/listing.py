"""Lists narrowed by words: the same language as the search, public records only, words only."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from django.db.models import QuerySet

from citystage.engines.search.contract import Sort as By
from citystage.foundation.index.asking import searcher
from citystage.foundation.index.away import IndexAway, Why
from citystage.stages.catalogue.audience import PUBLIC
from citystage.stages.catalogue.models import SearchDocument
from citystage.stages.catalogue.queries.asking import by_index, by_words
from citystage.stages.catalogue.queries.asking.question import Question
from citystage.stages.catalogue.queries.asking.reading import read

_EVERYBODY: Final = frozenset({PUBLIC})
# What the index can order by: number and whether it runs downwards.
_SORTS: Final = {
    "newest": By("published"),
    "changed": By("changed"),
    "budget": By("money"),
    "deadline": By("until", descending=False),
}
# The index pages through so many; whoever looks further is served by the database.
_DEEPEST: Final = 5_000


def question(words: str, kind: str, chosen: Mapping[str, Iterable[str]] | None = None) -> Question:
    """The words of a list of one kind, with what its facets narrow."""
    return replace(read(words, chosen), kinds=frozenset({kind}))


def holding(words: str, kind: str) -> QuerySet[SearchDocument]:
    """The public documents of one kind that a question finds, in the database."""
    asked = question(words, kind)
    if asked.contradiction or not asked:
        return SearchDocument.objects.none()
    return by_words.documents(asked, _EVERYBODY)


def tally(asked: Question, parts: Iterable[str]) -> tuple[int, dict[str, dict[str, int]]]:
    """How many the index finds, and how many of each value; raises IndexAway."""
    if asked.contradiction:
        return 0, {name: {} for name in parts}
    names = tuple(parts)
    total, counted = by_index.tally(asked, _EVERYBODY, names, asked=searcher())
    return total, {name: dict(counted.get(name, {})) for name in names}


def page(asked: Question, sort: str, part: slice) -> list[int]:
    """Ids of one page in an order the index knows; raises IndexAway for another."""
    order = _SORTS.get(sort.removeprefix("-"), _SORTS["newest"])
    offset, stop = part.start or 0, part.stop or 0
    if sort.removeprefix("-") == "title" or stop > _DEEPEST or asked.contradiction:
        raise IndexAway(Why.OFF)
    if sort.startswith("-"):
        order = By(order.by, descending=not order.descending)
    return by_index.page(asked, _EVERYBODY, order, offset, stop - offset, asked=searcher())
