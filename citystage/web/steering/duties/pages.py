"""``/steering/duties/``: departments or state firms by districts, white spots, and the records."""

from collections.abc import Iterator
from typing import Any, Final

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets.fields import Field, Kind
from citystage.foundation.sheets.writing import Row
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Scenario
from citystage.stages.evaluation.queries import duties as queries
from citystage.stages.evaluation.queries.duties import MEASURES, ROWS, Cut, Matrix
from citystage.stages.evaluation.queries.wall import reach_city, steered
from citystage.web.shell import exports
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Column, Link, Option
from citystage.web.shell.pages import page, show
from citystage.web.steering.cities import cities_offered
from citystage.web.steering.duties.shown import below, drawn, sums
from citystage.web.steering.tabs import tabs

PER_PAGE: Final = 30
_COLUMNS: Final = (
    Column(name="title", label=gettext_lazy("Scenario"), sort="title", fixed=True),
    Column(name="owner", label=gettext_lazy("Owner"), sort="owner"),
    Column(name="district", label=gettext_lazy("District"), sort="district"),
    Column(name="state", label=gettext_lazy("State")),
)
_RECORDS: Final = (
    Field(code="number", zh="编号", en="No."),
    Field(code="title", zh="场景", en="Scenario"),
    Field(code="owner", zh="需求单位", en="Owner"),
    Field(code="department", zh="牵头部门", en="Lead department"),
    Field(code="district", zh="区市", en="District"),
    Field(code="field", zh="领域", en="Field"),
    Field(code="state", zh="状态", en="State"),
)


def _last(here: Address, name: str, default: str = "") -> str:
    return (here.values(name) or (default,))[-1]


def _read(stamp: Stamp, here: Address) -> tuple[Unit, Cut]:
    """City and cut of an address. Raises ``NotFound`` for rows there are not."""
    rows, year = _last(here, "rows", "department"), _last(here, "year")
    if rows not in ROWS:
        raise NotFound(_("There is no such view."))
    known = year.isdecimal() and len(year) == 4  # noqa: PLR2004 -- a year
    city = reach_city(stamp.actor, _last(here, "city"))
    return city, Cut(rows=rows, year=int(year) if known else None)


def _measure(here: Address) -> str:
    measure = _last(here, "measure", "opened")
    if measure not in MEASURES:
        raise NotFound(_("There is no such view."))
    return measure


@require_safe
@page
def duties(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """The matrix; rows, measure and year stand in the address."""
    here = Address.of(request)
    (city, cut), measure = _read(stamp, here), _measure(here)
    matrix = queries.matrix(stamp.actor, city, cut, at=stamp.at)
    context = {
        "city": city,
        "matrix": matrix,
        "lines": drawn(matrix, here, measure),
        "columns": [label or _("no district") for _key, label in matrix.columns],
        "below": below(matrix, here, measure),
        "measures": MEASURES,
        "sums": sums(matrix, here),
        "measure": MEASURES[measure],
        "head": ROWS[cut.rows],
        "rows": _options(here, "rows", ROWS, cut.rows),
        "which": _options(here, "measure", MEASURES, measure),
        "years": _years(here, queries.years(stamp.actor, city, matrix), cut.year),
        "cities": cities_offered(here, steered(stamp.actor), city),
        "files": exports.offered(request, "steering:duties_export"),
        "tabs": tabs(stamp.actor, "duties"),
        "crumbs": [
            Link(label=_("Steering view"), url=reverse("steering:wall")),
            Link(label=_("Duty matrix")),
        ],
    }
    return show(request, "steering/duties/matrix.html", context)


def _options(here: Address, name: str, known: dict[str, Any], chosen: str) -> list[Option]:
    return [
        Option(
            value=value,
            label=label,
            url=str(here.having(name, value)),
            active=value == chosen,
        )
        for value, label in known.items()
    ]


def _years(here: Address, known: list[int], chosen: int | None) -> list[Option]:
    every = Option(
        value="", label=_("all years"), url=str(here.without("year")), active=chosen is None
    )
    listed = (
        Option(value=str(n), label=str(n), url=str(here.having("year", n)), active=n == chosen)
        for n in known
    )
    return [every, *listed]


@require_safe
@page
def export(request: HttpRequest, stamp: Stamp, kind: str) -> HttpResponse:
    """The matrix as a file: one row a place, with all four numbers."""
    here = Address.of(request)
    city, cut = _read(stamp, here)
    matrix = queries.matrix(stamp.actor, city, cut, at=stamp.at)
    head = str(ROWS[cut.rows])
    columns = [
        Field(code="row", zh=head, en=head),
        Field(code="district", zh="区市", en="District"),
        *(
            Field(code=name, zh=str(label), en=str(label), kind=Kind.NUMBER)
            for name, label in MEASURES.items()
        ),
    ]
    return exports.as_file("duties", kind, columns, _places(matrix))


def _places(matrix: Matrix) -> Iterator[Row]:
    for line in matrix.rows:
        for (_key, district), cell in zip(matrix.columns, line.cells, strict=True):
            yield {
                "row": line.label or _("nobody named"),
                "district": district or _("no district"),
                **{name: cell[name] for name in MEASURES},
            }


def _behind(stamp: Stamp, here: Address) -> tuple[Unit, Cut, QuerySet[Scenario]]:
    city, cut = _read(stamp, here)
    found = queries.records(
        stamp.actor,
        city,
        cut,
        measure=_measure(here),
        row=_last(here, "row")[:64],
        district=_last(here, "district")[:64],
        at=stamp.at,
    )
    return city, cut, queries.sorted_by(found, _last(here, "sort"))


@require_safe
@page
def records(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """The scenarios behind one number."""
    here = Address.of(request)
    city, cut, found = _behind(stamp, here)
    leaf = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    measure = MEASURES[_measure(here)]
    context = {
        "page": leaf,
        "title": measure,
        "city": city,
        "columns": _COLUMNS,
        "files": exports.offered(request, "steering:duty_records_export"),
        "back": str(here.at(reverse("steering:duties")).without("row", "district", "sort")),
        "crumbs": [
            Link(label=_("Duty matrix"), url=f"{reverse('steering:duties')}?rows={cut.rows}"),
            Link(label=measure),
        ],
    }
    return show(request, "steering/duties/records.html", context)


@require_safe
@page
def records_export(request: HttpRequest, stamp: Stamp, kind: str) -> HttpResponse:
    """The same as a file."""
    _city, _cut, found = _behind(stamp, Address.of(request))
    return exports.as_file("duty-records", kind, _RECORDS, _lines(found[: exports.MOST]))


def _lines(found: QuerySet[Scenario]) -> Iterator[Row]:
    for one in found.iterator(500):
        yield {
            "number": one.number,
            "title": one.label,
            "owner": one.owner_name,
            "department": one.lead_department.label if one.lead_department else "",
            "district": one.district.label if one.district else "",
            "field": one.field.label if one.field else "",
            "state": str(one.get_state_display()),
        }
