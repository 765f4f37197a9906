"""Answer a query: filters, then words (all, else the best of any), then meaning, then order."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from citystage.engines.search import conditions, encoding
from citystage.engines.search.conditions import Condition, Every, Lacks, Not, Numbered, Some
from citystage.engines.search.contract import (
    KIND,
    Answer,
    Hit,
    How,
    NoAudience,
    Query,
    Require,
    named,
)
from citystage.engines.search.counting import Counts
from citystage.engines.search.fusing import Fused, fuse, outstanding
from citystage.engines.search.store import Found, Settings, Store

DEEPEST: Final = 10_000
"""Hits that can be paged through."""
# Under this name a whole is counted; no facet is called so.
_TOTAL: Final = ""
# What those weigh that hold the words in a way that has no weight of its own.
_SILENT: Final = 0.5


@dataclass(frozen=True, slots=True)
class _Matches:
    """The set that counts are taken over, and those of it that are put in order."""

    where: Condition
    total: int
    ranked: Sequence[Fused] | None = None
    by_meaning: int = 0
    loosened: bool = False
    # Where they were counted already.
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Near:
    """The nearest in meaning, and those of them that may join."""

    found: list[Found]
    joining: list[Found]


def answer(
    store: Store,
    query: Query,
    settings: Settings,
    kinds: Mapping[int, str] | None = None,
    counts: Counts | None = None,
) -> Answer:
    """Hits, total and facets of one query; see the contract. `kinds`: as `contract.named`."""
    started = time.perf_counter()
    if not query.audience:
        raise NoAudience("a query must say who asks")
    how, counts = _how(query), counts or Counts()
    if (name := conditions.contradiction(query)) is not None:
        return Answer(how=how, contradiction=name, facets={name: {} for name in query.count})
    matches = _matches(store, query, settings, how, counts)
    page = _page(store, query, matches)
    counted = matches.facets or _facets(store, query, matches.where, counts)
    return Answer(
        hits=_hits(store, page, kinds or {}),
        total=matches.total,
        facets=counted,
        took=(time.perf_counter() - started) * 1000,
        how=how,
        loosened=matches.loosened,
        by_meaning=matches.by_meaning,
    )


def _facets(
    store: Store, query: Query, where: Condition, counts: Counts
) -> dict[str, dict[str, int]]:
    def counted(key: str) -> dict[str, int]:
        return counts.of(key, where, lambda: store.facet(key, where))

    return {name: counted(_key(name)) for name in query.count}


def _how(query: Query) -> How:
    if query.vector is not None:
        return How.HYBRID if query.terms else How.MEANING
    return How.WORDS if query.terms else How.FILTERS


def _key(name: str) -> str:
    return conditions.KIND if name == KIND else f"{conditions.FACETS}.{name}"


def _matches(store: Store, query: Query, settings: Settings, how: How, counts: Counts) -> _Matches:
    base = conditions.of_query(query)
    if how == How.FILTERS:
        return _by_filters(store, query, base, counts)
    if how == How.WORDS:
        return _by_words(store, query, settings, base, counts)
    near = _nearest(store, query, settings, base)
    if how == How.MEANING:
        ids = frozenset(each.id for each in near.joining)
        ranked = [Fused(each.id, each.score, None, each.score) for each in near.joining]
        return _Matches(Every((base, Numbered(ids))), len(ids), ranked, by_meaning=len(ids))
    words = _by_words(store, query, settings, base, counts)
    return _joined(store, query, settings, words, near)


def _by_filters(store: Store, query: Query, base: Every, counts: Counts) -> _Matches:
    """Each document is of one kind, so their counts are the total as well."""
    kinds = counts.of(conditions.KIND, base, lambda: store.facet(conditions.KIND, base))
    return _Matches(base, sum(kinds.values()), facets=_facets(store, query, base, counts))


def _nearest(store: Store, query: Query, settings: Settings, base: Condition) -> _Near:
    reach = settings.reach if query.reach is None else query.reach
    if query.vector is None or not store.dim:
        return _Near([], [])
    # Beside words all that are weighed, alone those only that are shown.
    wanted = max(settings.weighed, reach) if query.terms else reach
    found = store.dense(query.vector, base, wanted)
    if settings.floor is not None:
        found = [each for each in found if each.score >= settings.floor]
    joining = found[:reach]
    if query.reach is None and query.terms:
        joining = outstanding(found, settings.outstanding)[:reach]
    return _Near(found, joining)


def _by_words(
    store: Store, query: Query, settings: Settings, base: Every, counts: Counts
) -> _Matches:
    def counted(where: Condition) -> int:
        return counts.of(_TOTAL, where, lambda: {_TOTAL: store.count(where)})[_TOTAL]

    sparse = encoding.question(query.terms)
    wanted = min(DEEPEST, max(settings.weighed, query.offset + query.limit))
    if query.require == Require.ALL_FIRST:
        where = Every((base, conditions.of_terms(query.terms)))
        found = store.lexical(sparse, where, wanted)
        total = len(found) if len(found) < wanted else counted(where)
        # Found by single characters of the body or the beginning of a name: no weight of theirs.
        if len(found) < wanted and all(map(encoding.silent, query.terms)):
            found += _silent(store, where, found, wanted)
            total = len(found) if len(found) < wanted else counted(where)
        if found or len(query.terms) == 1:
            return _Matches(where, total, _weighed(found))
    found = store.lexical(sparse, base, settings.weighed)
    ids = frozenset(each.id for each in found)
    return _Matches(
        Every((base, Numbered(ids))),
        len(found),
        _weighed(found),
        loosened=query.require == Require.ALL_FIRST,
    )


def _silent(store: Store, where: Condition, found: Sequence[Found], wanted: int) -> list[Found]:
    known = {each.id for each in found}
    listed = store.listed(where, wanted)
    return [Found(number, _SILENT) for number in listed if number not in known]


def _weighed(found: Sequence[Found]) -> list[Fused]:
    ordered = sorted([(-score, number) for number, score in found])
    return [Fused(number, -score, -score, None) for score, number in ordered]


def _joined(
    store: Store, query: Query, settings: Settings, words: _Matches, near: _Near
) -> _Matches:
    """Words and meaning: those nearest in meaning join."""
    ranked = words.ranked or ()
    lexical = [Found(each.id, each.lexical or 0.0) for each in ranked]
    holding = {each.id for each in lexical}
    complete = words.total < settings.weighed
    if words.total > len(lexical):
        among = Every((words.where, Numbered(frozenset(each.id for each in near.found))))
        holding |= set(store.listed(among, len(near.found)))
    joining = {each.id for each in near.joining} - holding
    best = lexical[: settings.weighed]
    cosines = [*near.found, *_farther(store, query, best, near)]
    weights = (settings.lexical, settings.dense)
    placed = {number for number, _ in best}
    placed |= {number for number, _ in near.found if number in holding or number in joining}
    first = fuse(best, cosines, weights=weights, complete=complete, among=placed)
    where = words.where
    if joining:
        base = conditions.of_query(query)
        where = Every((base, Some((words.where, Numbered(frozenset(joining))))))
    return replace(
        words,
        where=where,
        total=words.total + len(joining),
        ranked=[*first, *(each for each in ranked if each.id not in placed)],
        by_meaning=len(joining),
    )


def _farther(store: Store, query: Query, lexical: Sequence[Found], near: _Near) -> list[Found]:
    """How far in meaning those are that hold the words and are not among the nearest."""
    known = {each.id for each in near.found}
    missing = frozenset(each.id for each in lexical if each.id not in known)
    if not missing or query.vector is None or not store.dim:
        return []
    return store.dense(query.vector, Numbered(missing), len(missing))


def _page(store: Store, query: Query, matches: _Matches) -> list[Fused]:
    first, last = query.offset, min(query.offset + query.limit, DEEPEST)
    if first >= last:
        return []
    if query.sort is None and matches.ranked is not None:
        return list(matches.ranked[first:last])
    scored = {each.id: each for each in matches.ranked or ()}
    ids = _sorted(store, query, matches.where, first, last)
    return [scored.get(number, Fused(number, 0.0, None, None)) for number in ids]


def _sorted(store: Store, query: Query, where: Condition, first: int, last: int) -> list[int]:
    """By the number asked for; behind them those that lack it."""
    if query.sort is None:
        return store.listed(where, last - first, first)
    lacking = Lacks(f"{conditions.NUMBERS}.{query.sort.by}")
    with_it = Every((where, Not(lacking)))
    ids = store.listed(with_it, last, 0, query.sort)[first:]
    if len(ids) < last - first:
        start = max(0, first - store.count(with_it)) if not ids else 0
        ids += store.listed(Every((where, lacking)), last - first - len(ids), start)
    return ids


def _hits(store: Store, page: Sequence[Fused], kinds: Mapping[int, str]) -> tuple[Hit, ...]:
    """Names are told from ids; the few others are looked up, which takes longer than the search."""
    names = {each.id: named(each.id, kinds) for each in page}
    untold = [number for number, name in names.items() if name is None]
    names |= {
        number: str(fields[conditions.REFERENCE])
        for number, fields in store.fetch(untold, (conditions.REFERENCE,)).items()
    }
    return tuple(
        Hit(each.id, name, name.partition(":")[0], each.score, each.lexical, each.dense)
        for each in page
        if (name := names[each.id])
    )
