"""Answer from the database: by words alone, always there, never behind."""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Final

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy, RawSQL

from citystage.engines.search.contract import KIND, Near, Range
from citystage.engines.text.tokens import phrase_tokens, query_terms
from citystage.stages.catalogue.audience import PUBLIC
from citystage.stages.catalogue.indexing.vectors import quote
from citystage.stages.catalogue.models import SearchDocument
from citystage.stages.catalogue.queries import searching
from citystage.stages.catalogue.queries.asking.answer import COUNTED, Answer, Counts, Found
from citystage.stages.catalogue.queries.asking.question import Question, Sort

# Facets are counted over as many answers at most; of more, only the kinds.
_MOST_COUNTED: Final = 5_000
_TEXT: Final = "lower(concat_ws(' ', title, array_to_string(names, ' '), body, extra))"
# The haversine of the distance on a sphere of 6371 km.
_DISTANCE: Final = """2 * 6371 * asin(least(1, sqrt(
    sin(radians(latitude - %s) / 2) ^ 2
    + cos(radians(%s)) * cos(radians(latitude)) * sin(radians(longitude - %s) / 2) ^ 2)))"""


def answer(
    question: Question, audience: AbstractSet[str], *, offset: int = 0, limit: int = 20
) -> Answer:
    """One page and the counts of all facets."""
    if question.contradiction:
        return Answer()
    every, rows = True, documents(question, audience)
    numbers = _kinds(question, audience, every=True)
    if not _total(question, numbers) and len(question.words) > 1:
        every, rows = False, documents(question, audience, every=False)
        numbers = _kinds(question, audience, every=False)
    total = _total(question, numbers)
    page = _ordered(question, rows, every=every)[offset : offset + limit] if total else []
    return Answer(
        found=[Found(one.kind, one.object_id) for one in page],
        total=total,
        facets={KIND: numbers, **_facets(question, audience, total, every=every)},
        loosened=not every and total > 0,
    )


def count(question: Question, audience: AbstractSet[str]) -> int:
    """How many answers there are, all words wanted."""
    return 0 if question.contradiction else documents(question, audience).count()


def documents(
    question: Question, audience: AbstractSet[str], *, every: bool = True
) -> QuerySet[SearchDocument]:
    """What fits and may be found by holders of ``audience``, unordered."""
    own = sorted(audience - {PUBLIC})
    seen = Q(public=True) | Q(audience__overlap=own) if own else Q(public=True)
    found = SearchDocument.objects.filter(seen & _conditions(question))
    if question.words:
        wanted = searching.tsquery(question.words, every=every)
        found = found.extra(where=["vector @@ %s::tsquery"], params=[wanted])
    elif question.query.text.strip():
        return found.none()
    for phrase in question.query.phrases:
        found = _phrase(found, phrase, kept=True)
    for word in question.query.excluded:
        if " " in word:
            found = _phrase(found, word, kept=False)
        elif terms := query_terms(word):
            found = found.extra(
                where=["NOT vector @@ %s::tsquery"], params=[searching.tsquery(terms)]
            )
    return _within(found, question.near) if question.near else found


def _phrase(
    found: QuerySet[SearchDocument], phrase: str, *, kept: bool
) -> QuerySet[SearchDocument]:
    tokens = " & ".join(quote(token) for token in phrase_tokens(phrase))
    if not tokens:
        return found
    holds = f"(vector @@ %s::tsquery AND strpos({_TEXT}, %s) > 0)"
    where = [holds if kept else f"NOT {holds}"]
    return found.extra(where=where, params=[tokens, phrase])  # noqa: S610 -- constant


def _conditions(question: Question) -> Q:
    fits = Q()
    if question.kinds:
        fits &= Q(kind__in=question.kinds)
    for name, codes in question.facets.items():
        fits &= _any(name, codes)
    for name, codes in question.barred.items():
        fits &= ~(Q(kind__in=codes) if name == KIND else _any(name, codes))
    for one in question.ranges:
        fits &= ~_between(one) if one.excluded else _between(one)
    return fits


def _any(name: str, codes: AbstractSet[str]) -> Q:
    fits = Q(pk__in=[])
    for code in sorted(codes):
        fits |= Q(facets__contains={name: [code]})
    return fits


def _between(one: Range) -> Q:
    fits = Q(**{f"numbers__{one.name}__isnull": False})
    if one.low is not None:
        fits &= Q(**{f"numbers__{one.name}__{'gt' if one.low_open else 'gte'}": one.low})
    if one.high is not None:
        fits &= Q(**{f"numbers__{one.name}__{'lt' if one.high_open else 'lte'}": one.high})
    return fits


def _distance(near: Near) -> RawSQL:
    place = near.place
    return RawSQL(_DISTANCE, [place.latitude, place.latitude, place.longitude])  # noqa: S611 -- constant


def _within(found: QuerySet[SearchDocument], near: Near) -> QuerySet[SearchDocument]:
    located = found.filter(latitude__isnull=False, longitude__isnull=False)
    place, params = near.place, [near.place.latitude, near.place.latitude]
    return located.extra(  # noqa: S610 -- constant
        where=[f"{_DISTANCE} <= %s"], params=[*params, place.longitude, near.kilometres]
    )


def _ordered(
    question: Question, rows: QuerySet[SearchDocument], *, every: bool
) -> QuerySet[SearchDocument]:
    newest = (F("numbers__day").desc(nulls_last=True), OrderBy(F("pk"), descending=True))
    slim = rows.only("kind", "object_id")
    if question.sort is Sort.MONEY:
        return slim.order_by(F("numbers__money").desc(nulls_last=True), *newest)
    if question.sort is Sort.DISTANCE and question.near:
        return slim.order_by(_distance(question.near), *newest)
    if question.sort is Sort.NEWEST or not question.words:
        return slim.order_by(*newest)
    return searching.weighed(searching.tsquery(question.words, every=every), rows)


def _kinds(question: Question, audience: AbstractSet[str], *, every: bool) -> dict[str, int]:
    """All kinds are counted, whichever is chosen."""
    open_kinds = replace(question, kinds=frozenset())
    return searching.counts(documents(open_kinds, audience, every=every))


def _total(question: Question, numbers: dict[str, int]) -> int:
    return sum(n for kind, n in numbers.items() if not question.kinds or kind in question.kinds)


def _facets(question: Question, audience: AbstractSet[str], total: int, *, every: bool) -> Counts:
    if not 0 < total <= _MOST_COUNTED:
        return {}
    found = _tally(documents(question, audience, every=every), set(COUNTED) - {KIND})
    for name in question.facets:
        kept = {key: codes for key, codes in question.facets.items() if key != name}
        opened = documents(replace(question, facets=kept), audience, every=every)
        found[name] = _tally(opened, {name}).get(name, {})
    return found


def _tally(rows: QuerySet[SearchDocument], names: AbstractSet[str]) -> dict[str, dict[str, int]]:
    """How many of each value of each facet; one pass."""
    sql, parameters = rows.order_by().values_list("facets").query.sql_with_params()
    statement = (
        f"SELECT f.key, v.value, count(*) FROM ({sql}) AS d (facets),"  # noqa: S608 -- our own
        " jsonb_each(d.facets) f, jsonb_array_elements_text(f.value) v"
        " WHERE f.key = ANY(%s) GROUP BY 1, 2"
    )
    counts: dict[str, dict[str, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(statement, [*parameters, sorted(names)])
        for name, value, number in cursor.fetchall():
            counts.setdefault(name, {})[value] = number
    return counts
