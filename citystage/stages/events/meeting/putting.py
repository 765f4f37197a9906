"""One change put into a plan under the event's lock: shared by acts of the organisers and talks."""

from django.db.models import F

from citystage.engines.scheduling.changing import Change
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal
from citystage.stages.events.facts.meetings import PlanChanged
from citystage.stages.events.locks import lock_event
from citystage.stages.events.meeting.laying import Laid, foreseen, lay
from citystage.stages.events.meeting.posing import Posed
from citystage.stages.events.meeting.wording import stands_against
from citystage.stages.events.models import Meeting, MeetingPlan


class CannotStand(Refusal):
    """The meeting breaks a rule of the day even alone."""


def locked(plan: MeetingPlan) -> MeetingPlan:
    """The plan as it stands now, with its event held until the transaction ends."""
    lock_event(plan.day.event_id)
    rows = MeetingPlan.objects.select_for_update(of=("self",))
    return rows.select_related("day__event__organiser", "day__event__city").get(pk=plan.pk)


def put(  # noqa: PLR0913, PLR0917 -- one change with its words
    plan: MeetingPlan, posed: Posed, change: Change, how: str, stamp: Stamp, reason: str = ""
) -> Laid:
    """Make the change; whatever is in its way gives way. Raises ``CannotStand``."""
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
