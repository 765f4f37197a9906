"""One meeting pinned, moved, cancelled or arranged by hand, with what must give way to it."""

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from citystage.engines.scheduling import problem as engine
from citystage.engines.scheduling.changing import Change
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal
from citystage.stages.events.facts.meetings import MeetingPinned, PlanChanged
from citystage.stages.events.locks import lock_event
from citystage.stages.events.meeting.laying import Laid, foreseen, lay
from citystage.stages.events.meeting.posing import Posed, pose
from citystage.stages.events.meeting.wording import stands_against
from citystage.stages.events.models import Attendance, Meeting, MeetingPlan
from citystage.stages.events.rules.meetings import may_change


class CannotStand(Refusal):
    """The meeting breaks a rule of the day even alone."""


class PlanMoved(Refusal):
    """Somebody else changed the plan since the effect was shown."""


@transaction.atomic(durable=True)
def pin_meeting(meeting: Meeting, *, pinned: bool, stamp: Stamp) -> Meeting:
    """Keep it where it is through every computation, or let it loose."""
    plan = _locked(meeting.plan)
    may_change(stamp.actor, plan).enforce()
    if meeting.pinned != pinned:
        meeting.pinned = pinned
        meeting.save(update_fields=["pinned"])
        told = MeetingPinned(event_id=plan.day.event_id, meeting_id=meeting.pk, pinned=pinned)
        journal.record(told, subject=plan.day.event, stamp=stamp)
    return meeting


@transaction.atomic(durable=True)
def cancel_meeting(meeting: Meeting, *, reason: str, seen: int, stamp: Stamp) -> Laid:
    """It will not be held, and no computation seeks it again."""
    if not reason.strip():
        raise CannotStand(_("Say why the meeting is cancelled."))
    plan, posed = _opened(meeting.plan, seen, stamp)
    (out,) = posed.meetings([meeting])
    return _apply(plan, posed, Change(out), "cancelled", stamp, reason=reason.strip())


@transaction.atomic(durable=True)
def move_meeting(meeting: Meeting, *, slot: int, table: int, seen: int, stamp: Stamp) -> Laid:
    """Put it into another slot, or at another table; meetings in its way give way."""
    plan, posed = _opened(meeting.plan, seen, stamp)
    (out,) = posed.meetings([meeting])
    into = engine.Meeting(out.left, out.right, slot, table)
    return _apply(plan, posed, Change(out, into), "moved", stamp)


@transaction.atomic(durable=True)
def arrange_meeting(  # noqa: PLR0913 -- the parts of one meeting
    plan: MeetingPlan,
    *,
    supply: Attendance,
    demand: Attendance,
    slot: int,
    table: int,
    seen: int,
    stamp: Stamp,
) -> Laid:
    """A meeting the organisers want; it is pinned from the start."""
    plan, posed = _opened(plan, seen, stamp)
    into = engine.Meeting(posed.number(supply.pk)[1], posed.number(demand.pk)[1], slot, table)
    return _apply(plan, posed, Change(None, into), "arranged", stamp)


def _opened(plan: MeetingPlan, seen: int, stamp: Stamp) -> tuple[MeetingPlan, Posed]:
    locked = _locked(plan)
    may_change(stamp.actor, locked).enforce()
    if locked.version != seen:
        raise PlanMoved(_("The plan was changed meanwhile. Look at it again."))
    return locked, pose(locked.day, locked)


def _apply(  # noqa: PLR0913, PLR0917 -- one change with its words
    plan: MeetingPlan, posed: Posed, change: Change, how: str, stamp: Stamp, reason: str = ""
) -> Laid:
    found = foreseen(posed, plan, change)
    if found.refused:
        raise CannotStand(stands_against(posed, found.refused[0]))
    done = lay(plan, posed, found.meetings, origin=Meeting.Origin.HAND, at=stamp.at, reason=reason)
    MeetingPlan.objects.filter(pk=plan.pk).update(version=F("version") + 1)
    told = PlanChanged(
        event_id=plan.day.event_id,
        plan_id=plan.pk,
        how=how,
        added=len(done.added),
        moved=len(done.moved),
        dropped=len(done.dropped),
        attendance_ids=done.people,
    )
    journal.record(told, subject=plan.day.event, stamp=stamp)
    return done


def _locked(plan: MeetingPlan) -> MeetingPlan:
    lock_event(plan.day.event_id)
    rows = MeetingPlan.objects.select_for_update(of=("self",))
    return rows.select_related("day__event__organiser", "day__event__city").get(pk=plan.pk)
