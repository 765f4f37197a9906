"""Projects: cut, ordered and taken along as a file."""

from collections.abc import Iterator
from typing import Any, Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor, Stamp
from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.writing import Row
from citystage.foundation.tenancy.queries import placed_districts
from citystage.kernel.refusals import NotFound
from citystage.stages.projects.queries import projects as queries
from citystage.stages.projects.queries.projects import Cut
from citystage.stages.projects.states.projects import ProjectState
from citystage.web.projects.marks import project_mark
from citystage.web.shell import formats
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Facet, Link, Option, Text, chips, facet
from citystage.web.shell.exports import MOST, as_file, offered
from citystage.web.shell.pages import page, show

PER_PAGE: Final = 30
_ORDERS: Final[dict[str, Text]] = {
    "newest": gettext_lazy("newest first"),
    "due": gettext_lazy("due first"),
    "amount": gettext_lazy("largest amount first"),
}
_MARKS: Final[dict[str, Text]] = {
    "overdue": gettext_lazy("report overdue"),
    "late": gettext_lazy("past its date"),
    "flag": gettext_lazy("risk or help needed"),
    "unpaid": gettext_lazy("payment overdue"),
}
_COLUMNS: Final = (
    Field(code="title", zh="项目", en="Project"),
    Field(code="scenario", zh="场景编号", en="Scenario"),
    Field(code="owner", zh="需求单位", en="Demand owner"),
    Field(code="supplier", zh="供给单位", en="Supplier"),
    Field(code="district", zh="区市", en="District"),
    Field(code="department", zh="牵头部门", en="Department"),
    Field(code="state", zh="状态", en="State"),
    Field(code="met", zh="已达成里程碑", en="Milestones met", kind=Kind.NUMBER),
    Field(code="aims", zh="里程碑总数", en="Milestones", kind=Kind.NUMBER),
    Field(code="begun", zh="开始日期", en="Begun"),
    Field(code="due", zh="应验收日期", en="To be accepted by"),
    Field(code="landed", zh="落地时间", en="Landed"),
    Field(code="amount", zh="合同金额", en="Amount agreed"),
    Field(code="reason", zh="原因", en="Reason", kind=Kind.LONG),
)


def ensure(actor: Actor) -> None:
    """Raise ``NotFound`` for a hat that has no part in projects."""
    if not actor.may(Permission.PROJECT_RECORD_KEEP):
        raise NotFound(_("There is nothing here for your role."))


def _cut(here: Address) -> Cut:
    return Cut(
        states=here.values("state"),
        districts=here.values("district"),
        departments=here.values("department"),
        marks=here.values("mark"),
        words=(here.values("q") or ("",))[-1].strip()[:200],
    )


def _groups(here: Address, actor: Actor) -> list[Facet]:
    states = [(one.value, one.label, None) for one in ProjectState]
    marks = [(value, label, None) for value, label in _MARKS.items()]
    cities = {unit.city_id or unit.pk for _role, unit in actor.grants}
    districts = [
        (unit.code, unit.label, None) for unit in placed_districts() if unit.city_id in cities
    ]
    return [
        facet("state", _("State"), states, here=here),
        facet("mark", _("What asks for attention"), marks, here=here),
        facet("district", _("District"), districts, here=here),
    ]


def orders(here: Address, known: dict[str, Text], first: str) -> tuple[str, list[Option]]:
    """The order in the address, and all of them as links."""
    wanted = (here.values("sort") or (first,))[-1]
    chosen = wanted if wanted in known else first
    options = [
        Option(value=v, label=t, url=str(here.having("sort", v)), active=v == chosen)
        for v, t in known.items()
    ]
    return chosen, options


@require_safe
@page
def browse(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/projects/``."""
    ensure(stamp.actor)
    here = Address.of(request)
    cut = _cut(here)
    order, options = orders(here, _ORDERS, "newest")
    rows = queries.projects(stamp.actor, cut, at=stamp.at, order=order)
    leaf = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    groups = _groups(here, stamp.actor)
    context = {
        "page": leaf,
        "rows": [(one, project_mark(one)) for one in leaf],
        "facets": groups,
        "chips": chips(groups),
        "clear": str(here.without("state", "mark", "district", "department", "q", "page")),
        "words": cut.words,
        "here": here,
        "cut": cut != Cut(),
        "orders": options,
        "files": offered(request, "projects:export"),
        "crumbs": [Link(label=_("My work"), url=reverse("work:home")), Link(label=_("Projects"))],
    }
    return show(request, "projects/landing/list.html", context)


@require_safe
@page
def export(request: HttpRequest, stamp: Stamp, kind: str) -> HttpResponse:
    """The list as one sees it, as a file."""
    ensure(stamp.actor)
    here = Address.of(request)
    order, _options = orders(here, _ORDERS, "newest")
    rows = queries.projects(stamp.actor, _cut(here), at=stamp.at, order=order)
    return as_file("projects", kind, _COLUMNS, _rows(rows[:MOST]))


def _rows(found: Any) -> Iterator[Row]:  # noqa: ANN401 -- projects with their counts
    for one in found:
        yield {
            "title": one.title,
            "scenario": one.scenario.number,
            "owner": one.owner_unit.label,
            "supplier": one.supplier_label,
            "district": one.district.label if one.district else "",
            "department": one.department.label if one.department else "",
            "state": str(one.get_state_display()),
            "met": one.met,
            "aims": one.aims,
            "begun": one.begun_on.isoformat(),
            "due": one.due_on.isoformat(),
            "landed": formats.day(one.landed_at) if one.landed_at else "",
            "amount": formats.money(one.amount) if one.amount is not None else "",
            "reason": one.reason,
        }


@require_safe
@page
def failures(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/projects/lessons/``: what did not work, and why; found by words."""
    ensure(stamp.actor)
    here = Address.of(request)
    words = (here.values("q") or ("",))[-1].strip()[:200]
    rows = queries.failures(stamp.actor, words)
    leaf = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": leaf,
        "here": here,
        "words": words,
        "crumbs": [
            Link(label=_("Projects"), url=reverse("projects:list")),
            Link(label=_("What did not work")),
        ],
    }
    return show(request, "projects/landing/failures.html", context)
