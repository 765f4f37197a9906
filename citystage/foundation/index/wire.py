"""Queries and answers as plain JSON values and back."""

import base64
from collections.abc import Mapping
from typing import Any

import numpy as np

from citystage.engines.search.contract import (
    Answer,
    Hit,
    How,
    Near,
    Place,
    Query,
    Range,
    Require,
    Sort,
    Suggestion,
    Vector,
    Wish,
)
from citystage.engines.text.tokens import Kind, Term

type Plain = dict[str, Any]


def vector_out(vector: Vector | None) -> str | None:
    if vector is None:
        return None
    return base64.b64encode(np.ascontiguousarray(vector, dtype="<f4").tobytes()).decode()


def vector_in(text: str | None) -> Vector | None:
    if text is None:
        return None
    return np.frombuffer(base64.b64decode(text), dtype="<f4").astype(np.float32)


def _term_out(term: Term) -> list[Any]:
    return [term.text, term.kind, term.alternatives, term.forms]


def _term_in(plain: list[Any]) -> Term:
    text, kind, alternatives, forms = plain
    return Term(text, Kind(kind), tuple(map(tuple, alternatives)), tuple(forms))


def _sets_out(sets: Mapping[str, frozenset[str]]) -> dict[str, list[str]]:
    return {name: sorted(values) for name, values in sets.items()}


def _sets_in(plain: Mapping[str, list[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(values) for name, values in plain.items()}


def _kinds_out(kinds: frozenset[str] | None) -> list[str] | None:
    return None if kinds is None else sorted(kinds)


def _kinds_in(plain: list[str] | None) -> frozenset[str] | None:
    return None if plain is None else frozenset(plain)


def query_out(query: Query) -> Plain:
    near, sort = query.near, query.sort
    return {
        "audience": sorted(query.audience),
        "terms": [_term_out(term) for term in query.terms],
        "phrases": query.phrases,
        "exclusions": query.exclusions,
        "kinds": _kinds_out(query.kinds),
        "facets": _sets_out(query.facets),
        "without": _sets_out(query.without),
        "ranges": [
            [each.name, each.low, each.high, each.low_open, each.high_open, each.excluded]
            for each in query.ranges
        ],
        "near": near and [near.place.latitude, near.place.longitude, near.kilometres],
        "vector": vector_out(query.vector),
        "reach": query.reach,
        "require": query.require,
        "sort": sort and [sort.by, sort.descending],
        "limit": query.limit,
        "offset": query.offset,
        "count": query.count,
    }


def query_in(plain: Plain) -> Query:
    near, sort = plain["near"], plain["sort"]
    return Query(
        audience=frozenset(plain["audience"]),
        terms=tuple(map(_term_in, plain["terms"])),
        phrases=tuple(plain["phrases"]),
        exclusions=tuple(plain["exclusions"]),
        kinds=_kinds_in(plain["kinds"]),
        facets=_sets_in(plain["facets"]),
        without=_sets_in(plain["without"]),
        ranges=tuple(Range(*each) for each in plain["ranges"]),
        near=Near(Place(near[0], near[1]), near[2]) if near else None,
        vector=vector_in(plain["vector"]),
        reach=plain["reach"],
        require=Require(plain["require"]),
        sort=Sort(*sort) if sort else None,
        limit=plain["limit"],
        offset=plain["offset"],
        count=tuple(plain["count"]),
    )


def answer_out(answer: Answer) -> Plain:
    return {
        "hits": [
            [each.id, each.reference, each.kind, each.score, each.lexical, each.dense]
            for each in answer.hits
        ],
        "total": answer.total,
        "facets": answer.facets,
        "took": answer.took,
        "how": answer.how,
        "loosened": answer.loosened,
        "by_meaning": answer.by_meaning,
        "contradiction": answer.contradiction,
    }


def answer_in(plain: Plain) -> Answer:
    hits = tuple(Hit(*each) for each in plain["hits"])
    return Answer(**(plain | {"hits": hits, "how": How(plain["how"])}))


def wish_out(wish: Wish) -> Plain:
    return {
        "audience": sorted(wish.audience),
        "terms": [_term_out(term) for term in wish.terms],
        "kinds": _kinds_out(wish.kinds),
        "limit": wish.limit,
    }


def wish_in(plain: Plain) -> Wish:
    return Wish(
        audience=frozenset(plain["audience"]),
        terms=tuple(map(_term_in, plain["terms"])),
        kinds=_kinds_in(plain["kinds"]),
        limit=plain["limit"],
    )


def suggestion_out(each: Suggestion) -> list[Any]:
    return [each.id, each.reference, each.kind, each.title]


def suggestion_in(plain: list[Any]) -> Suggestion:
    return Suggestion(*plain)
