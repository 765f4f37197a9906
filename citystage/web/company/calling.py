"""Open calls: pick the one to answer."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.intake import queries, rules
from citystage.web.shell.components import Link
from citystage.web.shell.context import frame_of
from citystage.web.shell.pages import page, show


@require_safe
@page
def calls(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """Show the calls that take applications now, and whether this unit may answer each."""
    city, unit = frame_of(request).city, stamp.actor.unit
    kinds = queries.organisation_kinds(unit) if unit else frozenset()
    found = queries.calls_open_to(city, at=stamp.at) if city else []
    rows = [(one, rules.may_file(one, unit=unit, kinds=kinds, stamp=stamp)) for one in found]
    crumbs = [
        Link(label=_("My applications"), url=reverse("company:needs")),
        Link(label=_("Open calls")),
    ]
    return show(request, "company/calling.html", {"rows": rows, "crumbs": crumbs})
