"""The list of scenarios: facets kept in the address, cards or table, order, pages."""

from typing import cast

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.queries import scenarios
from citystage.stages.catalogue.queries.asking.reading import read
from citystage.stages.catalogue.queries.filters import ScenarioFilter
from citystage.web.public.cards import money_of, scenario_card, state_badge
from citystage.web.public.exporting import OFFERED
from citystage.web.public.facets import facets_of
from citystage.web.public.mapping import city_maps
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Column, Link, Option, Text, chips, chosen_columns
from citystage.web.shell.pages import open_page, show

PER_PAGE = 24
SORTS: dict[str, Text] = {
    "newest": _("Newest first"),
    "changed": _("Changed last"),
    "deadline": _("Closing soon"),
    "budget": _("Most money"),
    "title": _("By name"),
}
VIEWS: dict[str, tuple[Text, str]] = {
    "cards": (_("Cards"), "layout-grid"),
    "table": (_("Table"), "table-2"),
    "map": (_("Map"), "map-pin"),
}
COLUMNS = [
    Column(name="title", label=_("Scenario"), sort="title", fixed=True),
    Column(name="owner", label=_("Owner")),
    Column(name="status", label=_("Status")),
    Column(name="field", label=_("Field")),
    Column(name="district", label=_("District")),
    Column(name="money", label=_("Money"), sort="budget", descends=True, numeric=True),
    Column(name="until", label=_("Open until"), sort="deadline", default=False),
    Column(name="published", label=_("Published"), sort="newest", descends=True, default=False),
    Column(name="chain", label=_("Industry chain"), default=False),
    Column(name="number", label=_("Number"), default=False),
]


def page_of(request: HttpRequest, wanted: ScenarioFilter, total: int) -> Page[Scenario]:
    """The page of the list that the address asks for; one out of range gives the nearest."""
    found = scenarios.Pages(wanted, request.GET.get("sort", "newest"), total)
    return Paginator(cast("QuerySet[Scenario]", found), PER_PAGE).get_page(request.GET.get("page"))


@require_safe
@open_page
def scenario_list(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/scenarios/``."""
    here, wanted = Address.of(request), ScenarioFilter.read(request.GET)
    seen = scenarios.overview(wanted)
    found, facets = page_of(request, wanted, seen.total), facets_of(wanted, here, seen)
    view = _view(request)
    table = view == "table"
    words = read(wanted.q).forms if wanted.q else []
    sort = request.GET.get("sort", "newest").lstrip("-")
    chosen = chosen_columns(COLUMNS, here)
    active = chips(facets)
    if wanted.q:
        active.insert(0, Link(label=f"“{wanted.q}”", url=str(here.without("q", "page"))))
    context = {
        "crumbs": [Link(label=_("Home"), url="/"), Link(label=_("Scenario opportunities"))],
        "wanted": wanted,
        "page": found,
        "facets": facets,
        "chips": active,
        "clear": here.path,
        "view": view,
        "table": table,
        "views": _views(here, view),
        "maps": city_maps(wanted, seen.facets.get("district", {}), here) if view == "map" else [],
        "orders": [
            Option(value=v, label=t, url=str(here.having("sort", v)), active=v == sort)
            for v, t in SORTS.items()
        ],
        "columns": COLUMNS,
        "chosen": chosen,
        "rows": [_row(one, chosen) for one in found] if table else [],
        "cards": []
        if table
        else [scenario_card(one, now=stamp.at, words=words, city=not wanted.city) for one in found],
        "here": here,
        "feed": here.without("view", "cols", "sort").at(f"{here.path}feed.atom"),
        "exports": [(kind, here.at(f"{here.path}export.{kind}")) for kind in OFFERED],
        "subscribe": here.without("view", "cols", "sort").at(f"{here.path}subscribe/"),
    }
    return show(request, "public/scenarios.html", context, part="results")


def _view(request: HttpRequest) -> str:
    said = request.GET.get("view", "")
    return said if said in VIEWS else "cards"


def _views(here: Address, now: str) -> list[tuple[Option, str]]:
    """The switcher: cards need no word in the address, and columns belong to the table."""
    addresses = {
        "cards": here.without("view", "cols"),
        "table": here.having("view", "table"),
        "map": here.without("cols").having("view", "map"),
    }
    return [
        (Option(value=name, label=label, url=str(addresses[name]), active=name == now), icon)
        for name, (label, icon) in VIEWS.items()
    ]


def _row(scenario: Scenario, columns: list[Column]) -> tuple[Scenario, list[tuple[Column, object]]]:
    values: dict[str, object] = {
        "title": scenario.label,
        "owner": scenario.owner_name,
        "status": state_badge(scenario),
        "field": scenario.field.label if scenario.field else "",
        "district": scenario.district.label if scenario.district else "",
        "money": money_of(scenario),
        "until": scenario.valid_until,
        "published": scenario.published_on,
        "chain": scenario.chain.label if scenario.chain else "",
        "number": scenario.number,
    }
    return scenario, [(column, values[column.name]) for column in columns]
