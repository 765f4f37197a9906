"""The promises one gave, was given, or steers."""

from collections.abc import Iterator, Mapping
from datetime import date
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
from citystage.stages.docking.models import Promise
from citystage.stages.docking.queries import promises as queries
from citystage.stages.docking.queries.promises import Cut
from citystage.stages.docking.states.promises import PromiseState
from citystage.web.docking.promising.marks import is_late, state_mark
from citystage.web.docking.tracking import files
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link, Option, Text, chips, facet
from citystage.web.shell.pages import page, show

PER_PAGE: Final = 30
_BOXES: Final = {
    "": gettext_lazy("all"),
    "given": gettext_lazy("we promised"),
    "taken": gettext_lazy("promised to us"),
    "overdue": gettext_lazy("overdue"),
}
_ORDERS: Final = {"due": gettext_lazy("due first"), "new": gettext_lazy("newest first")}
_COLUMNS: Final = (
    Field(code="giver", zh="承诺方", en="Promised by"),
    Field(code="taker", zh="受诺方", en="Promised to"),
    Field(code="what", zh="承诺事项", en="What", kind=Kind.LONG),
    Field(code="due", zh="完成期限", en="By"),
    Field(code="owner", zh="责任人", en="Person"),
    Field(code="state", zh="状态", en="State"),
    Field(code="late", zh="是否逾期", en="Overdue"),
    Field(code="event", zh="活动", en="Event"),
    Field(code="scenario", zh="场景", en="Scenario"),
    Field(code="words", zh="说明", en="In words", kind=Kind.LONG),
)


def ensure(actor: Actor) -> None:
    """Raise ``NotFound`` for a hat that has no part in promises."""
    if not actor.may(Permission.DOCKING_PROMISE_MAKE):
        raise NotFound(_("There is nothing here for your role."))


def _cut(here: Address) -> Cut:
    event = (here.values("event") or ("",))[-1]
    return Cut(
        box=(here.values("box") or ("",))[-1],
        states=here.values("state"),
        words=(here.values("q") or ("",))[-1].strip()[:200],
        event=int(event) if event.isdecimal() and len(event) < 19 else None,  # noqa: PLR2004 -- a column
        scenario=(here.values("scenario") or ("",))[-1],
        sort=(here.values("sort") or ("due",))[-1],
    )


@require_safe
@page
def browse(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/docking/promises/``: boxes and states in the address."""
    ensure(stamp.actor)
    here, today = Address.of(request), timezone.localdate(stamp.at)
    cut = _cut(here)
    found = queries.promises(stamp.actor, cut, today=today)
    leaf = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    counted = queries.tally(stamp.actor, cut, today=today)
    states = [(one.value, one.label, counted.get(one.value, 0)) for one in PromiseState]
    groups = [facet("state", _("State"), states, here=here)]
    context = {
        "page": leaf,
        "rows": [(one, state_mark(one), is_late(one, today)) for one in leaf],
        "facets": groups,
        "chips": chips(groups),
        "clear": str(here.without("state", "q", "event", "scenario", "page")),
        "boxes": _options(here, "box", _BOXES, cut.box),
        "orders": _options(here, "sort", _ORDERS, cut.sort),
        "words": cut.words,
        "here": here,
        "files": files.offered(request, "docking:promises_export"),
        "cut": bool(cut.states or cut.words or cut.box or cut.event or cut.scenario),
        "crumbs": [Link(label=_("My work"), url=reverse("work:home")), Link(label=_("Promises"))],
    }
    return show(request, "docking/promising/list.html", context)


def _options(here: Address, name: str, known: Mapping[str, Text], chosen: str) -> list[Option]:
    return [
        Option(
            value=value,
            label=label,
            url=str(here.having(name, value) if value else here.without(name, "page")),
            active=chosen == value,
        )
        for value, label in known.items()
    ]


@require_safe
@page
def export(request: HttpRequest, stamp: Stamp, kind: str) -> HttpResponse:
    """The list as one sees it, as a file."""
    ensure(stamp.actor)
    today = timezone.localdate(stamp.at)
    found = queries.promises(stamp.actor, _cut(Address.of(request)), today=today)[: files.MOST]
    rows = _rows(found.iterator(chunk_size=500), today)
    return files.as_file("promises", kind, _COLUMNS, rows)


def _rows(found: Iterator[Promise], today: date) -> Iterator[Row]:
    for one in found:
        yield {
            "giver": one.giver.label,
            "taker": one.taker.label,
            "what": one.what,
            "due": one.due_on.isoformat(),
            "owner": str(one.owner or ""),
            "state": str(one.get_state_display()),
            "late": _("yes") if is_late(one, today) else "",
            "event": one.event.label if one.event else "",
            "scenario": one.scenario.label if one.scenario else "",
            "words": one.words,
        }
