"""One meeting pinned, moved, cancelled or arranged by hand, with what must give way to it."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.engines.scheduling import problem as engine
from citystage.engines.scheduling.changing import Change
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal
from citystage.stages.events.facts.meetings import MeetingPinned
from citystage.stages.events.meeting.laying import Laid
from citystage.stages.events.meeting.posing import Posed, pose
from citystage.stages.events.meeting.putting import CannotStand, locked, put
from citystage.stages.events.models import Attendance, Meeting, MeetingPlan
from citystage.stages.events.rules.meetings import may_change


class PlanMoved(Refusal):
    """Somebody else changed the plan since the effect was shown."""


@transaction.atomic(durable=True)
def pin_meeting(meeting: Meeting, *, pinned: bool, stamp: Stamp) -> Meeting:
    """Keep it where it is through every computation, or let it loose."""
    plan = locked(meeting.plan)
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
    return put(plan, posed, Change(out), "cancelled", stamp, reason=reason.strip())


@transaction.atomic(durable=True)
def move_meeting(meeting: Meeting, *, slot: int, table: int, seen: int, stamp: Stamp) -> Laid:
    """Put it into another slot, or at another table; meetings in its way give way."""
    plan, posed = _opened(meeting.plan, seen, stamp)
    (out,) = posed.meetings([meeting])
    into = engine.Meeting(out.left, out.right, slot, table)
    return put(plan, posed, Change(out, into), "moved", stamp)


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
    return put(plan, posed, Change(None, into), "arranged", stamp)


def _opened(plan: MeetingPlan, seen: int, stamp: Stamp) -> tuple[MeetingPlan, Posed]:
    held = locked(plan)
    may_change(stamp.actor, held).enforce()
    if held.version != seen:
        raise PlanMoved(_("The plan was changed meanwhile. Look at it again."))
    return held, pose(held.day, held)
