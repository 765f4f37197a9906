"""The public search: scenarios, capabilities, organisations and lists in one answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from citystage.engines.text.folding import Span
from citystage.engines.text.marking import mark, snippet
from citystage.foundation.access.stamps import Stamp
from citystage.stages.catalogue.models import SearchDocument
from citystage.stages.catalogue.queries import found, searching
from citystage.stages.catalogue.queries.searching import Asked
from citystage.web.public.cards import capability_card, scenario_card
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Card, Option, Text
from citystage.web.shell.pages import open_page, show

PER_PAGE = 20
_LONGEST = 200
_KINDS: dict[str, Text] = {
    SearchDocument.Kind.SCENARIO: _("Scenarios"),
    SearchDocument.Kind.CAPABILITY: _("Capabilities"),
    SearchDocument.Kind.ORGANISATION: _("Organisations"),
    SearchDocument.Kind.LIST: _("Lists"),
}


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer: a card, or a plain line for organisations and lists."""

    kind: str
    card: Card | None = None
    title: str = ""
    spans: Sequence[Span] = ()
    url: str = ""
    note: str = ""
    note_spans: Sequence[Span] = ()


@dataclass(frozen=True, slots=True)
class Weighed:
    """The hits for a paginator, which need not count again what the tabs have counted."""

    ranked: QuerySet[SearchDocument]
    total: int

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, part: slice) -> QuerySet[SearchDocument]:
        return self.ranked[part]


@require_safe
@open_page
def search(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/search?q=``."""
    q = request.GET.get("q", "").replace("\x00", "").strip()[:_LONGEST]
    kind = request.GET.get("kind", "")
    here = Address.of(request)
    asked = searching.understand(q)
    context: dict[str, object] = {"q": q, "here": here}
    if q:
        context |= answer(request, asked, kind, stamp, here)
    return show(request, "public/search.html", context, part="results")


def answer(
    request: HttpRequest, asked: Asked, kind: str, stamp: Stamp, here: Address
) -> dict[str, object]:
    """The page of hits; when not all words are found anywhere, what any one of them finds."""
    every = True
    documents = searching.documents(asked)
    numbers = searching.counts(documents)
    if not numbers and len(asked.words) > 1:
        every = False
        documents = searching.documents(asked, every=False)
        numbers = searching.counts(documents)
    kinds = [kind] if kind in numbers else []
    ranked = searching.ranked(asked, documents, every=every, kinds=kinds)
    found_here = numbers[kind] if kinds else sum(numbers.values())
    weighed = Weighed(ranked, min(found_here, searching.WEIGHED))
    page = Paginator(cast("QuerySet[SearchDocument]", weighed), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return {
        "page": page,
        "hits": hits(list(page), asked, stamp),
        "kinds": _tabs(numbers, kinds, here),
        "total": sum(numbers.values()),
        "loosened": not every,
        "corrections": _corrections(asked, here) if not numbers or not every else [],
    }


def _tabs(numbers: Mapping[str, int], chosen: Sequence[str], here: Address) -> list[Option]:
    everything = Option(
        value="", label=_("All"), count=sum(numbers.values()),
        url=str(here.without("kind", "page")), active=not chosen,
    )  # fmt: skip
    return [everything] + [
        Option(
            value=kind,
            label=label,
            count=numbers[kind],
            url=str(here.having("kind", kind)),
            active=kind in chosen,
        )
        for kind, label in _KINDS.items()
        if numbers.get(kind)
    ]


def _corrections(asked: Asked, here: Address) -> list[Option]:
    """For each mistyped Latin word the whole question with the likely one in its place."""
    return [
        Option(value=new, label=new, url=str(here.having("q", asked.text.replace(old, new))))
        for old, new in searching.corrections(asked).items()
    ]


def hits(documents: Sequence[SearchDocument], asked: Asked, stamp: Stamp) -> list[Hit]:
    """The documents with what a card shows, in their order; one query for each kind on the page."""
    things = found.behind(documents)
    shown = []
    for document in documents:
        thing = things.get((document.kind, document.object_id))
        if thing is not None:
            shown.append(_hit(document, thing, asked, stamp))
    return shown


def _hit(document: SearchDocument, thing: found.Thing, asked: Asked, stamp: Stamp) -> Hit:
    words = asked.forms
    if isinstance(thing, found.Scenario):
        return Hit(document.kind, scenario_card(thing, now=stamp.at, words=words, city=True))
    if isinstance(thing, found.Capability):
        return Hit(document.kind, capability_card(thing, words=words))
    part = snippet(document.body, words, length=140)
    title = thing.label
    if isinstance(thing, found.Organisation):
        url = reverse("public:organisation", args=[thing.pk])
    else:
        url = reverse("public:list", args=[thing.city.code, thing.code])
    return Hit(document.kind, None, title, mark(title, words), url, part.text, part.spans)
