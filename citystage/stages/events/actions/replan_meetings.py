"""The day goes on without those who did not come, and with those who come late."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F

from citystage.engines.scheduling.replanning import replan
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.stages.events.facts.meetings import PlanChanged
from citystage.stages.events.locks import lock_event
from citystage.stages.events.meeting.laying import Laid, lay
from citystage.stages.events.meeting.posing import pose
from citystage.stages.events.models import Attendance, Meeting, MeetingPlan
from citystage.stages.events.rules.meetings import may_change


@transaction.atomic(durable=True)
def replan_meetings(
    plan: MeetingPlan, *, there_from: Mapping[int, int | None], since: int, stamp: Stamp
) -> Laid:
    """Change the plan in place, as little as can be.

    ``there_from``: participants by id, and the slot from which they are there; None: not at all
    any more. Slots before ``since`` are over: nothing in them changes.
    """
    lock_event(plan.day.event_id)
    rows = MeetingPlan.objects.select_for_update(of=("self",))
    locked = rows.select_related("day__event__organiser", "day__event__city").get(pk=plan.pk)
    may_change(stamp.actor, locked).enforce()
    day = locked.day
    for one in Attendance.objects.select_for_update(of=("self",)).filter(
        day=day, pk__in=there_from
    ):
        comes = there_from[one.pk]
        until = day.slots if comes is None else comes
        one.away = sorted({*one.away, *range(since, until)})
        one.version += 1
        one.save(update_fields=["away", "version"])
    posed = pose(day, locked)
    live = locked.meetings.filter(cancelled_at__isnull=True)
    found = replan(posed.problem, posed.meetings(live), since=since)
    done = lay(locked, posed, found.meetings, origin=Meeting.Origin.REPLANNED, at=stamp.at)
    MeetingPlan.objects.filter(pk=locked.pk).update(version=F("version") + 1)
    told = PlanChanged(
        event_id=day.event_id,
        plan_id=locked.pk,
        how="replanned",
        added=len(done.added),
        moved=len(done.moved),
        dropped=len(done.dropped),
        attendance_ids=done.people,
    )
    journal.record(told, subject=day.event, stamp=stamp)
    return done
