"""Answer from the index: by words and by meaning, filtered there by who may see what."""

import re
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

from citystage.engines.search.contract import KIND, Hit, Query, Vector
from citystage.engines.search.contract import Sort as By
from citystage.engines.text.characters import CJK
from citystage.engines.text.folding import fold
from citystage.foundation.index.client import Client
from citystage.stages.catalogue.indexing import kinds
from citystage.stages.catalogue.queries.asking.answer import COUNTED, Answer, Counts, Found, Source
from citystage.stages.catalogue.queries.asking.question import Question, Sort

# So many that fit by meaning alone may join those that hold the words.
_BY_MEANING: Final = 12
# A number, a code or a single Latin word (likely a name or a slip) has no meaning to go by.
_SAYS_SOMETHING: Final = re.compile(rf"[{CJK}].*[{CJK}]|[a-z]{{2,}}[^a-z]+[a-z]{{2,}}")
_SORTS: Final = {Sort.NEWEST: By("day"), Sort.MONEY: By("money")}


def answer(
    question: Question,
    audience: AbstractSet[str],
    *,
    asked: Client,
    offset: int = 0,
    limit: int = 20,
) -> Answer:
    """One page and the counts of all facets."""
    if question.contradiction:
        return Answer(source=Source.INDEX)
    query = _query(question, audience, vector=_meaning(question, asked))
    found = asked.search(replace(query, offset=offset, limit=limit, count=COUNTED))
    return Answer(
        found=[_found(hit) for hit in found.hits],
        total=found.total,
        facets=_opened(question, query, found.facets, asked, among=COUNTED),
        loosened=found.loosened,
        by_meaning=found.by_meaning,
        source=Source.INDEX,
    )


def count(question: Question, audience: AbstractSet[str], *, asked: Client) -> int:
    """How many hold all the words; what is near in meaning is not counted."""
    if question.contradiction:
        return 0
    found = asked.search(replace(_query(question, audience), limit=0))
    return 0 if found.loosened else found.total


def tally(
    question: Question, audience: AbstractSet[str], parts: tuple[str, ...], *, asked: Client
) -> tuple[int, Counts]:
    """How many hold all the words, and how many of each value of these facets."""
    query = _query(question, audience)
    found = asked.search(replace(query, limit=0, count=parts))
    if found.loosened:
        return 0, {}
    return found.total, _opened(question, query, found.facets, asked, among=parts)


def page(  # noqa: PLR0913 -- a page is named by its place and order
    question: Question,
    audience: AbstractSet[str],
    order: By,
    offset: int,
    limit: int,
    *,
    asked: Client,
) -> list[int]:
    """Ids of one page of those that hold all the words, in this order."""
    query = replace(_query(question, audience), sort=order, offset=offset, limit=limit)
    found = asked.search(query)
    return [] if found.loosened else [_found(hit).object_id for hit in found.hits]


def _query(
    question: Question, audience: AbstractSet[str], *, vector: Vector | None = None
) -> Query:
    barred = {name: codes for name, codes in question.barred.items() if name != KIND}
    return Query(
        audience=frozenset(audience),
        terms=question.words,
        phrases=question.query.phrases,
        exclusions=question.query.excluded,
        kinds=_kinds(question),
        facets=question.facets,
        without=barred,
        ranges=question.ranges,
        near=question.near,
        vector=vector,
        reach=_BY_MEANING,
        sort=_SORTS.get(question.sort) or (By("day") if not question.words else None),
    )


def _kinds(question: Question) -> frozenset[str] | None:
    if KIND not in question.barred:
        return question.kinds or None
    return (question.kinds or kinds.every()) - question.barred[KIND]


def _meaning(question: Question, asked: Client) -> Vector | None:
    """Of what is asked in words; a phrase is wanted word for word, an order asks for no fit."""
    text = fold(question.query.text)
    if question.query.phrases or question.sort is not Sort.FIT or not _SAYS_SOMETHING.search(text):
        return None
    return asked.embed(text)


def _found(hit: Hit) -> Found:
    kind, _, number = hit.reference.partition(":")
    return Found(kind, int(number), by_meaning=hit.lexical is None and hit.dense is not None)


def _opened(
    question: Question, query: Query, counted: Counts, asked: Client, *, among: tuple[str, ...]
) -> Counts:
    """A facet that narrows is counted as if it were open, so that other values can be chosen."""
    facets = dict(counted)
    for name in question.facets.keys() & set(among):
        kept = {key: codes for key, codes in query.facets.items() if key != name}
        opened = asked.search(replace(query, facets=kept, limit=0, count=(name,)))
        facets[name] = opened.facets.get(name, {})
    if question.kinds and KIND in among:
        opened = asked.search(replace(query, kinds=None, limit=0, count=(KIND,)))
        facets[KIND] = opened.facets.get(KIND, {})
    return facets
