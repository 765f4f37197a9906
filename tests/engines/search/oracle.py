"""A tiny index without any engine: what hits, totals and counts must be, by plain reading."""

import math
from collections import Counter
from collections.abc import Iterable

from citystage.engines.search.contract import KIND, Document, Query, Require
from citystage.engines.text.characters import HAN_RUN
from citystage.engines.text.folding import fold
from citystage.engines.text.pinyin import name_keys
from citystage.engines.text.tokens import Kind, Term, index_tokens, pieces

EARTH = 6371.0088


class Oracle:
    """Give it the documents the reader may see, and no others."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = list(documents)

    def matches(self, query: Query) -> tuple[set[str], bool]:
        """References of all matches, and whether not all words were asked."""
        let_through = [each for each in self.documents if passes(each, query)]
        if not query.terms and query.vector is None:
            return {each.reference for each in let_through}, False
        found, loosened = by_words(let_through, query)
        near = [each for each in let_through if each.vector is not None]
        if query.vector is not None:
            near.sort(key=lambda each: -float(each.vector @ query.vector))
            found |= {each.reference for each in near[: query.reach]}
        return found, loosened

    def counts(self, references: set[str], name: str) -> dict[str, int]:
        counted: Counter[str] = Counter()
        for each in self.documents:
            if each.reference in references:
                counted.update([each.kind] if name == KIND else set(each.facets.get(name, ())))
        return dict(counted)


def by_words(documents: list[Document], query: Query) -> tuple[set[str], bool]:
    if not query.terms:
        return set(), False
    holding = {
        each.reference for each in documents if all(holds(each, term) for term in query.terms)
    }
    if query.require == Require.ALL_FIRST and (holding or len(query.terms) == 1):
        return holding, False
    touched = {
        each.reference for each in documents if any(touches(each, term) for term in query.terms)
    }
    return touched, query.require == Require.ALL_FIRST


def texts(document: Document) -> list[str]:
    return [document.title, " ".join(document.names), document.body]


def tokens(document: Document) -> set[str]:
    return {token for text in texts(document) for token in index_tokens(text)}


def letters(some: Iterable[str]) -> set[str]:
    return set("".join(run for text in some for run in HAN_RUN.findall(fold(text))))


def holds(document: Document, term: Term) -> bool:
    if any(all(has(document, token, term) for token in way) for way in term.alternatives):
        return True
    typed = fold(term.text)
    plain = term.kind == Kind.WORD and len(typed) > 1 and typed.isascii() and typed.isalnum()
    keys = {key for name in document.names for key in name_keys(name)}
    return plain and any(key.startswith(typed) for key in keys)


def has(document: Document, token: str, term: Term) -> bool:
    if len(token) == 1 and HAN_RUN.fullmatch(token):
        return token in letters(texts(document))
    if term.kind == Kind.WORD and begins(token):
        return any(other.startswith(token) for other in tokens(document) if begins(other))
    return token in tokens(document)


def begins(token: str) -> bool:
    return len(token) > 1 and not token.isdigit() and not HAN_RUN.search(token)


def touches(document: Document, term: Term) -> bool:
    """Is there a word to weigh? Single characters weigh in titles and names only."""
    some = [token for way in term.alternatives for token in way]
    single = [token for token in some if len(token) == 1 and HAN_RUN.fullmatch(token)]
    return any(has(document, token, term) for token in some if token not in single) or any(
        token in letters(texts(document)[:2]) for token in single
    )


def passes(document: Document, query: Query) -> bool:
    return (
        (query.kinds is None or document.kind in query.kinds)
        and all(set(document.facets.get(name, ())) & some for name, some in query.facets.items())
        and not any(
            set(document.facets.get(name, ())) & some for name, some in query.without.items()
        )
        and all(inside(document, limits) != limits.excluded for limits in query.ranges)
        and (query.near is None or distance(document, query) <= query.near.kilometres)
        and all(says(document, text) for text in query.phrases if pieces(fold(text)))
        and not any(says(document, text) for text in query.exclusions if pieces(fold(text)))
    )


def inside(document: Document, limits) -> bool:
    if (value := document.numbers.get(limits.name)) is None:
        return False
    low = -math.inf if limits.low is None else limits.low
    high = math.inf if limits.high is None else limits.high
    above = value > low if limits.low_open else value >= low
    below = value < high if limits.high_open else value <= high
    return above and below


def distance(document: Document, query: Query) -> float:
    if document.place is None:
        return math.inf
    here, there = document.place, query.near.place
    one, two = math.radians(here.latitude), math.radians(there.latitude)
    across = math.radians(there.longitude - here.longitude)
    part = math.sin((two - one) / 2) ** 2
    part += math.cos(one) * math.cos(two) * math.sin(across / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(part))


def says(document: Document, text: str) -> bool:
    wanted = pieces(fold(text))
    edges = [HAN_RUN.fullmatch(piece) is not None for piece in (wanted[0], wanted[-1])]
    for field in texts(document):
        found = pieces(fold(field))
        for start in range(len(found) - len(wanted) + 1):
            run = found[start : start + len(wanted)]
            middle = run[1:-1] == wanted[1:-1]
            if len(wanted) == 1:
                if wanted[0] in run[0] if edges[0] else wanted[0] == run[0]:
                    return True
            elif middle and ends(run, wanted, edges):
                return True
    return False


def ends(run: list[str], wanted: list[str], edges: list[bool]) -> bool:
    first = run[0].endswith(wanted[0]) if edges[0] else run[0] == wanted[0]
    last = run[-1].startswith(wanted[-1]) if edges[1] else run[-1] == wanted[-1]
    return first and last
