"""The organisers' desk: the frame of the day, its plan, and what stands where."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from citystage.foundation.access.stamps import Stamp
from citystage.stages.events.actions.compute_plan import ask_plan
from citystage.stages.events.actions.propose_wishes import propose_wishes
from citystage.stages.events.actions.publish_plan import publish_plan
from citystage.stages.events.actions.set_up_meetings import FrameWrong, set_up_meetings
from citystage.stages.events.jobs.meetings import compute_plan
from citystage.stages.events.models import Event
from citystage.stages.events.queries import events
from citystage.stages.events.queries.meetings import days, shown, wishes
from citystage.stages.events.states.events import OPEN
from citystage.stages.events.states.meetings import GOING, PlanState
from citystage.web.events.frame import framed
from citystage.web.events.meeting.forms import FrameForm, told
from citystage.web.shell.pages import page


@require_safe
@page
def meetings(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """The day: wishes so far, the plan by time and table; asked again while one is computed."""
    return _draw(request, events.reach_event(stamp.actor, pk))


def _draw(request: HttpRequest, event: Event, form: FrameForm | None = None) -> HttpResponse:
    day = days.day_of(event)
    context: dict[str, object] = {
        "day": day,
        "form": form or FrameForm(initial=told(day, event)),
        "open": event.state in OPEN,
        "opened": form is not None,
        "polled": "HX-Request" in request.headers,
    }
    if day is not None:
        newest = days.plans(day).first()
        plan = days.standing_plan(day)
        seen = shown.meetings_shown(day, plan) if plan else []
        tables, lines = shown.grid(day, seen)
        context |= {
            "newest": newest,
            "going": newest is not None and newest.state in GOING,
            "plan": plan,
            "seen": seen,
            "tables": tables,
            "lines": lines,
            "numbers": wishes.numbers(day),
            "unmet": len(shown.unmet(day, plan)) if plan else 0,
            "published": plan is not None and plan.state == PlanState.PUBLISHED,
        }
    status = 422 if form is not None else 200
    template = "events/meeting/day.html"
    return framed(request, event, "meetings", template, context, part="progress", status=status)


@require_POST
@page
def frame(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Set the frame of the day."""
    event = events.reach_event(stamp.actor, pk)
    form = FrameForm(request.POST)
    if not form.is_valid():
        return _draw(request, event, form)
    seen = request.POST.get("version", "0")
    try:
        set_up_meetings(
            event,
            frame=form.frame(),
            seen=int(seen) if seen.isdecimal() else 0,
            stamp=stamp,
        )
    except FrameWrong as wrong:
        form.add_error(None, str(wrong))
        return _draw(request, event, form)
    messages.success(request, _("The frame of the day is set."))
    return _back(pk)


@require_POST
@page
def propose(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Put wishes in from the suggestions of matching."""
    made = propose_wishes(days.reach_day(stamp.actor, pk), stamp=stamp)
    words = ngettext("%(n)d wish was proposed.", "%(n)d wishes were proposed.", made)
    messages.success(request, words % {"n": made})
    return _back(pk)


@require_POST
@page
def compute(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """Compute a plan in the background."""
    typed = request.POST.get("seed", "").strip()
    seed = int(typed[:15]) if typed.isascii() and typed.isdecimal() else 0
    plan = ask_plan(days.reach_day(stamp.actor, pk), seed=seed, stamp=stamp)
    if plan.state == PlanState.ASKED:
        compute_plan.enqueue(plan.pk)
    messages.success(request, _("The plan is being computed. You are told when it is there."))
    return _back(pk)


@require_POST
@page
def publish(request: HttpRequest, stamp: Stamp, pk: int, number: int) -> HttpResponse:
    """Let everybody see their meetings."""
    publish_plan(days.reach_plan(stamp.actor, pk, number), stamp=stamp)
    messages.success(request, _("The plan is published; everybody in it was told."))
    return _back(pk)


def _back(pk: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("events:meetings", args=[pk]))
