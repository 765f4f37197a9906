"""Panels: computed by the terms, shown with their reasons, changed by hand with the effect seen."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from citystage.engines.assignment.outcome import Status
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.selection.actions.compose_panel import (
    ask_experts,
    name_chair,
    pin_seat,
    remove_expert,
    seat_expert,
)
from citystage.stages.selection.actions.plan_panels import apply_plan, plan_panels
from citystage.stages.selection.models import Programme
from citystage.stages.selection.queries import panels
from citystage.stages.selection.queries.conflicts import kept_from, to_judge
from citystage.stages.selection.queries.programmes import reach_programme
from citystage.stages.selection.queries.seats import reach_seat
from citystage.stages.selection.states.panels import SeatState
from citystage.web.bureau.selecting.frame import framed
from citystage.web.shell.components import Link
from citystage.web.shell.pages import page

_LEAD = Permission.SELECTION_PANEL_LEAD


@require_safe
@page
def assignment(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """All panels of the programme, the last plan, and how busy everybody is."""
    programme = reach_programme(stamp.actor, pk)
    rows = list(panels.table(stamp.actor, programme))
    run = panels.latest_run(programme)
    seats = [seat for one in rows for seat in one.seats.all()]
    context = {
        "rows": rows,
        "run": run,
        "infeasible": run is not None and run.result["status"] == Status.INFEASIBLE,
        "obstacles": panels.obstacles_of(programme, run, at=stamp.at) if run else [],
        "loads": panels.loads(rows),
        "most": max((held for _one, held, _spare in panels.loads(rows)), default=0),
        "planned": sum(seat.state == SeatState.PLANNED for seat in seats),
        "asked": sum(seat.state == SeatState.ASKED for seat in seats),
        "unjudged": to_judge(stamp.actor, programme),
        "kept_from": kept_from(stamp.actor, programme),
        "leads": stamp.actor.holds(_LEAD, programme.city),
        "panel": programme.read_terms().panel,
    }
    template = "bureau/selecting/assignment.html"
    return framed(
        request,
        stamp,
        programme,
        "assignment",
        template,
        context,
        crumbs=(Link(label=_("Panels")),),
    )


@require_POST
@page
def compute(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Compute panels; nobody is asked by that."""
    programme = reach_programme(stamp.actor, pk, _LEAD)
    typed = request.POST.get("seed", "").strip()
    longest = 15
    number = typed.isascii() and typed.isdecimal() and len(typed) <= longest
    run = plan_panels(programme, seed=int(typed) if number else programme.pk, stamp=stamp)
    if run.result["status"] == Status.INFEASIBLE:
        messages.warning(request, _("No panels can be formed so; what stands in the way is below."))
    else:
        messages.success(request, _("The plan is computed. Look at it, then make it the panels."))
    return _back(pk)


@require_POST
@page
def apply(request: HttpRequest, stamp: Stamp, pk: int, run: int) -> HttpResponse:
    """Make the plan the panels."""
    programme = reach_programme(stamp.actor, pk, _LEAD)
    made = apply_plan(panels.reach_run(stamp.actor, programme, run), stamp=stamp)
    messages.success(
        request,
        ngettext("%(n)d seat is planned.", "%(n)d seats are planned.", made) % {"n": made},
    )
    return _back(pk)


@require_POST
@page
def ask(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Ask everybody who is planned."""
    programme = reach_programme(stamp.actor, pk, _LEAD)
    asked = ask_experts(programme, stamp=stamp)
    messages.success(
        request,
        ngettext("%(n)d request is sent.", "%(n)d requests are sent.", asked) % {"n": asked},
    )
    return _back(pk)


@require_safe
@page
def panel(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """One panel: why each sits there, who else could, and what a change would do."""
    programme = reach_programme(stamp.actor, pk, _LEAD)
    return _panel(request, stamp, programme, number)


def _panel(request: HttpRequest, stamp: Stamp, programme: Programme, number: int) -> HttpResponse:
    candidacy = panels.reach_panel(stamp.actor, programme, number)
    desk = panels.PanelDesk(programme, candidacy, at=stamp.at)
    into, out = _number(request, "into"), _number(request, "out")
    shown = desk.seats()
    context = {
        "candidacy": candidacy,
        "seats": [
            (one, [(desk.name(other.expert), other) for other in one.why.alternatives])
            if one.why
            else (one, [])
            for one in shown
        ],
        "experts": desk.experts(),
        "into": into,
        "out": out,
        "change": desk.change(into=into, out=out) if into else None,
    }
    crumbs = (
        Link(label=_("Panels"), url=reverse("bureau:selection_assignment", args=[programme.pk])),
        Link(label=_("No. %d") % candidacy.number),
    )
    template = "bureau/selecting/panel.html"
    return framed(request, stamp, programme, "assignment", template, context, crumbs=crumbs)


def _number(request: HttpRequest, name: str) -> int | None:
    typed = request.GET.get(name, "")
    longest = 18
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= longest else None


@require_POST
@page
def seat(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """Seat an expert by hand, in the place of another if one is named."""
    programme = reach_programme(stamp.actor, pk, _LEAD)
    candidacy = panels.reach_panel(stamp.actor, programme, number)
    desk = panels.PanelDesk(programme, candidacy, at=stamp.at)
    chosen = {str(one.pk): one for one in desk.experts()}.get(request.POST.get("into", ""))
    if chosen is None:
        raise NotFound(_("This expert is not available."))
    words = request.POST.get("words", "")[:1000]
    leaving = {str(one.expert_id): one for one in candidacy.seats.all()}.get(
        request.POST.get("out", "")
    )
    seat_expert(candidacy, expert=chosen, instead_of=leaving, words=words, stamp=stamp)
    messages.success(request, _("%s is on the panel and kept there.") % chosen.name)
    return _to_panel(pk, number)


@require_POST
@page
def act(request: HttpRequest, stamp: Stamp, pk: int, seat: int, verb: str) -> HttpResponse:
    """Keep, let go, name the chair, or take off."""
    found = reach_seat(stamp.actor, seat)
    if found.candidacy.programme_id != pk:
        raise NotFound(_("There is no such seat within your reach."))
    if verb in {"pin", "unpin"}:
        pin_seat(found, pinned=verb == "pin", stamp=stamp)
    elif verb == "chair":
        name_chair(found, stamp=stamp)
    elif verb == "remove":
        remove_expert(found, words=request.POST.get("words", "")[:1000], stamp=stamp)
    else:
        raise NotFound(_("There is no such act."))
    messages.success(request, _("The panel is changed."))
    return _to_panel(pk, found.candidacy.number)


def _back(pk: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("bureau:selection_assignment", args=[pk]))


def _to_panel(pk: int, number: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("bureau:selection_panel", args=[pk, number]))
