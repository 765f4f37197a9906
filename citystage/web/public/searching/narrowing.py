"""Tabs, facets, chips and orders of the answers, all as links of the page's address."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.engines.search.contract import KIND
from citystage.stages.catalogue.bands import MONEY_BANDS
from citystage.stages.catalogue.models import SearchDocument
from citystage.stages.catalogue.queries.asking.answer import Answer
from citystage.stages.catalogue.queries.asking.names import LABELS, known
from citystage.stages.catalogue.queries.asking.question import Question, Sense, Sort
from citystage.stages.catalogue.queries.asking.reading import FACETS
from citystage.stages.events.searchable import KIND as EVENT
from citystage.web.public.facets import MONEY
from citystage.web.public.searching import landing
from citystage.web.public.searching.wording import said
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Facet, Link, Option, Text, chips, facet

KINDS: dict[str, Text] = {
    SearchDocument.Kind.SCENARIO: gettext_lazy("Scenarios"),
    SearchDocument.Kind.CAPABILITY: gettext_lazy("Capabilities"),
    SearchDocument.Kind.ORGANISATION: gettext_lazy("Organisations"),
    SearchDocument.Kind.LIST: gettext_lazy("Lists"),
    SearchDocument.Kind.LAB: gettext_lazy("Labs and other recognitions"),
    EVENT: gettext_lazy("Events"),
    **landing.TABS,
}
_SORTS: dict[Sort, Text] = {
    Sort.FIT: gettext_lazy("Best fit first"),
    Sort.NEWEST: gettext_lazy("Newest first"),
    Sort.MONEY: gettext_lazy("Most money"),
    Sort.DISTANCE: gettext_lazy("Nearest first"),
}
_FREE: dict[str, Mapping[str, Text]] = {
    "money": MONEY,
    "seeking": {"yes": gettext_lazy("looking for partners")},
    "grain": {
        "need": gettext_lazy("an owner's need"),
        "direction": gettext_lazy("policy direction"),
    },
}
_SHOWN = (
    *("city", "district", "field", "status", "money", "type", "tier", "side", "mode", "year"),
    *("chain", "seeking", "grain"),
)


def tabs(answer: Answer, question: Question, here: Address) -> list[Option]:
    """One tab for each kind there is, whichever is chosen, and one for all."""
    numbers = answer.facets.get(KIND, {})
    everything = Option(
        value="", label=_("All"), count=sum(numbers.values()),
        url=str(here.without("kind", "page")), active=not question.kinds,
    )  # fmt: skip
    return [everything] + [
        Option(
            value=kind,
            label=label,
            count=numbers.get(kind, 0),
            url=str(here.having("kind", kind)),
            active=kind in question.kinds,
        )
        for kind, label in KINDS.items()
        if numbers.get(kind) or kind in question.kinds
    ]


def facets_of(answer: Answer, here: Address) -> list[Facet]:
    """The facets that divide these answers; a chosen value stays even when it finds nothing."""
    found = []
    for name in _SHOWN:
        numbers = dict(answer.facets.get(name, {}))
        for value in here.values(name):
            numbers.setdefault(value, 0)
        rows = _rows(name, numbers)
        if len(rows) > 1 or any(here.has(name, value) for value, _label, _number in rows):
            found.append(facet(name, str(LABELS[name]), rows, here=here))
    return found


def _rows(name: str, numbers: Mapping[str, int]) -> list[tuple[str, Text, int | None]]:
    words: dict[str, Text] = {one.code: str(one.label) for one in known(name)}
    words |= _FREE.get(name, {})
    rows: list[tuple[str, Text, int | None]] = [
        (value, words.get(value, value), number) for value, number in numbers.items()
    ]
    if name == "money":
        order = list(MONEY_BANDS)
        return sorted(rows, key=lambda row: order.index(row[0]) if row[0] in order else len(order))
    if name == "year":
        return sorted(rows, reverse=True, key=lambda row: row[0])
    return sorted(rows, key=lambda row: (-(row[2] or 0), str(row[1])))


def understood(question: Question, facets: Sequence[Facet], here: Address) -> list[Link]:
    """Chips: every condition typed, every value clicked, the place; each takes itself away."""
    typed = [
        Link(label=said(part), url=str(here.having("q", part.rest)))
        for part in question.parts
        if part.sense is not Sense.WORD and part.taken
    ]
    return [*typed, *chips(facets), *near_chip(question, here)]


def near_chip(question: Question, here: Address) -> list[Link]:
    """The place chosen beside the words."""
    if not (question.near and here.values("near")):
        return []
    (code, *_rest) = here.values("near")
    label = next((str(one.label) for one in known("near") if one.code == code), code)
    told = {"place": label, "km": round(question.near.kilometres)}
    return [
        Link(
            label=_("Near %(place)s, within %(km)d km") % told,
            url=str(here.without("near", "km", "page")),
        )
    ]


def orders(question: Question, here: Address) -> list[Option]:
    """How answers may be ordered; by distance only when a place is chosen."""
    return [
        Option(
            value=sort, label=label, url=str(here.having("sort", sort)),
            active=sort is question.sort,
        )
        for sort, label in _SORTS.items()
        if sort is not Sort.DISTANCE or question.near
    ]  # fmt: skip


def chosen(here: Address) -> dict[str, tuple[str, ...]]:
    """What the address narrows besides the words."""
    return {name: here.values(name) for name in FACETS if here.values(name)}
