"""The plan by participant, and the wishes it does not meet."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.events.queries.meetings import days, shown
from citystage.web.events.frame import framed
from citystage.web.shell.pages import page

_PER_PAGE = 50


@require_safe
@page
def people(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Everybody with the own meetings."""
    day = days.reach_day(stamp.actor, pk)
    plan = days.standing_plan(day)
    asked = request.GET.get("q", "").strip()
    rows = shown.people(day, shown.meetings_shown(day, plan) if plan else [])
    found = [row for row in rows if asked.lower() in row.name.lower()]
    context = {
        "day": day,
        "plan": plan,
        "q": asked,
        "page": Paginator(found, _PER_PAGE).get_page(request.GET.get("page")),
    }
    return framed(request, day.event, "meetings", "events/meeting/people.html", context)


@require_safe
@page
def unmet(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Wishes that are not met, with the reason of each."""
    day = days.reach_day(stamp.actor, pk)
    plan = days.standing_plan(day)
    asked = request.GET.get("q", "").strip()
    rows = shown.unmet(day, plan) if plan else []
    found = [row for row in rows if asked.lower() in f"{row.demand_name} {row.supply_name}".lower()]
    context = {
        "day": day,
        "plan": plan,
        "q": asked,
        "page": Paginator(found, _PER_PAGE).get_page(request.GET.get("page")),
    }
    return framed(request, day.event, "meetings", "events/meeting/unmet.html", context)
