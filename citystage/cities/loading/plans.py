"""Plans of a pack with their targets: entered once, put right, revised where the pack says so."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

from citystage.cities.loading.ground import source_facts
from citystage.cities.loading.report import Outcome, Work, differences, settle
from citystage.cities.packs import plans
from citystage.foundation.ledger import journal
from citystage.stages.evaluation.facts.plan import (
    PlanChanged,
    PlanWritten,
    TargetRevised,
    TargetSet,
)
from citystage.stages.evaluation.models import Plan, Revision, Target
from citystage.stages.evaluation.plan_writing import plain

_WORDS: Final = ("name", "name_en", "unit", "unit_en", "counts", "counts_en")


def enter_plans(work: Work) -> None:
    """Plans first, then their targets. What people revised here stays as they wrote it."""
    sources = {one.code: source_facts(one) for one in work.pack.sources}
    found = {plan.pack_key: plan for plan in Plan.objects.filter(city=work.city)}
    for told in work.pack.plans:
        found[told.code] = _plan(work, told, found.get(told.code), sources[told.source])
    for ordinal, target in enumerate(work.pack.targets, start=1):
        _target(work, target, found[target.plan], ordinal, sources)


def _plan(work: Work, told: plans.PlanTold, found: Plan | None, source: dict[str, Any]) -> Plan:
    wanted = {
        "name": told.name.zh,
        "name_en": told.name.en,
        "note": told.note.zh if told.note else "",
        "note_en": told.note.en if told.note else "",
        "from_year": told.from_year,
        "until_year": told.until_year,
        "public": told.public,
        "source": source,
    }
    if found is None:
        made = Plan.objects.create(
            city=work.city, pack_key=told.code, made_at=work.stamp.at, **wanted
        )
        journal.record(PlanWritten(plan_id=made.pk), subject=made, stamp=work.stamp)
        work.report.note("plan", told.code, Outcome.CREATED)
        return made
    if found.version > 1:
        kept = differences(found, wanted)
        work.report.note("plan", told.code, Outcome.KEPT if kept else Outcome.UNCHANGED, kept)
        return found
    settle(work.report, "plan", told.code, found, wanted)
    if fields := work.report.changes[-1].fields:
        words = {name: [str(old), str(new)] for name, (old, new) in fields.items()}
        told_so = PlanChanged(plan_id=found.pk, fields=words)
        journal.record(told_so, subject=found, stamp=work.stamp)
    return found


def _target(
    work: Work, told: plans.Target, plan: Plan, ordinal: int, sources: dict[str, dict[str, Any]]
) -> None:
    wanted = {
        "name": told.name.zh,
        "name_en": told.name.en,
        "unit": told.unit.zh,
        "unit_en": told.unit.en,
        "counts": told.counts.zh,
        "counts_en": told.counts.en,
        "indicator": told.indicator or "",
        "pipeline": told.pipeline,
        "period": told.period,
        "ordinal": ordinal,
    }
    found = Target.objects.filter(plan=plan, pack_key=told.code).first()
    stages = _stages(told, plan, sources)
    if found is None:
        made = Target.objects.create(plan=plan, pack_key=told.code, **wanted)
        _revise(work, made, stages)
        first = plain(stages[0]["at_least"])
        set_so = TargetSet(target_id=made.pk, plan_id=plan.pk, at_least=first)
        journal.record(set_so, subject=plan, stamp=work.stamp)
        work.report.note("target", told.code, Outcome.CREATED)
        return
    _settle_target(work, told.code, found, wanted, stages)


def _stages(
    told: plans.Target, plan: Plan, sources: dict[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    """What the pack says it asked for, one after another."""
    begins = date(plan.from_year, 1, 1)
    first = {
        "at_least": Decimal(told.at_least),
        **_baseline(told.baseline),
        "milestones": {str(one.year): str(one.at_least) for one in told.milestones},
        "in_force_on": begins,
        "reason": "",
        "source": sources[told.source],
    }
    later = [
        {
            "at_least": Decimal(one.at_least),
            **_baseline(one.baseline or told.baseline),
            "milestones": {str(step.year): str(step.at_least) for step in one.milestones},
            "in_force_on": one.on,
            "reason": one.reason.model_dump(),
            "source": sources[one.source],
        }
        for one in told.revisions
    ]
    return [first, *later]


def _baseline(told: plans.Baseline | None) -> dict[str, Any]:
    return {
        "baseline": told.value if told else None,
        "baseline_year": told.year if told else None,
    }


def _settle_target(
    work: Work, code: str, found: Target, wanted: dict[str, Any], stages: list[dict[str, Any]]
) -> None:
    """Put the words right, and what the pack itself said; people's own revisions stay on top."""
    kept = list(found.revisions.order_by("number"))
    fields = differences(found, wanted)
    corrected = [
        (row, different)
        for row, stage in zip(kept, stages, strict=False)
        if row.made_by_id is None and (different := differences(row, stage))
    ]
    new = stages[len(kept) :]
    by_people = any(row.made_by_id is not None for row in kept)
    told = fields | {name: pair for _row, each in corrected for name, pair in each.items()}
    if new:
        told |= {"at_least": (kept[-1].at_least, new[-1]["at_least"])}
    if by_people and (corrected or new):
        work.report.note("target", code, Outcome.KEPT, told)
        return
    # Words that people put right stay; the report says how the pack differs.
    theirs = _WORDS if found.words_version > 1 else ()
    mine = {name: pair for name, pair in fields.items() if name not in theirs}
    for name, (_old, now) in mine.items():
        setattr(found, name, now)
    for row, different in corrected:
        for name, (_old, now) in different.items():
            setattr(row, name, now)
        row.save(update_fields=list(different))
    found.save()
    _revise(work, found, new)
    outcome = Outcome.CHANGED if told else Outcome.UNCHANGED
    if fields and not mine and told == fields:
        outcome = Outcome.KEPT
    work.report.note("target", code, outcome, told)


def _revise(work: Work, target: Target, stages: list[dict[str, Any]]) -> None:
    """Add what the pack asks for now; the first one of a target is no revision."""
    before = target.revisions.order_by("-number").first()
    for stage in stages:
        number = before.number + 1 if before else 1
        made = Revision.objects.create(target=target, number=number, made_at=work.stamp.at, **stage)
        if before is not None:
            told = TargetRevised(
                target_id=target.pk,
                plan_id=target.plan_id,
                before=plain(before.at_least),
                at_least=plain(made.at_least),
                in_force_on=made.in_force_on.isoformat(),
                reason=stage["reason"]["zh"],
            )
            journal.record(told, subject=target.plan, stamp=work.stamp)
            Target.objects.filter(pk=target.pk).update(version=number)
        before = made
