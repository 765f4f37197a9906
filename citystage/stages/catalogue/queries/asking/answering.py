"""Who answers a question: the index, or the database whenever the index is away."""

from citystage.foundation.access.stamps import Actor
from citystage.stages.catalogue.audience import tokens_of
from citystage.stages.catalogue.queries.asking import by_words
from citystage.stages.catalogue.queries.asking.answer import PER_PAGE, Answer
from citystage.stages.catalogue.queries.asking.question import Question


def answer(question: Question, actor: Actor, *, page: int = 1) -> Answer:
    """One page of what this person may find, with the counts of all facets."""
    return by_words.answer(question, tokens_of(actor), offset=(page - 1) * PER_PAGE, limit=PER_PAGE)


def count(question: Question, actor: Actor) -> int:
    """How many answers a question has for this person, all its words wanted."""
    return by_words.count(question, tokens_of(actor))
