"""A step whose evidence changed is judged again: it stands, or the trial goes back below it."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal
from citystage.stages.trials import climbing, doubting, parties
from citystage.stages.trials.facts.permits import StepLost, StepUpheld
from citystage.stages.trials.models import Ascent, Trial
from citystage.stages.trials.rules import permits as rules


class NotDoubted(Refusal):
    """Somebody judged it meanwhile, or its evidence meets the rule again."""


@transaction.atomic(durable=True)
def uphold_step(trial: Trial, *, step: int, reason: str, stamp: Stamp) -> Trial:
    """The step stands all the same; why stays on record."""
    trial = parties.lock_trial(trial)
    rules.may_uphold(stamp.actor, trial).enforce()
    ascent = _doubted(trial, step)
    ascent.upheld_reason = parties.needed(reason)
    ascent.upheld_at, ascent.upheld_by_id = stamp.at, stamp.actor.user_id
    ascent.upheld_for = stamp.actor.unit
    ascent.doubted_at, ascent.doubt = None, ""
    ascent.save()
    climbing.weigh(trial)
    told = StepUpheld(trial_id=trial.pk, step=step, reason=ascent.upheld_reason)
    journal.record(told, subject=trial, stamp=stamp)
    words = gettext_noop("The step “%(step)s” of “%(title)s” stands: %(reason)s")
    name = doubting.named(parties.frame(trial), ascent)
    parties.say(trial, parties.ALL, words, stamp, step=name, reason=ascent.upheld_reason)
    return trial


@transaction.atomic(durable=True)
def lose_step(trial: Trial, *, step: int, reason: str, stamp: Stamp) -> Trial:
    """The trial goes back below the step; what is left of its evidence goes on counting.

    After a suspension evidence counts anew, and nothing of before it comes back.
    """
    trial = parties.lock_trial(trial)
    rules.may_lose(stamp.actor, trial).enforce()
    ascent = _doubted(trial, step)
    said, before = parties.needed(reason), trial.step
    stood_still = trial.incidents.filter(suspended=True, reported_at__gte=ascent.unlocked_at)
    if not stood_still.exists():
        trial.step_since = ascent.since
    trial.step, trial.changed_at = step - 1, stamp.at
    trial.save(update_fields=["step", "step_since", "changed_at"])
    doubting.let_fall(trial, said, stamp)
    climbing.let_fall(trial, said, stamp)
    climbing.weigh(trial)
    told = StepLost(**parties.about(trial, stamp), from_step=before, step=trial.step, reason=said)
    journal.record(told, subject=trial, stamp=stamp)
    words = gettext_noop("“%(title)s” goes back below the step “%(step)s”: %(reason)s")
    name = doubting.named(parties.frame(trial), ascent)
    parties.say(trial, parties.ALL, words, stamp, step=name, reason=said)
    return trial


def _doubted(trial: Trial, step: int) -> Ascent:
    found = trial.ascents.doubted().filter(step=step).first()
    if found is None:
        raise NotDoubted(_("This step waits for no judgement any more. Look where it stands now."))
    return found
