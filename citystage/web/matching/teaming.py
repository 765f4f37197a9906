"""Teams: the smallest sets of suppliers that together cover what nobody covers alone."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.matchmaking.queries import reach
from citystage.stages.matchmaking.queries.teams import teams_for
from citystage.web.shell.components import Link
from citystage.web.shell.context import wear_city
from citystage.web.shell.pages import page, show


@require_safe
@page
def teams(request: HttpRequest, stamp: Stamp, number: str) -> HttpResponse:
    """``/matching/<number>/teams/``."""
    scenario = reach.reach_matchable(stamp.actor, number)
    wear_city(request, scenario.city)
    context = {
        "scenario": scenario,
        "found": teams_for(stamp.actor, scenario),
        "crumbs": [
            Link(label=_("Who could do it"), url=reverse("matching:index")),
            Link(label=scenario.label, url=reverse("matching:able", args=[number])),
            Link(label=_("Teams")),
        ],
    }
    return show(request, "matching/teams.html", context)
