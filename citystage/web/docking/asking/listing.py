"""The asks one has a part in: filed by one's unit, to answer, of the city."""

from collections.abc import Iterator
from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor, Stamp
from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.writing import Row
from citystage.kernel.refusals import NotFound
from citystage.stages.docking.models import Ask
from citystage.stages.docking.queries import asks as queries
from citystage.stages.docking.queries.asks import Cut
from citystage.stages.docking.states.asks import AskKind, AskState
from citystage.web.docking.asking.marks import is_late, outcome_mark, state_mark
from citystage.web.docking.tracking import files
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Facet, Link, Option, chips, facet
from citystage.web.shell.pages import page, show

PER_PAGE: Final = 30
_NEEDS: Final = (
    Permission.DOCKING_ASK_FILE,
    Permission.DOCKING_ASK_REPLY,
    Permission.DOCKING_ASK_DECIDE,
)
_BOXES: Final = {
    "asked": gettext_lazy("filed by us"),
    "received": gettext_lazy("to be answered by us"),
}
_ORDERS: Final = {
    "new": gettext_lazy("newest first"),
    "due": gettext_lazy("due first"),
    "title": gettext_lazy("by title"),
}
COLUMNS: Final = (
    Field(code="number", zh="编号", en="No.", kind=Kind.NUMBER),
    Field(code="title", zh="诉求", en="Ask"),
    Field(code="kind", zh="类别", en="Kind"),
    Field(code="asker", zh="提出单位", en="Asked by"),
    Field(code="unit", zh="答复单位", en="Answered by"),
    Field(code="state", zh="状态", en="State"),
    Field(code="outcome", zh="答复意见", en="Answer"),
    Field(code="reply", zh="答复内容", en="In words", kind=Kind.LONG),
    Field(code="filed", zh="提出时间", en="Filed"),
    Field(code="due", zh="答复期限", en="Due"),
    Field(code="replied", zh="答复时间", en="Replied"),
)


def ensure(actor: Actor) -> None:
    """Raise ``NotFound`` for a hat that has no part in asks."""
    if not any(actor.may(one) for one in _NEEDS):
        raise NotFound(_("There is nothing here for your role."))


def cut_of(here: Address) -> Cut:
    """What the address asks for."""
    return Cut(
        box=(here.values("box") or ("",))[-1],
        states=here.values("state"),
        kinds=here.values("kind"),
        words=(here.values("q") or ("",))[-1].strip()[:200],
        sort=(here.values("sort") or ("new",))[-1],
    )


def facets(here: Address, counted: dict[str, int]) -> list[Facet]:
    """State with its numbers, and kind."""
    states = [(one.value, one.label, counted.get(one.value, 0)) for one in AskState]
    kinds = [(one.value, one.label, None) for one in AskKind]
    return [
        facet("state", _("State"), states, here=here),
        facet("kind", _("What is asked"), kinds, here=here),
    ]


@require_safe
@page
def browse(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/docking/asks/``: boxes, state and kind in the address."""
    ensure(stamp.actor)
    here, cut = Address.of(request), cut_of(Address.of(request))
    leaf = Paginator(queries.asks(stamp.actor, cut), PER_PAGE).get_page(request.GET.get("page"))
    groups = facets(here, queries.tally(stamp.actor, cut))
    context = {
        "page": leaf,
        "rows": [(one, state_mark(one), outcome_mark(one), is_late(one, stamp.at)) for one in leaf],
        "facets": groups,
        "chips": chips(groups),
        "clear": str(here.without("state", "kind", "q", "page")),
        "boxes": _boxes(stamp.actor, here, cut.box),
        "orders": [
            Option(value=v, label=t, url=str(here.having("sort", v)), active=cut.sort == v)
            for v, t in _ORDERS.items()
        ],
        "words": cut.words,
        "here": here,
        "files": files.offered(request, "docking:asks_export"),
        "may_file": stamp.actor.may(Permission.DOCKING_ASK_FILE),
        "cut": bool(cut.states or cut.kinds or cut.words or cut.box),
        "crumbs": [Link(label=_("My work"), url=reverse("work:home")), Link(label=_("Asks"))],
    }
    return show(request, "docking/asking/list.html", context)


def _boxes(actor: Actor, here: Address, chosen: str) -> list[Option]:
    may = {
        "asked": actor.may(Permission.DOCKING_ASK_FILE),
        "received": actor.may(Permission.DOCKING_ASK_REPLY),
    }
    found = [Option(value="", label=_("all"), url=str(here.without("box")), active=not chosen)]
    found += [
        Option(value=v, label=t, url=str(here.having("box", v)), active=chosen == v)
        for v, t in _BOXES.items()
        if may[v]
    ]
    return found


@require_safe
@page
def export(request: HttpRequest, stamp: Stamp, kind: str) -> HttpResponse:
    """The list as one sees it, as a file."""
    ensure(stamp.actor)
    found = queries.asks(stamp.actor, cut_of(Address.of(request)))[: files.MOST]
    return files.as_file("asks", kind, COLUMNS, _rows(found.iterator(chunk_size=500)))


def _rows(found: Iterator[Ask]) -> Iterator[Row]:
    for one in found:
        yield {
            "number": one.pk,
            "title": one.title,
            "kind": str(one.get_kind_display()),
            "asker": one.asker.label,
            "unit": one.unit.label,
            "state": str(one.get_state_display()),
            "outcome": str(one.get_outcome_display()),
            "reply": one.reply,
            "filed": f"{timezone.localtime(one.filed_at):%Y-%m-%d}",
            "due": f"{timezone.localtime(one.due_at):%Y-%m-%d}",
            "replied": f"{timezone.localtime(one.replied_at):%Y-%m-%d}" if one.replied_at else "",
        }
