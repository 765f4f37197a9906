"""What may be meant by the letters typed so far: words of the vocabularies, and names of things."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from citystage.engines.search.contract import Wish
from citystage.engines.text.folding import fold
from citystage.engines.text.tokens import Kind
from citystage.engines.text.tokens import Term as Word
from citystage.foundation.access.stamps import Actor
from citystage.foundation.index.asking import searcher
from citystage.foundation.index.away import IndexAway
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
            if fold(str(one.label)).startswith(folded):
                yield Suggestion(name, one.label)


def _things(typed: str, actor: Actor) -> list[Suggestion]:
    """Names that go on as typed; whoever found them, the database says who may see them."""
    words = searching.understand(typed).words
    if not words:
        return []
    audience = tokens_of(actor)
    own = sorted(audience - {PUBLIC})
    seen = Q(public=True) | Q(audience__overlap=own) if own else Q(public=True)
    rows = SearchDocument.objects.filter(seen)
    try:
        found = searcher().suggest(Wish(audience, words, limit=_LOOKED_AT))
    except IndexAway:
        return _from_database(rows, words, fold(typed))
    names = [
        (one.kind, int(one.reference.partition(":")[2]))
        for one in found
        if _is_named(one.kind, one.title, words)
    ]
    return _checked(rows, names[:MOST])


def _is_named(kind: str, title: str, words: Sequence[Word]) -> bool:
    """Whether the thing itself is called so, not only its owner."""
    folded = fold(title)
    return kind == SearchDocument.Kind.ORGANISATION or all(
        any(form in folded for form in word.forms) for word in words
    )


def _checked(rows: QuerySet[SearchDocument], names: Sequence[tuple[str, int]]) -> list[Suggestion]:
    among = Q(pk__in=[])
    for kind, pk in names:
        among |= Q(kind=kind, object_id=pk)
    titles = {
        (kind, pk): title
        for kind, pk, title in rows.filter(among).values_list("kind", "object_id", "title")
    }
    return [Suggestion(kind, titles[kind, pk], pk) for kind, pk in names if (kind, pk) in titles]


def _from_database(
    rows: QuerySet[SearchDocument], words: Sequence[Word], folded: str
) -> list[Suggestion]:
    """Those that begin as typed and short ones first; one query."""
    named = " & ".join(f"({_named(word)})" for word in words)
    titled = " & ".join(f"({_titled(word)})" for word in words)
    holding = rows.extra(
        where=["(vector @@ %s::tsquery OR (kind = %s AND vector @@ %s::tsquery))"],
        params=[titled, SearchDocument.Kind.ORGANISATION, named],
    )
    found = list(holding.values_list("kind", "object_id", "title")[:_LOOKED_AT])
    found.sort(key=lambda row: (not fold(row[2]).startswith(folded), len(row[2]), row[2]))
    return [Suggestion(kind, title, pk) for kind, pk, title in found]


def _titled(word: Word, weights: str = "A") -> str:
    """The text query "its title holds this word", open at the end."""
    ways = (
        " & ".join(f"{quote(token)}:*{weights}" for token in alternative)
        for alternative in word.alternatives
    )
    return " | ".join(f"({way})" for way in ways)


def _named(word: Word) -> str:
    """The text query "a name of it holds this word, or begins with these initials"."""
    held = _titled(word, "AB")
    if word.kind is not Kind.WORD:
        return held
    return f"{held} | {quote(NAME_MARK + fold(word.text))}:*"
