"""Targets of a plan: set, revised with a reason, dropped with a reason. Nothing is written over."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.stages.evaluation import plan_rules
from citystage.stages.evaluation.facts.plan import TargetDropped, TargetRevised, TargetSet
from citystage.stages.evaluation.models import Plan, Revision, Target
from citystage.stages.evaluation.plan_writing import (
    Asked,
    PlanChangedMeanwhile,
    lock_plan,
    lock_target,
    plain,
    reasoned,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetWords:
    """A target as it is typed, without its figure."""

    name: str
    name_en: str = ""
    unit: str
    unit_en: str = ""
    counts: str = ""
    counts_en: str = ""
    indicator: str = ""
    pipeline: str = ""
    period: str = Target.Period.WHOLE


@transaction.atomic(durable=True)
def set_target(plan: Plan, *, words: TargetWords, asked: Asked, stamp: Stamp) -> Target:
    """Add a target to the plan. Raises ``NotAPlan`` for a figure that cannot be."""
    locked = lock_plan(plan.pk)
    plan_rules.may_edit(stamp.actor, locked.city).enforce()
    asked.check(locked, indicator=words.indicator, period=words.period)
    last = locked.targets.aggregate(last=Max("ordinal"))["last"] or 0
    made = Target.objects.create(
        plan=locked,
        ordinal=last + 1,
        name=words.name,
        name_en=words.name_en,
        unit=words.unit,
        unit_en=words.unit_en,
        counts=words.counts,
        counts_en=words.counts_en,
        indicator=words.indicator,
        pipeline=Target.Pipeline(words.pipeline),
        period=Target.Period(words.period),
    )
    _keep(made, asked, "", stamp)
    told = TargetSet(target_id=made.pk, plan_id=locked.pk, at_least=plain(asked.at_least))
    journal.record(told, subject=locked, stamp=stamp)
    return made


@transaction.atomic(durable=True)
def revise_target(
    target: Target, *, asked: Asked, reason: str, version: int, stamp: Stamp
) -> Target:
    """Ask for something else from a day on; what was asked before stays, with the reason."""
    locked = lock_target(target)
    plan_rules.may_revise(stamp.actor, locked).enforce()
    asked.check(locked.plan, indicator=locked.indicator, period=locked.period)
    if locked.version != version:
        raise PlanChangedMeanwhile(_("Somebody revised this target meanwhile."))
    before = locked.revisions.get(number=locked.version)
    locked.version += 1
    locked.save(update_fields=["version"])
    _keep(locked, asked, reasoned(reason), stamp)
    told = TargetRevised(
        target_id=locked.pk,
        plan_id=locked.plan_id,
        before=plain(before.at_least),
        at_least=plain(asked.at_least),
        in_force_on=asked.in_force_on.isoformat(),
        reason=reasoned(reason),
    )
    journal.record(told, subject=locked.plan, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def drop_target(target: Target, *, reason: str, stamp: Stamp) -> Target:
    """It does not count any more; it stays on the page with the reason."""
    locked = lock_target(target)
    plan_rules.may_revise(stamp.actor, locked).enforce()
    locked.dropped_at, locked.drop_reason = stamp.at, reasoned(reason)
    locked.save(update_fields=["dropped_at", "drop_reason"])
    told = TargetDropped(target_id=locked.pk, plan_id=locked.plan_id, reason=locked.drop_reason)
    journal.record(told, subject=locked.plan, stamp=stamp)
    return locked


def _keep(target: Target, asked: Asked, reason: str, stamp: Stamp) -> Revision:
    return Revision.objects.create(
        target=target,
        number=target.version,
        at_least=asked.at_least,
        baseline=asked.baseline,
        baseline_year=asked.baseline_year,
        milestones=asked.kept,
        in_force_on=asked.in_force_on,
        reason=reason,
        made_by_id=stamp.actor.person,
        made_at=stamp.at,
    )
