"""Publish a plan: from now on every participant sees the own meetings."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.stages.events.facts.meetings import PlanPublished, PlanReplaced
from citystage.stages.events.locks import lock_event
from citystage.stages.events.models import MeetingPlan
from citystage.stages.events.rules.meetings import may_plan
from citystage.stages.events.states.meetings import PUBLISH_PLAN, REPLACE_PLAN, PlanState


@transaction.atomic(durable=True)
def publish_plan(plan: MeetingPlan, *, stamp: Stamp) -> MeetingPlan:
    """It takes the place of the one published before."""
    lock_event(plan.day.event_id)
    rows = MeetingPlan.objects.select_for_update(of=("self",))
    locked = rows.select_related("day__event__organiser", "day__event__city").get(pk=plan.pk)
    may_plan(stamp.actor, locked.day).enforce()
    if locked.state == PlanState.PUBLISHED:
        return locked
    event_id = locked.day.event_id
    for old in rows.filter(day=locked.day, state=PlanState.PUBLISHED):
        told = PlanReplaced(event_id=event_id, plan_id=old.pk)
        advance(old, REPLACE_PLAN, fact=told, stamp=stamp)
    locked.published_at = stamp.at
    locked.save(update_fields=["published_at"])
    told_published = PlanPublished(event_id=event_id, plan_id=locked.pk)
    advance(locked, PUBLISH_PLAN, fact=told_published, stamp=stamp)
    return locked
