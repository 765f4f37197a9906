"""Super scenarios: what the plan states, their children, how far each came, where and when."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.tenancy.queries import placed_districts
from citystage.stages.catalogue.actions.link_part import link_parts, unlink_part
from citystage.stages.catalogue.models import Scenario
from citystage.stages.projects.queries import supers as queries
from citystage.stages.projects.queries.supers import Child
from citystage.web.projects.replicating.bars import drawn_bars
from citystage.web.shell.components import Event, Link, Tile
from citystage.web.shell.context import frame_of, wear_city
from citystage.web.shell.pages import open_page, page, show


@require_safe
@open_page
def browse(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """``/projects/super/``: of the city the page wears."""
    city = frame_of(request).city
    found = list(queries.supers(city)) if city else []
    context = {
        "city": city,
        "rows": found,
        "inside": stamp.actor.may(Permission.PROJECT_RECORD_KEEP),
        "crumbs": [Link(label=_("Home"), url="/"), Link(label=_("Super scenarios"))],
    }
    return show(request, "projects/replicating/supers.html", context)


@require_safe
@open_page
def one(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """``/projects/super/<number>/``."""
    whole = queries.reach_super(number)
    wear_city(request, whole.city)
    children = queries.children_of(whole)
    district = request.GET.get("district", "")
    shown = [one for one in children if not district or _code(one.scenario) == district]
    links = queries.may_link(stamp.actor, whole)
    words = request.GET.get("q", "").strip()[:100]
    today = timezone.localdate(stamp.at)
    context = {
        "whole": whole,
        "children": shown,
        "number_of_children": len(children),
        "tiles": _tiles(whole, children, district),
        "district": district,
        "events": _events(children),
        "bars": drawn_bars(shown, today=today),
        "today": today,
        "links": links,
        "words": words,
        "candidates": queries.to_link(whole, words) if links else [],
        "crumbs": [
            Link(label=_("Home"), url="/"),
            Link(label=_("Super scenarios"), url=reverse("projects:supers")),
            Link(label=whole.label),
        ],
    }
    return show(request, "projects/replicating/super.html", context)


def _code(scenario: Scenario) -> str:
    return scenario.district.code if scenario.district else ""


def _tiles(whole: Scenario, children: list[Child], chosen: str) -> list[Tile]:
    counts: dict[str, int] = {}
    for one in children:
        counts[_code(one.scenario)] = counts.get(_code(one.scenario), 0) + 1
    here = reverse("projects:super", args=[whole.number])
    return [
        Tile(
            label=_short(unit),
            count=counts.get(unit.code, 0),
            url=here if unit.code == chosen else f"{here}?district={unit.code}",
            column=unit.tile_column or 0,
            row=unit.tile_row or 0,
            active=unit.code == chosen,
        )
        for unit in placed_districts()
        if unit.city_id == whole.city_id
    ]


def _short(unit: Unit) -> str:
    label = unit.label
    return unit.short_name or label if label == unit.name else label.removesuffix(" District")


def _events(children: list[Child]) -> list[Event]:
    return [
        Event(
            at=entry.at,
            what=entry.label,
            who=scenario.label,
            icon="award" if entry.verb.endswith("landed") else "check",
            tone="good" if entry.verb.endswith("landed") else "plain",
            links=[
                Link(label=scenario.number, url=reverse("public:scenario", args=[scenario.number]))
            ],
        )
        for entry, scenario in queries.events_of(children)
    ]


@require_POST
@page
def link(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """The chosen scenarios become children, all of them or none."""
    whole = queries.reach_super(number)
    parts = queries.reach_children(whole, request.POST.getlist("part"))
    made = link_parts(whole, parts=parts, stamp=stamp)
    if len(made) == 1:
        messages.success(request, _("%s is part of it now.") % made[0].label)
    else:
        said = ngettext(
            "%d scenario is part of it now.", "%d scenarios are part of it now.", len(made)
        )
        messages.success(request, said % len(made))
    return HttpResponseRedirect(reverse("projects:super", args=[number]))


@require_POST
@page
def unlink(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """A child stands by itself again."""
    whole = queries.reach_super(number)
    part = queries.reach_child(whole, request.POST.get("part", ""))
    unlink_part(whole, part=part, stamp=stamp)
    messages.success(request, _("%s is no part of it any more.") % part.label)
    return HttpResponseRedirect(reverse("projects:super", args=[number]))
