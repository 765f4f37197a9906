"""One meeting by hand: pinned, moved, cancelled, arranged; the effect is shown before."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from citystage.engines.scheduling import problem as engine
from citystage.engines.scheduling.changing import Change
from citystage.foundation.access.stamps import Stamp
from citystage.kernel.refusals import NotFound
from citystage.stages.events.actions.change_meeting import (
    arrange_meeting,
    cancel_meeting,
    move_meeting,
    pin_meeting,
)
from citystage.stages.events.meeting.laying import foreseen
from citystage.stages.events.meeting.posing import Posed, pose
from citystage.stages.events.meeting.wording import clock, name_of, stands_against
from citystage.stages.events.models import Attendance, MeetingDay, MeetingPlan, Place
from citystage.stages.events.queries.meetings import days, shown
from citystage.web.events.frame import framed
from citystage.web.shell.pages import page


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What a change would do, in words."""

    refused: str
    gives_way: tuple[str, ...]
    opened: tuple[str, ...]
    before: float
    after: float


def _foreseen(posed: Posed, plan: MeetingPlan, change: Change) -> Foreseen:
    found = foreseen(posed, plan, change)
    return Foreseen(
        stands_against(posed, found.refused[0]) if found.refused else "",
        tuple(_meeting_words(posed, one) for one in found.gives_way),
        tuple(
            _("%(one)s – %(other)s")
            % {
                "one": name_of(posed.left[one.left]),
                "other": name_of(posed.right[one.right]),
            }
            for one in found.opened
        ),
        found.total_before,
        found.total_after,
    )


def _meeting_words(posed: Posed, one: engine.Meeting) -> str:
    return _("%(time)s %(one)s – %(other)s") % {
        "time": clock(posed, one.slot),
        "one": name_of(posed.left[one.left]),
        "other": name_of(posed.right[one.right]),
    }


@require_safe
@page
def meeting(request: HttpRequest, stamp: Stamp, pk: int, which: int) -> HttpResponse:
    """The meeting; ``?slot=&table=`` shows what moving it there would do."""
    found = days.reach_meeting(stamp.actor, pk, which)
    day, plan = found.plan.day, found.plan
    posed = pose(day, plan)
    (out,) = posed.meetings([found])
    slot, table = _number(request.GET, "slot"), _number(request.GET, "table")
    moved = None
    if slot is not None and table is not None and _exists(day, posed, slot, table):
        moved = _foreseen(
            posed, plan, Change(out, engine.Meeting(out.left, out.right, slot, table))
        )
    context = {
        "meeting": found,
        "supply": name_of(found.supply),
        "demand": name_of(found.demand),
        "slots": shown.slots_of(day),
        "slot_now": shown.slots_of(day)[found.slot],
        "tables": list(enumerate(shown.table_names(posed.tables))),
        "slot": found.slot if slot is None else slot,
        "table": found.table if table is None else table,
        "moved": moved,
        "cancelled": _foreseen(posed, plan, Change(out)),
    }
    return framed(request, day.event, "meetings", "events/meeting/meeting.html", context)


@require_POST
@page
def pin(request: HttpRequest, stamp: Stamp, pk: int, which: int) -> HttpResponse:
    """Keep it where it is, or let it loose."""
    found = days.reach_meeting(stamp.actor, pk, which)
    pinned = request.POST.get("pinned") == "1"
    pin_meeting(found, pinned=pinned, stamp=stamp)
    words = _("The meeting stays where it is.") if pinned else _("The meeting may move again.")
    messages.success(request, words)
    return HttpResponseRedirect(reverse("events:meeting", args=[pk, which]))


@require_POST
@page
def move(request: HttpRequest, stamp: Stamp, pk: int, which: int) -> HttpResponse:
    """Move it; what stands in its way gives way."""
    found = days.reach_meeting(stamp.actor, pk, which)
    slot, table = _number(request.POST, "slot"), _number(request.POST, "table")
    if slot is None or table is None:
        raise NotFound("")
    done = move_meeting(
        found, slot=slot, table=table, seen=_number(request.POST, "seen") or 0, stamp=stamp
    )
    messages.success(request, _told(len(done.dropped)))
    return HttpResponseRedirect(reverse("events:meetings", args=[pk]))


@require_POST
@page
def cancel(request: HttpRequest, stamp: Stamp, pk: int, which: int) -> HttpResponse:
    """Cancel it, with the reason."""
    found = days.reach_meeting(stamp.actor, pk, which)
    cancel_meeting(
        found,
        reason=request.POST.get("reason", "")[:1000],
        seen=_number(request.POST, "seen") or 0,
        stamp=stamp,
    )
    messages.success(request, _("The meeting is cancelled."))
    return HttpResponseRedirect(reverse("events:meetings", args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@page
def arrange(request: HttpRequest, stamp: Stamp, pk: int) -> HttpResponse:
    """A meeting the organisers want: first its effect, then it stands."""
    day = days.reach_day(stamp.actor, pk)
    plan = days.standing_plan(day)
    if plan is None:
        raise NotFound(_("There is no plan yet."))
    posed = pose(day, plan)
    said = request.POST if request.method == "POST" else request.GET
    chosen = {name: _number(said, name) for name in ("supply", "demand", "slot", "table")}
    supply = next((one for one in posed.left if one.pk == chosen["supply"]), None)
    demand = next((one for one in posed.right if one.pk == chosen["demand"]), None)
    slot, table = chosen["slot"], chosen["table"]
    whole = (
        supply is not None
        and demand is not None
        and slot is not None
        and table is not None
        and _exists(day, posed, slot, table)
    )
    if request.method == "POST" and whole:
        assert supply and demand and slot is not None and table is not None  # noqa: PT018
        seen = _number(request.POST, "seen") or 0
        done = arrange_meeting(
            plan, supply=supply, demand=demand, slot=slot, table=table, seen=seen, stamp=stamp
        )
        messages.success(request, _told(len(done.dropped)))
        return HttpResponseRedirect(reverse("events:meetings", args=[pk]))
    context = {
        "plan": plan,
        "sides": [
            (Place.Side.SUPPLY, "supply", _("Who offers"), _named(posed.left)),
            (Place.Side.DEMAND, "demand", _("Who looks for suppliers"), _named(posed.right)),
        ],
        "slots": shown.slots_of(day),
        "tables": list(enumerate(shown.table_names(posed.tables))),
        "chosen": chosen,
        "effect": _arranged(posed, plan, chosen) if whole else None,
    }
    return framed(request, day.event, "meetings", "events/meeting/arrange.html", context)


def _arranged(posed: Posed, plan: MeetingPlan, chosen: Mapping[str, int | None]) -> Foreseen:
    left = posed.number(chosen["supply"] or 0)[1]
    right = posed.number(chosen["demand"] or 0)[1]
    into = engine.Meeting(left, right, chosen["slot"] or 0, chosen["table"] or 0)
    return _foreseen(posed, plan, Change(None, into))


def _named(people: tuple[Attendance, ...]) -> list[tuple[int, str]]:
    return [(one.pk, name_of(one)) for one in people]


def _exists(day: MeetingDay, posed: Posed, slot: int, table: int) -> bool:
    return slot < day.slots and table < len(posed.tables)


def _number(said: Mapping[str, object], name: str) -> int | None:
    typed = str(said.get(name, ""))
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else None  # noqa: PLR2004


def _told(dropped: int) -> str:
    if not dropped:
        return _("The plan is changed; nobody else had to move.")
    return _("The plan is changed; %d meetings gave way.") % dropped
