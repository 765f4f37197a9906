"""The worker's part of one-to-one days: compute a plan, telling how far it is."""

from uuid import uuid4

from django.tasks import task
from django.utils import timezone

from citystage.engines.scheduling.planning import plan as compute
from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.stages.events.actions.compute_plan import (
    begin_plan,
    fail_plan,
    finish_plan,
    note_progress,
)
from citystage.stages.events.queries.meetings.days import plan_by_id


@task()
def compute_plan(plan_id: int) -> int:
    """Compute the plan of this number; returns its meetings. Safe to run twice."""
    plan = plan_by_id(plan_id)
    posed = begin_plan(plan, stamp=_stamp())
    if posed is None:
        return 0
    try:
        note_progress(plan, done=2, stamp=_stamp())
        found = compute(posed.problem)
        note_progress(plan, done=3, stamp=_stamp())
        finish_plan(plan, posed=posed, found=found, stamp=_stamp())
    except Exception:
        fail_plan(plan, stamp=_stamp())
        raise
    return len(found.meetings)


def _stamp() -> Stamp:
    return Stamp(actor=NOBODY, at=timezone.now(), channel="job", request_id=uuid4())
