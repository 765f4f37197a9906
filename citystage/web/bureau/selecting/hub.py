"""All selections of the city, and the hub of one: its timeline, what waits, the next step."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.calendars import calendar_of
from citystage.kernel.refusals import NotFound
from citystage.stages.selection.actions.end_phase import end_phase
from citystage.stages.selection.phases import stands, working_days
from citystage.stages.selection.queries import programmes as queries
from citystage.stages.selection.states.candidacies import CandidacyState
from citystage.web.bureau.selecting.frame import framed, tabs
from citystage.web.bureau.selecting.next_step import next_step
from citystage.web.shell.freshness import FIELD as VERSION
from citystage.web.shell.pages import page, show


@require_safe
@page
def programmes(request: HttpRequest, stamp: Stamp) -> HttpResponse:
    """List the selections of our city."""
    if not stamp.actor.may(Permission.SELECTION_CANDIDACY_READ):
        raise NotFound(_("There is nothing here for your role."))
    found = queries.programmes_of(stamp.actor, Permission.SELECTION_CANDIDACY_READ)
    rows = [
        (one, [stand for stand in stands(one.read_terms(), stamp.at) if stand.when == "now"])
        for one in found
    ]
    manages = stamp.actor.may(Permission.SELECTION_PROGRAMME_MANAGE)
    new_url = reverse("bureau:new_selection") if manages else ""
    keeps = stamp.actor.may(Permission.SELECTION_EXPERT_MANAGE)
    context = {
        "rows": rows,
        "new_url": new_url,
        "experts_url": reverse("bureau:experts") if keeps else "",
    }
    return show(request, "bureau/selecting/programmes.html", context)


@require_safe
@page
def overview(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Show where one selection stands today."""
    programme = queries.reach_programme(stamp.actor, pk)
    terms, calendar = programme.read_terms(), calendar_of(programme.city)
    counted = queries.counts(stamp.actor, programme)
    here = tabs(stamp, programme, "overview")
    filed = queries.filed(programme)
    behind = reverse("bureau:selection_candidacies", args=[pk])
    context = {
        "stands": [
            (one, working_days(calendar, one.phase.since, one.phase.until))
            for one in stands(terms, stamp.at)
        ],
        "now": stamp.at,
        "filed": filed,
        "counts": [
            (label, counted[value], f"{behind}?state={value}")
            for value, label in CandidacyState.choices
            if counted.get(value)
        ],
        "total": sum(counted.values()),
        "waiting": [one for one in here if one.waiting],
        "next": next_step(programme, terms, filed, counted, at=stamp.at),
        "manages": stamp.actor.holds(Permission.SELECTION_PROGRAMME_MANAGE, programme.city),
        "demonstration": settings.DEMO,
        "challenges": queries.announced_by(programme),
    }
    return framed(request, stamp, programme, "overview", "bureau/selecting/hub.html", context)


@require_POST
@page
def pass_time(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """In a demonstration: end the running phase now, on record as what it is."""
    manage = Permission.SELECTION_PROGRAMME_MANAGE
    programme = queries.reach_programme(stamp.actor, pk, manage)
    sent = request.POST.get(VERSION, "")
    version = int(sent) if sent.isdecimal() and len(sent) < 10 else 0  # noqa: PLR2004 -- an integer column
    end_phase(programme, version=version, stamp=stamp)
    messages.success(request, _("Time has passed: the next phase begins. It is on record."))
    return HttpResponseRedirect(reverse("bureau:selection", args=[pk]))
