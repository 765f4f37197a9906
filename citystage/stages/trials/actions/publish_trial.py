"""Each side allows a trial to be public, or no longer does; only both together show it."""

from django.db import transaction
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.stages.trials import parties
from citystage.stages.trials.facts.agreements import PublicityChanged
from citystage.stages.trials.models import Trial
from citystage.stages.trials.rules import trials as rules
from citystage.stages.trials.states.trials import Side


@transaction.atomic(durable=True)
def allow_public(trial: Trial, *, stamp: Stamp) -> Trial:
    """Allow it for one side; twice changes nothing."""
    words = gettext_noop("One side allows “%(title)s” to be public.")
    return _keep(trial, stamp, words, allowed=True)


@transaction.atomic(durable=True)
def stop_public(trial: Trial, *, stamp: Stamp) -> Trial:
    """Allow it no longer; public pages show it no more."""
    words = gettext_noop("One side no longer allows “%(title)s” to be public.")
    return _keep(trial, stamp, words, allowed=False)


def _keep(trial: Trial, stamp: Stamp, words: str, *, allowed: bool) -> Trial:
    trial = parties.lock_trial(trial)
    rules.may_publish(stamp.actor, trial).enforce()
    side = parties.side_of(stamp.actor, trial)
    assert side is not None
    column = "shown_by_owner" if side == Side.OWNER else "shown_by_supplier"
    if getattr(trial, column) == allowed:
        return trial
    setattr(trial, column, allowed)
    trial.save(update_fields=[column])
    told = PublicityChanged(trial_id=trial.pk, side=side, allowed=allowed)
    journal.record(told, subject=trial, stamp=stamp)
    parties.say(trial, parties.other_side(side), words, stamp)
    return trial
