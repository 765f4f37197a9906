"""A plan is asked for, begun, finished with its meetings, or given up."""

from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from citystage.engines.scheduling.outcome import Plan, Status
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.events.facts.meetings import (
    PlanAsked,
    PlanBegun,
    PlanComputed,
    PlanFailed,
    PlanImpossible,
)
from citystage.stages.events.locks import lock_event
from citystage.stages.events.meeting.enrolling import enrol
from citystage.stages.events.meeting.laying import lay
from citystage.stages.events.meeting.posing import Posed, pose
from citystage.stages.events.meeting.wording import stands_against
from citystage.stages.events.models import Meeting, MeetingDay, MeetingPlan
from citystage.stages.events.rules.meetings import may_plan
from citystage.stages.events.states.meetings import (
    BEGIN_PLAN,
    FAIL_PLAN,
    FIND_NO_PLAN,
    FINISH_PLAN,
    GOING,
    STANDS,
    PlanState,
)

_LOST_AFTER: Final = timedelta(minutes=10)


class NothingToPlan(Refusal):
    """Nobody wants to meet anybody yet."""


@transaction.atomic(durable=True)
def ask_plan(day: MeetingDay, *, seed: int, stamp: Stamp) -> MeetingPlan:
    """Ask for a plan; while one is being computed, that one is the answer."""
    lock_event(day.event_id)
    may_plan(stamp.actor, day).enforce()
    going = day.plans.select_for_update(of=("self",)).filter(state__in=GOING).first()
    if going is not None and going.asked_at > stamp.at - _LOST_AFTER:
        return going
    if going is not None:
        told = PlanFailed(event_id=day.event_id, plan_id=going.pk)
        advance(going, FAIL_PLAN, fact=told, stamp=stamp)
    enrol(day)
    if not pose(day).problem.wishes:
        raise NothingToPlan(_("Nobody wants to meet anybody yet: there is nothing to plan."))
    last = day.plans.aggregate(last=Max("number"))["last"] or 0
    plan = MeetingPlan.objects.create(
        day=day,
        number=last + 1,
        seed=seed,
        asked_by_id=stamp.actor.user_id,
        asked_at=stamp.at,
    )
    told_asked = PlanAsked(event_id=day.event_id, plan_id=plan.pk)
    journal.record(told_asked, subject=day.event, stamp=stamp)
    return plan


@transaction.atomic(durable=True)
def begin_plan(plan: MeetingPlan, *, stamp: Stamp) -> Posed | None:
    """Take it up and pose the day; None when another worker has."""
    locked = _locked(plan)
    if locked.state != PlanState.ASKED:
        return None
    advance(locked, BEGIN_PLAN, fact=PlanBegun(**_of(locked)), stamp=stamp)
    MeetingPlan.objects.filter(pk=locked.pk).update(done=1)
    return pose(locked.day, _before(locked), seed=locked.seed)


@transaction.atomic(durable=True)
def note_progress(plan: MeetingPlan, *, done: int, stamp: Stamp) -> None:  # noqa: ARG001
    """How far the computation is."""
    MeetingPlan.objects.filter(pk=plan.pk, done__lt=done).update(done=F("done") + 1)


@transaction.atomic(durable=True)
def finish_plan(plan: MeetingPlan, *, posed: Posed, found: Plan, stamp: Stamp) -> MeetingPlan:
    """Keep what was found. Meetings pinned in the plan before are pinned in this one."""
    locked = _locked(plan)
    locked.ended_at, locked.done = stamp.at, MeetingPlan.STEPS
    locked.result = _result(posed, found)
    locked.save(update_fields=["ended_at", "done", "result"])
    if found.status is Status.INFEASIBLE:
        advance(locked, FIND_NO_PLAN, fact=PlanImpossible(**_of(locked)), stamp=stamp)
        return locked
    lay(locked, posed, found.meetings, origin=Meeting.Origin.COMPUTED, at=stamp.at)
    _pin_again(locked)
    told = PlanComputed(**_of(locked), meetings=len(found.meetings))
    advance(locked, FINISH_PLAN, fact=told, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def fail_plan(plan: MeetingPlan, *, stamp: Stamp) -> None:
    """Say that it stopped at a fault; the organisers may ask again."""
    locked = _locked(plan)
    if locked.state in FAIL_PLAN.sources:
        advance(locked, FAIL_PLAN, fact=PlanFailed(**_of(locked)), stamp=stamp)


def _of(plan: MeetingPlan) -> dict[str, int]:
    return {"event_id": plan.day.event_id, "plan_id": plan.pk}


def _locked(plan: MeetingPlan) -> MeetingPlan:
    rows = MeetingPlan.objects.select_for_update(of=("self",))
    return rows.select_related("day__event__organiser", "day__event__city").get(pk=plan.pk)


def _before(plan: MeetingPlan) -> MeetingPlan | None:
    """The newest earlier plan that stands: its pinned meetings stay, its cancelled ones too."""
    earlier = plan.day.plans.filter(number__lt=plan.number, state__in=STANDS)
    return earlier.order_by("-number").first()


def _pin_again(plan: MeetingPlan) -> None:
    before = _before(plan)
    pinned = [] if before is None else before.meetings.filter(pinned=True, cancelled_at=None)
    for one in pinned:
        same = plan.meetings.filter(supply=one.supply_id, demand=one.demand_id, slot=one.slot)
        same.update(pinned=True, origin=one.origin)


def _result(posed: Posed, found: Plan) -> dict[str, Any]:
    return {
        "status": found.status.value,
        "total": round(found.total, 3),
        "bound": round(found.bound, 3),
        "fair": found.fairness.applied,
        "total_without": round(found.fairness.total_without, 3),
        "without": [posed.who(*someone).pk for someone in found.fairness.without],
        "seconds": round(found.seconds, 2),
        "table_changes": found.table_changes,
        "wishes": len(posed.problem.wishes),
        "obstacles": [stands_against(posed, one) for one in found.obstacles],
    }
