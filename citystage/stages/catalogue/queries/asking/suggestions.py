"""What may be meant by the letters typed so far: words of the vocabularies, and names of things."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from citystage.engines.text.folding import fold
from citystage.engines.text.tokens import Kind
from citystage.engines.text.tokens import Term as Word
from citystage.foundation.access.stamps import Actor
from citystage.stages.catalogue.audience import PUBLIC, tokens_of
from citystage.stages.catalogue.indexing.vectors import NAME_MARK, quote
from citystage.stages.catalogue.models import SearchDocument
from citystage.stages.catalogue.queries import searching
from citystage.stages.catalogue.queries.asking.names import Said, known

MOST: Final = 8
_MOST_WORDS: Final = 3
_LOOKED_AT: Final = 60
_VOCABULARIES: Final = ("field", "chain", "district", "city")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word to search for (``kind`` names its vocabulary), or a thing by kind and id."""

    kind: str
    text: Said
    object_id: int = 0


def suggestions(typed: str, actor: Actor) -> list[Suggestion]:
    """At most ``MOST``, words of the vocabularies first; two queries."""
    said = list(_said(fold(typed)))[:_MOST_WORDS]
    return [*said, *_things(typed, actor)[: MOST - len(said)]]


def _said(folded: str) -> Iterator[Suggestion]:
    for name in _VOCABULARIES:
        for one in known(name):
            if any(word.startswith(folded) for word in one.names):
                yield Suggestion(name, one.label)


def _things(typed: str, actor: Actor) -> list[Suggestion]:
    """Names that hold the letters, those that begin with them and short ones first; one query."""
    words = searching.understand(typed).words
    if not words:
        return []
    tokens = sorted(tokens_of(actor) - {PUBLIC})
    seen = Q(public=True) | Q(audience__overlap=tokens) if tokens else Q(public=True)
    wanted = " & ".join(f"({_named(word)})" for word in words)
    rows = SearchDocument.objects.filter(seen).extra(
        where=["vector @@ %s::tsquery"], params=[wanted]
    )
    found = list(rows.values_list("kind", "object_id", "title")[:_LOOKED_AT])
    folded = fold(typed)
    found.sort(key=lambda row: (not fold(row[2]).startswith(folded), len(row[2]), row[2]))
    return [Suggestion(kind, title, pk) for kind, pk, title in found]


def _named(word: Word) -> str:
    """The text query "its title or a name of it holds this word", open at the end."""
    ways = [
        " & ".join(f"{quote(token)}:*AB" for token in alternative)
        for alternative in word.alternatives
    ]
    if word.kind is Kind.WORD:
        ways.append(f"{quote(NAME_MARK + fold(word.text))}:*")
    return " | ".join(f"({way})" for way in ways)
