"""The public search: words to a text query, documents by fit, and what to try when nothing fits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Count, F, QuerySet
from django.db.models.expressions import RawSQL

from citystage.engines.text.folding import fold
from citystage.engines.text.tokens import Kind, query_terms
from citystage.engines.text.tokens import Term as Word
from citystage.engines.text.words import Lexicon
from citystage.foundation.taxonomy.models import Term
from citystage.stages.catalogue.indexing.filling import lexicon
from citystage.stages.catalogue.indexing.vectors import NAME_MARK, quote
from citystage.stages.catalogue.models import SearchDocument, SearchWord
from citystage.stages.catalogue.queries import fresh
from citystage.stages.catalogue.queries.fresh import for_a_while

# Documents that are weighed against each other; of more hits, the newest this many.
WEIGHED = 1000
_SIMILAR = 0.35
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the search understood it."""

    text: str
    words: tuple[Word, ...]

    @property
    def forms(self) -> list[str]:
        """All spellings to mark on screen."""
        return [form for word in self.words for form in word.forms]


def synonyms() -> dict[str, list[str]]:
    """Each word of the vocabularies to the others of its term (folded)."""
    groups: dict[str, list[str]] = {}
    for name, english, others in Term.objects.values_list("name", "name_en", "synonyms"):
        group = [fold(word) for word in (name, english, *others) if word]
        for word in group:
            groups.setdefault(word, []).extend(other for other in group if other != word)
    return groups


def understand(text: str) -> Asked:
    """Cut a question into words, each with its synonyms; Traditional and full-width are folded.

    The vocabulary is read once in a few seconds: one page asks several times.
    """
    words, others = _vocabulary()
    return Asked(text, query_terms(text, words=words, synonyms=others))


@for_a_while
def _vocabulary() -> tuple[Lexicon, dict[str, list[str]]]:
    return lexicon(), synonyms()


def forget_vocabulary() -> None:
    """Read it anew at the next question."""
    fresh.forget()


def tsquery(words: Iterable[Word], *, every: bool = True) -> str:
    """The literal of a ``tsquery``: all words (or any one of them) must be found."""
    return (" & " if every else " | ").join(f"({_one(word)})" for word in words)


def _one(word: Word) -> str:
    open_ended = word.kind in (Kind.LETTER, Kind.WORD)
    mark = ":*" if open_ended else ""
    ways = [
        " & ".join(f"{quote(token)}{mark}" for token in alternative)
        for alternative in word.alternatives
    ]
    if word.kind == Kind.WORD:
        ways.append(f"{quote(NAME_MARK + fold(word.text))}:*")
    return " | ".join(f"({way})" for way in ways)


def documents(asked: Asked, *, every: bool = True) -> QuerySet[SearchDocument]:
    """Public documents that hold the words, unordered."""
    found = SearchDocument.objects.filter(public=True)
    if not asked.words:
        return found.none() if asked.text.strip() else found
    return found.extra(where=["vector @@ %s::tsquery"], params=[tsquery(asked.words, every=every)])


def ranked(
    asked: Asked,
    found: QuerySet[SearchDocument],
    *,
    every: bool = True,
    kinds: Sequence[str] = (),
) -> QuerySet[SearchDocument]:
    """``found`` by fit, best first."""
    if kinds:
        found = found.filter(kind__in=kinds)
    return weighed(tsquery(asked.words, every=every), found)


def weighed(wanted: str, found: QuerySet[SearchDocument]) -> QuerySet[SearchDocument]:
    """``found`` by fit to the text query, best first; of very many the newest are weighed."""
    newest = found.order_by("-changed_at", "-pk").values("pk")[:WEIGHED]
    weight = RawSQL("ts_rank('{0.05, 0.2, 0.6, 1.0}', vector, %s::tsquery)", [wanted])
    return (
        SearchDocument.objects.filter(pk__in=newest)
        .annotate(fit=weight)
        .defer("vector")
        .order_by("-fit", "-changed_at", "-pk")
    )


def counts(found: QuerySet[SearchDocument]) -> dict[str, int]:
    """How many of each kind."""
    rows = found.order_by().values_list("kind").annotate(number=Count("pk"))
    return {str(kind): int(number) for kind, number in rows}


def corrections(asked: Asked) -> dict[str, str]:
    """For each Latin word that no public text holds: the most similar word that one does."""
    offered: dict[str, str] = {}
    for word in asked.words:
        text = fold(word.text)
        if word.kind != Kind.WORD or len(text) < _SHORT or not text.isascii():
            continue
        if SearchWord.objects.filter(word__startswith=text).exists():
            continue
        near = (
            SearchWord.objects.annotate(likeness=TrigramSimilarity(F("word"), text))
            .filter(word__trigram_similar=text, likeness__gte=_SIMILAR)
            .order_by("-likeness", "word")
            .first()
        )
        if near:
            offered[word.text] = near.word
    return offered
