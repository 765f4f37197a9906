"""Bodies agree to the next step, and it is unlocked once evidence and agreement meet the rule."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import Refusal
from citystage.stages.trials import climbing, doubting, parties
from citystage.stages.trials.climbing import Next
from citystage.stages.trials.facts.permits import (
    StepAgreed,
    StepAgreementTakenBack,
    StepUnlocked,
)
from citystage.stages.trials.models import Ascent, Permit, Trial
from citystage.stages.trials.rules import permits as rules


class NoStep(Refusal):
    """The ladder has no further step, or it is another one by now."""


@transaction.atomic(durable=True)
def agree_to_step(trial: Trial, *, step: int, words: str, stamp: Stamp) -> Permit:
    """One body agrees to step ``step``, the one the page showed as the next."""
    trial = parties.lock_trial(trial)
    ahead = _ahead(trial, step)
    given = [one.unit_id for one in ahead.given]
    rules.may_agree(stamp.actor, trial, ahead.bodies, given).enforce()
    unit = rules.body_of(stamp.actor, ahead.bodies)
    assert unit is not None
    made = Permit.objects.create(
        trial=trial,
        step=step,
        unit=unit,
        words=words.strip(),
        given_by_id=stamp.actor.person,
        given_at=stamp.at,
    )
    climbing.weigh(trial)
    told = StepAgreed(trial_id=trial.pk, step=step, unit_id=unit.pk, reason=made.words)
    journal.record(told, subject=trial, stamp=stamp)
    template = gettext_noop("%(unit)s agreed to the step “%(step)s” of “%(title)s”.")
    values: dict[str, Any] = {"unit": unit.name, "step": ahead.step.name.zh}
    if trial.ready:
        template = gettext_noop("Nothing is missing: “%(title)s” can go to the step “%(step)s”.")
    parties.say(trial, parties.BOTH, template, stamp, **values)
    return made


@transaction.atomic(durable=True)
def take_back_agreement(trial: Trial, *, step: int, reason: str, stamp: Stamp) -> Trial:
    """A body no longer agrees to a step that is not unlocked yet."""
    trial = parties.lock_trial(trial)
    ahead = _ahead(trial, step)
    given = {one.unit_id: one for one in ahead.given}
    rules.may_take_back(stamp.actor, trial, ahead.bodies, list(given)).enforce(NoStep)
    unit = rules.body_of(stamp.actor, ahead.bodies)
    assert unit is not None
    held = given[unit.pk]
    held.fallen_at, held.fallen_reason = stamp.at, parties.needed(reason)
    held.save(update_fields=["fallen_at", "fallen_reason"])
    climbing.weigh(trial)
    told = StepAgreementTakenBack(
        trial_id=trial.pk, step=step, unit_id=held.unit_id, reason=held.fallen_reason
    )
    journal.record(told, subject=trial, stamp=stamp)
    template = gettext_noop("%(unit)s no longer agrees to the next step of “%(title)s”: %(reason)s")
    values: dict[str, Any] = {"unit": held.unit.name, "reason": held.fallen_reason}
    parties.say(trial, parties.BOTH, template, stamp, **values)
    return trial


@transaction.atomic(durable=True)
def unlock_step(trial: Trial, *, step: int, stamp: Stamp) -> Trial:
    """Unlock step ``step``. Pressed twice it happens once; after an incident not at all."""
    trial = parties.lock_trial(trial)
    ahead = _ahead(trial, step)
    doubted = doubting.doubted(trial)
    rules.may_unlock(stamp.actor, trial, ahead.lines, ahead.lacking, doubted).enforce(WrongState)
    _rise(trial, step, stamp)
    climbing.weigh(trial)
    evidence = {
        seen.measure.code: seen.had
        for line in ahead.lines
        for choice in line.choices
        for seen in choice.needs
    }
    told = StepUnlocked(
        **parties.about(trial, stamp), step=step, code=ahead.step.code, evidence=evidence
    )
    journal.record(told, subject=trial, stamp=stamp)
    template = gettext_noop("“%(title)s” has reached the step “%(step)s”.")
    parties.say(trial, parties.ALL, template, stamp, step=ahead.step.name.zh)
    climbing.ask_bodies(trial, stamp)
    return trial


def _rise(trial: Trial, step: int, stamp: Stamp) -> None:
    until = climbing.counted_until(trial, stamp)
    Ascent.objects.create(
        trial=trial,
        step=step,
        since=trial.step_since or until,
        until=until,
        unlocked_at=stamp.at,
    )
    trial.step, trial.step_since, trial.changed_at = step, until, stamp.at
    trial.save(update_fields=["step", "step_since", "changed_at"])


def _ahead(trial: Trial, step: int) -> Next:
    ahead = climbing.next_of(trial)
    if ahead is None or ahead.number != step:
        raise NoStep(_("This is not the next step any more. Look where the trial stands now."))
    return ahead
