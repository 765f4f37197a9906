"""The tolerance ledger: what is tolerated, for whom, until when, on which rule."""

from collections.abc import Iterable, Iterator
from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.writing import Row
from citystage.stages.trials.models import Tolerance
from citystage.stages.trials.queries import tolerances as queries
from citystage.stages.trials.queries.tolerances import Cut
from citystage.stages.trials.rules.tolerances import may_grant
from citystage.stages.trials.states.tolerances import ToleranceState
from citystage.web.shell import exports
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link, Option, chips, facet
from citystage.web.shell.pages import page, show
from citystage.web.trials.listing import ensure
from citystage.web.trials.marks import days_between, last_day, tolerance_mark

PER_PAGE: Final = 30
_COLUMNS: Final = (
    Field(code="title", zh="宽容事项", en="Tolerance"),
    Field(code="what", zh="宽容内容", en="What is tolerated", kind=Kind.LONG),
    Field(code="limits", zh="不予宽容的情形", en="Not tolerated all the same", kind=Kind.LONG),
    Field(code="organisation", zh="适用单位", en="For whom"),
    Field(code="trial", zh="试用", en="Trial"),
    Field(code="place", zh="地点", en="Where"),
    Field(code="starts", zh="开始日期", en="From"),
    Field(code="ends", zh="最后一日", en="Last day"),
    Field(code="decided", zh="决定单位", en="Decided by"),
    Field(code="rule", zh="依据", en="Rule"),
    Field(code="number", zh="文号", en="Document number"),
    Field(code="state", zh="状态", en="State"),
    Field(code="incidents", zh="事件数", en="Incidents", kind=Kind.NUMBER),
)


def _cut(here: Address) -> Cut:
    return Cut(
        states=here.values("state"),
        words=(here.values("q") or ("",))[-1].strip()[:200],
        sort=(here.values("sort") or ("ends",))[-1],
    )


def _orders(here: Address, now: str) -> list[Option]:
    labels = {"ends": _("last day first"), "new": _("newest begun first")}
    return [
        Option(value=name, label=label, url=str(here.having("sort", name)), active=name == now)
        for name, label in labels.items()
    ]


@require_safe
@page
def browse(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/trials/tolerances/``."""
    ensure(stamp.actor)
    here = Address.of(request)
    cut = _cut(here)
    leaf = Paginator(queries.tolerances(stamp.actor, cut), PER_PAGE).get_page(
        request.GET.get("page")
    )
    states = [(one.value, one.label, None) for one in ToleranceState]
    groups = [facet("state", _("State"), states, here=here)]
    context = {
        "page": leaf,
        "rows": [
            (one, tolerance_mark(one), days_between(one.starts_on, one.ends_on)) for one in leaf
        ],
        "orders": _orders(here, cut.sort),
        "facets": groups,
        "chips": chips(groups),
        "clear": str(here.without("state", "q", "page")),
        "words": cut.words,
        "here": here,
        "cut": cut != Cut(sort=cut.sort),
        "may_grant": may_grant(stamp.actor, None),
        "files": exports.offered(request, "trials:tolerances_export"),
        "crumbs": [
            Link(label=_("My work"), url=reverse("work:home")),
            Link(label=_("Tolerance ledger")),
        ],
    }
    return show(request, "trials/tolerances.html", context)


@require_safe
@page
def export(request: HttpRequest, stamp: Stamp, kind: str) -> HttpResponse:
    """The ledger as one sees it, as a file."""
    ensure(stamp.actor)
    found = queries.tolerances(stamp.actor, _cut(Address.of(request)))
    return exports.as_file("tolerances", kind, _COLUMNS, _rows(found[: exports.MOST]))


def _rows(found: Iterable[Tolerance]) -> Iterator[Row]:
    for one in found:
        district = one.district.label if one.district else ""
        yield {
            "title": one.title,
            "what": one.what,
            "limits": one.limits,
            "organisation": one.organisation.label,
            "trial": one.trial.title if one.trial else "",
            "place": " · ".join(filter(None, (district, one.place))),
            "starts": one.starts_on.isoformat(),
            "ends": last_day(one.ends_on).isoformat(),
            "decided": one.decided_for.label,
            "rule": one.rule,
            "number": one.rule_number,
            "state": str(one.get_state_display()),
            "incidents": queries.counted(one),
        }
