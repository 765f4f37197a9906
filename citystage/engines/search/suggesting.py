"""Suggestions while typing: titles and names that hold the words so far."""

from citystage.engines.search import conditions, encoding
from citystage.engines.search.conditions import Every
from citystage.engines.search.contract import NoAudience, Suggestion, Wish
from citystage.engines.search.store import Store
from citystage.engines.text.folding import fold

_LOOKED_AT = 50


def suggest(store: Store, wish: Wish) -> tuple[Suggestion, ...]:
    """Titles that begin as typed first, then the weightier, then the shorter; no title twice."""
    if not wish.audience:
        raise NoAudience("who types must be said")
    if not wish.terms or wish.limit < 1:
        return ()
    words = conditions.of_terms(wish.terms, conditions.HEAD)
    where = Every((conditions.visible(wish.audience), *conditions.of_kinds(wish.kinds), words))
    sparse = encoding.question(wish.terms)
    weights = {each.id: each.score for each in store.lexical(sparse, where, _LOOKED_AT)}
    if len(weights) < _LOOKED_AT:
        weights = dict.fromkeys(store.listed(where, _LOOKED_AT), 0.0) | weights
    keys = (conditions.REFERENCE, conditions.KIND, conditions.TITLE)
    known = store.fetch(weights, keys)
    typed = fold(wish.terms[0].text)

    def order(number: int) -> tuple[bool, float, int, int]:
        title = fold(known[number][conditions.TITLE])
        return not title.startswith(typed), -weights[number], len(title), number

    chosen: dict[str, Suggestion] = {}
    for number in sorted(known, key=order):
        fields = known[number]
        title = fields[conditions.TITLE]
        chosen.setdefault(
            title,
            Suggestion(number, fields[conditions.REFERENCE], fields[conditions.KIND], title),
        )
    return tuple(chosen.values())[: wish.limit]
