"""The funnel from suggestion to landing: numbers that open into records, and the time between."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.writing import Row
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.funnel import DIMENSIONS, STEPS, Line
from citystage.stages.docking.queries import funnel as queries
from citystage.web.docking.following.tabs import tabs
from citystage.web.docking.tracking import files
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Link, Option
from citystage.web.shell.pages import page, show

PER_PAGE: Final = 30
_MOST_PARTS: Final = 40
_RECORDS: Final = (
    Field(code="number", zh="编号", en="No."),
    Field(code="title", zh="场景", en="Scenario"),
    Field(code="owner", zh="需求单位", en="Owner"),
    Field(code="district", zh="区市", en="District"),
    Field(code="field", zh="领域", en="Field"),
    Field(code="state", zh="状态", en="State"),
)


def _by(here: Address) -> str:
    chosen = (here.values("by") or ("field",))[-1]
    if chosen not in DIMENSIONS:
        raise NotFound(_("There is no such cut."))
    return chosen


def _year(here: Address) -> int | None:
    sent = (here.values("year") or ("",))[-1]
    return int(sent) if sent.isdecimal() and len(sent) == 4 else None  # noqa: PLR2004 -- a year


def spent(time: timedelta | None) -> str:
    """A median in whole days; less than one is said so."""
    if time is None:
        return ""
    if time.days < 1:
        return _("less than a day")
    return ngettext("%(n)d day", "%(n)d days", time.days) % {"n": time.days}


@require_safe
@page
def funnel(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/docking/funnel/``: ``by`` cuts it, ``year`` chooses the year of the scenarios."""
    here = Address.of(request)
    by, year = _by(here), _year(here)
    found = queries.funnel(stamp.actor, by=by, year=year)
    context = {
        "whole": _cells(found.whole, year=year),
        "total": found.whole.total,
        "total_url": _records_url(year=year),
        "steps": STEPS,
        "parts": [
            (
                part.label,
                part.line.total,
                _records_url(by=by, key=part.line.key or "", year=year),
                _cells(part.line, year=year, by=by),
            )
            for part in found.parts[:_MOST_PARTS]
        ],
        "left_out": max(0, len(found.parts) - _MOST_PARTS),
        "by": DIMENSIONS[by][0],
        "cuts": [
            Option(value=name, label=label, url=str(here.having("by", name)), active=name == by)
            for name, (label, _sql) in DIMENSIONS.items()
        ],
        "years": _years(here, queries.years(stamp.actor), year),
        "files": files.offered(request, "docking:funnel_export"),
        "tabs": tabs(stamp.actor, "funnel"),
        "crumbs": [Link(label=_("My work"), url=reverse("work:home")), Link(label=_("Funnel"))],
    }
    return show(request, "docking/following/funnel.html", context)


def _years(here: Address, known: list[int], chosen: int | None) -> list[Option]:
    every = Option(
        value="", label=_("all years"), url=str(here.without("year")), active=chosen is None
    )
    return [
        every,
        *(
            Option(value=str(n), label=str(n), url=str(here.having("year", n)), active=n == chosen)
            for n in known
        ),
    ]


def _records_url(*, step: str = "", by: str = "", key: str = "", year: int | None = None) -> str:
    """The records of one number; without a step all scenarios of the part."""
    address = Address(reverse("docking:funnel_records"))
    for name, value in {"step": step, "by": by, "key": key, "year": year or ""}.items():
        address = address.having(name, str(value)) if value else address
    return str(address)


def _cells(line: Line, *, year: int | None, by: str = "") -> list[dict[str, object]]:
    """One cell a step: number, median time, share of all, and the way to the records."""
    cells: list[dict[str, object]] = []
    for step, number, took in zip(STEPS, line.reached, line.took, strict=True):
        cells.append(
            {
                "label": step.label,
                "number": number,
                "took": spent(took),
                "url": _records_url(step=step.code, by=by, key=line.key or "", year=year),
                "total": line.total,
            }
        )
    return cells


@require_safe
@page
def export(request: HttpRequest, stamp: Stamp, kind: str) -> HttpResponse:
    """The funnel as one sees it: one row for the whole and one for each part."""
    here = Address.of(request)
    by = _by(here)
    found = queries.funnel(stamp.actor, by=by, year=_year(here))
    columns = [
        Field(code="part", zh="分组", en="Part"),
        Field(code="total", zh="场景数", en="Scenarios", kind=Kind.NUMBER),
    ]
    for step in STEPS:
        label = str(step.label)
        took = _("%(step)s: median days") % {"step": label}
        columns += [
            Field(code=step.code, zh=label, en=label, kind=Kind.NUMBER),
            Field(code=f"{step.code}_days", zh=took, en=took, kind=Kind.NUMBER),
        ]
    parts = [(_("All"), found.whole), *((part.label, part.line) for part in found.parts)]
    return files.as_file("funnel", kind, columns, (_row(name, line) for name, line in parts))


def _row(name: str, line: Line) -> Row:
    row: Row = {"part": name, "total": line.total}
    for step, number, time in zip(STEPS, line.reached, line.took, strict=True):
        row |= {step.code: number}
        if time is not None:
            row |= {f"{step.code}_days": round(time.total_seconds() / 86_400, 1)}
    return row


def _behind(stamp: Stamp, here: Address) -> QuerySet[Scenario]:
    """The scenarios of one number, as the address has it."""
    return queries.records(
        stamp.actor,
        step=_step(here),
        by=(here.values("by") or ("",))[-1],
        key=(here.values("key") or ("",))[-1][:200],
        year=_year(here),
    )


def _step(here: Address) -> str:
    return (here.values("step") or ("",))[-1]


@require_safe
@page
def records(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """The scenarios behind one number."""
    here = Address.of(request)
    found = _behind(stamp, here)
    leaf = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    step = next((one.label for one in STEPS if one.code == _step(here)), _("All scenarios"))
    context = {
        "page": leaf,
        "step": step,
        "files": files.offered(request, "docking:funnel_records_export"),
        "crumbs": [Link(label=_("Funnel"), url=reverse("docking:funnel")), Link(label=step)],
    }
    return show(request, "docking/following/records.html", context)


@require_safe
@page
def records_export(request: HttpRequest, stamp: Stamp, kind: str) -> HttpResponse:
    """The same as a file."""
    found = _behind(stamp, Address.of(request))[: files.MOST]
    return files.as_file("funnel-records", kind, _RECORDS, _lines(found.iterator(500)))


def _lines(found: Iterator[Scenario]) -> Iterator[Row]:
    for one in found:
        yield {
            "number": one.number,
            "title": one.label,
            "owner": one.owner_name,
            "district": one.district.label if one.district else "",
            "field": one.field.label if one.field else "",
            "state": str(one.get_state_display()),
        }
