"""Trials within reach: drafts of one's own, running ones, what waits for whom."""

from collections.abc import Iterable, Iterator
from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor, Stamp
from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.writing import Row
from citystage.kernel.refusals import NotFound
from citystage.stages.trials.models import Trial
from citystage.stages.trials.queries import standing
from citystage.stages.trials.queries import trials as queries
from citystage.stages.trials.queries.trials import Cut
from citystage.stages.trials.states.trials import TrialState
from citystage.web.shell import exports, formats
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Facet, Link, Option, chips, facet
from citystage.web.shell.pages import page, show
from citystage.web.trials.marks import days_between, last_day, trial_mark

PER_PAGE: Final = 30
_COLUMNS: Final = (
    Field(code="title", zh="试用", en="Trial"),
    Field(code="number", zh="场景编号", en="Scenario number"),
    Field(code="scenario", zh="场景", en="Scenario"),
    Field(code="owner", zh="需求单位", en="Owner"),
    Field(code="supplier", zh="供给方", en="Supplier"),
    Field(code="district", zh="区（市）", en="District"),
    Field(code="place", zh="地点", en="Place"),
    Field(code="starts", zh="开始日期", en="Begins"),
    Field(code="ends", zh="最后一日", en="Last day"),
    Field(code="fee", zh="是否免费", en="Free of charge"),
    Field(code="price", zh="采用价格", en="Price if taken over"),
    Field(code="state", zh="状态", en="State"),
    Field(code="step", zh="当前步骤", en="Step"),
    Field(code="outcome", zh="结果说明", en="Outcome", kind=Kind.LONG),
)


def ensure(actor: Actor) -> None:
    """Raise ``NotFound`` for a hat that has no part in trials."""
    if not actor.may(Permission.TRIAL_KEEP):
        raise NotFound(_("There is nothing here for your role."))


def _cut(here: Address) -> Cut:
    return Cut(
        box=(here.values("box") or ("",))[-1],
        states=here.values("state"),
        steps=here.values("step"),
        districts=here.values("district"),
        words=(here.values("q") or ("",))[-1].strip()[:200],
        sort=(here.values("sort") or ("changed",))[-1],
    )


def _boxes(here: Address, now: str) -> list[Option]:
    labels = {
        "": _("All"),
        "mine": _("Ours"),
        "sign": _("To sign"),
        "agree": _("Steps to agree to"),
        "again": _("Steps to judge again"),
        "over": _("Outcome due"),
    }
    return [
        Option(
            value=name,
            label=label,
            url=str(here.having("box", name) if name else here.without("box", "page")),
            active=name == now,
        )
        for name, label in labels.items()
    ]


def _orders(here: Address, now: str) -> list[Option]:
    labels = {
        "changed": _("last changed"),
        "ends": _("last day first"),
        "begins": _("newest begun first"),
    }
    return [
        Option(value=name, label=label, url=str(here.having("sort", name)), active=name == now)
        for name, label in labels.items()
    ]


def _groups(actor: Actor, here: Address, cut: Cut, stamp: Stamp) -> list[Facet]:
    known = queries.tally(actor, cut, today=timezone.localdate(stamp.at))
    states = [(one.value, one.label, known.get(one.value, 0)) for one in TrialState]
    areas = [(one.code, one.label, None) for one in queries.districts_of(actor)]
    found = [facet("state", _("State"), states, here=here)]
    return [*found, facet("district", _("District"), areas, here=here)] if areas else found


@require_safe
@page
def browse(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/trials/``."""
    ensure(stamp.actor)
    here = Address.of(request)
    cut = _cut(here)
    today = timezone.localdate(stamp.at)
    rows = queries.trials(stamp.actor, cut, today=today)
    leaf = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    groups = _groups(stamp.actor, here, cut, stamp)
    context = {
        "page": leaf,
        "rows": [_row(one, today) for one in leaf],
        "boxes": _boxes(here, cut.box),
        "orders": _orders(here, cut.sort),
        "facets": groups,
        "chips": chips(groups),
        "clear": str(here.without("state", "step", "district", "q", "page")),
        "words": cut.words,
        "here": here,
        "cut": cut != Cut(sort=cut.sort),
        "files": exports.offered(request, "trials:export"),
        "crumbs": [
            Link(label=_("My work"), url=reverse("work:home")),
            Link(label=_("Trial agreements")),
        ],
    }
    return show(request, "trials/list.html", context)


def _row(trial: Trial, today: object) -> dict[str, object]:
    step = standing.frame(trial).step(trial.step)
    signed = trial.state in {TrialState.RUNNING, TrialState.SUSPENDED}
    return {
        "trial": trial,
        "mark": trial_mark(trial),
        "step": step.label if step else "",
        "days": days_between(trial.starts_on, trial.ends_on),
        "over": signed and trial.ends_on <= today,  # type: ignore[operator]
    }


@require_safe
@page
def export(request: HttpRequest, stamp: Stamp, kind: str) -> HttpResponse:
    """The list as one sees it, as a file."""
    ensure(stamp.actor)
    today = timezone.localdate(stamp.at)
    found = queries.trials(stamp.actor, _cut(Address.of(request)), today=today)
    return exports.as_file("trials", kind, _COLUMNS, _rows(found[: exports.MOST]))


def _rows(found: Iterable[Trial]) -> Iterator[Row]:
    for one in found:
        step = standing.frame(one).step(one.step)
        yield {
            "title": one.title,
            "number": one.scenario.number,
            "scenario": one.scenario.label,
            "owner": one.owner_unit.label,
            "supplier": one.supplier.label,
            "district": one.district.label if one.district else "",
            "place": one.place,
            "starts": one.starts_on.isoformat(),
            "ends": last_day(one.ends_on).isoformat(),
            "fee": _("yes") if one.free else _("no"),
            "price": formats.money(one.price) if one.price is not None else "",
            "state": str(one.get_state_display()),
            "step": step.label if step else "",
            "outcome": one.outcome_words,
        }
