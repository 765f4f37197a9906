"""How readings came in: the days with their sums, and the batches of one day."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.writing import Row
from citystage.kernel.refusals import NotFound
from citystage.stages.trials.models import Batch, Trial
from citystage.stages.trials.queries import batches as queries
from citystage.stages.trials.queries import standing
from citystage.stages.trials.queries.batches import Cut, Incoming
from citystage.stages.trials.queries.trials import reach_trial
from citystage.stages.trials.states.trials import Source
from citystage.web.shell import exports, formats
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Facet, Link, Option, chips, facet
from citystage.web.shell.pages import page, show
from citystage.web.trials.happenings import counted
from citystage.web.trials.listing import ensure

PER_PAGE: Final = 30
_DAYS: Final = (
    Field(code="day", zh="日期", en="Day"),
    Field(code="source", zh="来源", en="Source"),
    Field(code="batches", zh="批次数", en="Batches", kind=Kind.NUMBER),
    Field(code="readings", zh="读数条数", en="Readings", kind=Kind.NUMBER),
    Field(code="known", zh="已有条数", en="There already", kind=Kind.NUMBER),
    Field(code="totals", zh="合计", en="Sums", kind=Kind.LONG),
)
_BATCHES: Final = (
    Field(code="at", zh="录入时间", en="Entered at"),
    Field(code="source", zh="来源", en="Source"),
    Field(code="by", zh="录入人", en="Entered by"),
    Field(code="key", zh="幂等键或文件名", en="Key or file"),
    Field(code="readings", zh="读数条数", en="Readings", kind=Kind.NUMBER),
    Field(code="known", zh="已有条数", en="There already", kind=Kind.NUMBER),
)


def _sources(here: Address) -> list[Facet]:
    return [facet("source", _("Source"), [(o.value, o.label, None) for o in Source], here=here)]


def _cut(here: Address) -> Cut:
    return Cut(sources=here.values("source"), sort=(here.values("sort") or ("new",))[-1])


def _orders(here: Address, now: str) -> list[Option]:
    labels = {"new": _("latest day first"), "old": _("earliest day first")}
    return [
        Option(value=name, label=label, url=str(here.having("sort", name)), active=name == now)
        for name, label in labels.items()
    ]


@require_safe
@page
def browse(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """``/trials/<pk>/batches/``: a line for each day and source."""
    ensure(stamp.actor)
    trial = reach_trial(stamp.actor, pk)
    here = Address.of(request)
    cut, groups = _cut(here), _sources(here)
    leaf = Paginator(queries.days(trial, cut), PER_PAGE).get_page(request.GET.get("page"))
    told = queries.told(trial, standing.frame(trial), list(leaf))
    context = {
        "trial": trial,
        "page": leaf,
        "rows": [(one, Source(one.source).label, counted(one)) for one in told],
        "orders": _orders(here, cut.sort),
        "facets": groups,
        "chips": chips(groups),
        "clear": str(here.without("source", "page")),
        "cut": bool(cut.sources),
        "files": exports.offered(request, "trials:batches_export", trial.pk),
        "crumbs": [*_way(trial), Link(label=_("Readings by day"))],
    }
    return show(request, "trials/batches.html", context)


@require_safe
@page
def export(request: HttpRequest, stamp: Stamp, pk: int, kind: str) -> HttpResponse:
    """The days as one sees them, as a file."""
    ensure(stamp.actor)
    trial = reach_trial(stamp.actor, pk)
    found = list(queries.days(trial, _cut(Address.of(request)))[: exports.MOST])
    told = queries.told(trial, standing.frame(trial), found)
    return exports.as_file(f"trial-{pk}-days", kind, _DAYS, _day_rows(told))


def _day_rows(found: Iterable[Incoming]) -> Iterator[Row]:
    for one in found:
        yield {
            "day": one.day.isoformat(),
            "source": str(Source(one.source).label),
            "batches": one.batches,
            "readings": one.readings,
            "known": one.known,
            "totals": "\n".join(one.totals),
        }


@require_safe
@page
def day(request: HttpRequest, stamp: Stamp, pk: int, when: str) -> HttpResponse:
    """``/trials/<pk>/batches/<day>/``: each batch with who sent it, leading to its readings."""
    ensure(stamp.actor)
    trial, on = reach_trial(stamp.actor, pk), _day(when)
    here = Address.of(request)
    groups = _sources(here)
    found = queries.batches_of(trial, on, here.values("source"))
    leaf = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "trial": trial,
        "name": formats.day(on),
        "page": leaf,
        "facets": groups,
        "chips": chips(groups),
        "clear": str(here.without("source", "page")),
        "cut": bool(here.values("source")),
        "files": exports.offered(request, "trials:day_export", trial.pk, on.isoformat()),
        "crumbs": [
            *_way(trial),
            Link(label=_("Readings by day"), url=reverse("trials:batches", args=[pk])),
            Link(label=formats.day(on)),
        ],
    }
    return show(request, "trials/day.html", context)


@require_safe
@page
def day_export(request: HttpRequest, stamp: Stamp, pk: int, when: str, kind: str) -> HttpResponse:
    """The batches of a day as one sees them, as a file."""
    ensure(stamp.actor)
    trial, on = reach_trial(stamp.actor, pk), _day(when)
    found = queries.batches_of(trial, on, Address.of(request).values("source"))
    rows = _batch_rows(found[: exports.MOST])
    return exports.as_file(f"trial-{pk}-{on.isoformat()}", kind, _BATCHES, rows)


def _batch_rows(found: Iterable[Batch]) -> Iterator[Row]:
    for one in found:
        yield {
            "at": timezone.localtime(one.made_at).isoformat(timespec="seconds"),
            "source": str(one.get_source_display()),
            "by": str(one.token or one.made_by or ""),
            "key": one.key,
            "readings": one.number,
            "known": one.known,
        }


def _day(when: str) -> date:
    try:
        found = date.fromisoformat(when)
    except ValueError as fault:
        raise NotFound(_("There is no such day.")) from fault
    # The last day of the calendar never ends: no day follows it.
    if found == date.max:
        raise NotFound(_("There is no such day."))
    return found


def _way(trial: Trial) -> list[Link]:
    return [
        Link(label=_("Trial agreements"), url=reverse("trials:list")),
        Link(label=trial.title, url=reverse("trials:trial", args=[trial.pk])),
    ]
