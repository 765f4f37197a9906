"""The page of answers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.catalogue.models import SearchDocument
from citystage.stages.catalogue.queries import searching
from citystage.stages.catalogue.queries.asking import answering
from citystage.stages.catalogue.queries.asking.answer import FARTHEST, PER_PAGE, Answer, Source
from citystage.stages.catalogue.queries.asking.names import LABELS, known
from citystage.stages.catalogue.queries.asking.question import Question
from citystage.stages.catalogue.queries.asking.values import NEAR_KM
from citystage.web.public.searching.hits import hits
from citystage.web.public.searching.loosening import asked, loosened
from citystage.web.public.searching.narrowing import facets_of, orders, tabs, understood
from citystage.web.public.searching.wording import doubts, examples
from citystage.web.shell import formats
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Option
from citystage.web.shell.pages import open_page, show

_LONGEST = 500
_KILOMETRES = (5, 10, 20, 50, 100)


@dataclass(frozen=True, slots=True)
class Numbers:
    """For a paginator: how many pages there are; the answers of one page were asked for already."""

    total: int

    def __len__(self) -> int:
        return min(self.total, FARTHEST)

    def __getitem__(self, part: slice) -> Sequence[SearchDocument]:
        return ()


@require_safe
@open_page
def search(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/search?q=``."""
    here = _address(request)
    question = asked(here)
    context: dict[str, object] = {
        "q": question.text,
        "here": here,
        "question": question,
        "places": _places(here),
        "kilometres": _kilometres(here),
        "carried": here.hidden("q", "near", "km"),
        "examples": examples(),
    }
    if question:
        context |= _answer(question, _number(request), stamp, here)
    return show(request, "public/search.html", context, part="results")


def _address(request: HttpRequest) -> Address:
    here = Address.of(request)
    words = request.GET.get("q", "").replace("\x00", "").strip()
    # One character too many tells the reader of questions that there were more.
    return here.having("q", words[: _LONGEST + 1]) if words else here.without("q")


def _number(request: HttpRequest) -> int:
    said = request.GET.get("page", "1")
    number = int(said) if said.isascii() and said.isdecimal() and len(said) < 4 else 1  # noqa: PLR2004
    return min(max(number, 1), FARTHEST // PER_PAGE)


def _answer(question: Question, number: int, stamp: Stamp, here: Address) -> dict[str, object]:
    answer = answering.answer(question, stamp.actor, page=number)
    pages = Paginator(cast("QuerySet[SearchDocument]", Numbers(answer.total)), PER_PAGE)
    page = pages.get_page(number)
    if page.number != number:
        answer = answering.answer(question, stamp.actor, page=page.number)
    facets = facets_of(answer, here)
    lacking = not answer.total or answer.loosened or answer.total == answer.by_meaning
    return {
        "page": page,
        "hits": hits(answer.found, question.forms, stamp),
        "tabs": tabs(answer, question, here),
        "facets": facets,
        "chips": understood(question, facets, here),
        "clear": str(_plain(question, here)),
        "orders": orders(question, here),
        "total": answer.total,
        "loosened": answer.loosened,
        "only_meaning": 0 < answer.total == answer.by_meaning,
        "notes": doubts(question.notes),
        "contradiction": LABELS.get(question.contradiction, ""),
        "loosen": loosened(question, here, stamp.actor) if lacking else [],
        "corrections": _corrections(question, here) if lacking else [],
        "standing": _standing(answer),
    }


def _plain(question: Question, here: Address) -> Address:
    """Only the words, without any condition."""
    kept = Address(here.path, tuple(pair for pair in here.pairs if pair[0] == "sort"))
    return kept.having("q", question.query.text) if question.query.text else kept


def _standing(answer: Answer) -> str:
    """Said when the answer is not what it could be; the search itself goes on."""
    if answer.source is Source.DATABASE:
        return _("The index is being made ready. Until then the search goes by words alone.")
    if answer.source is Source.CATCHING_UP:
        told = {"n": formats.count(answer.behind)}
        return _("The index is catching up: %(n)s changes are not searched yet.") % told
    return ""


def _corrections(question: Question, here: Address) -> list[Option]:
    """For each mistyped Latin word the whole question with the likely one in its place."""
    offered = searching.corrections(searching.Asked(question.text, question.words))
    return [
        Option(value=new, label=new, url=str(here.having("q", question.text.replace(old, new))))
        for old, new in offered.items()
    ]


def _places(here: Address) -> list[Option]:
    return [
        Option(value=one.code, label=str(one.label), active=here.has("near", one.code))
        for one in known("near")
    ]


def _kilometres(here: Address) -> list[Option]:
    now = (here.values("km") or (str(NEAR_KM),))[-1]
    return [
        Option(value=str(km), label=_("within %(km)d km") % {"km": km}, active=str(km) == now)
        for km in _KILOMETRES
    ]
