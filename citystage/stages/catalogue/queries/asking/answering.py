"""Who answers a question: the index, or the database whenever the index is away."""

from collections.abc import Callable
from dataclasses import replace

from citystage.foundation.access.stamps import Actor
from citystage.foundation.index.asking import searcher
from citystage.foundation.index.away import IndexAway
from citystage.foundation.index.client import Client
from citystage.stages.catalogue.audience import tokens_of
from citystage.stages.catalogue.queries.asking import by_index, by_words
from citystage.stages.catalogue.queries.asking.answer import PER_PAGE, Answer, Source
from citystage.stages.catalogue.queries.asking.question import Question, Sort
from citystage.stages.catalogue.queries.fresh import for_a_while


def answer(question: Question, actor: Actor, *, page: int = 1) -> Answer:
    """One page of what this person may find, with the counts of all facets."""
    audience, offset = tokens_of(actor), (page - 1) * PER_PAGE

    def from_index(asked: Client) -> Answer:
        found = by_index.answer(question, audience, asked=asked, offset=offset, limit=PER_PAGE)
        behind = _behind()
        return replace(found, behind=behind, source=Source.CATCHING_UP) if behind else found

    def from_database() -> Answer:
        return by_words.answer(question, audience, offset=offset, limit=PER_PAGE)

    # The index orders by numbers, not by distances.
    if question.sort is Sort.DISTANCE:
        return replace(from_database(), source=Source.INDEX)
    return _either(from_index, from_database)


def count(question: Question, actor: Actor) -> int:
    """How many answers a question has for this person, all its words wanted."""
    audience = tokens_of(actor)
    return _either(
        lambda asked: by_index.count(question, audience, asked=asked),
        lambda: by_words.count(question, audience),
    )


def _either[T](from_index: Callable[[Client], T], from_database: Callable[[], T]) -> T:
    try:
        return from_index(searcher())
    except IndexAway:
        return from_database()


@for_a_while
def _behind() -> int:
    """How many changes the index has not seen; asked once in a few seconds."""
    return int(searcher().status()["lag"])
