"""How a trial ends: taken over, not taken over, or honestly failed; each with its words."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.foundation.workflow.flow import Move
from citystage.stages.trials import agreeing, parties
from citystage.stages.trials.facts.agreements import TrialEnded
from citystage.stages.trials.models import Trial
from citystage.stages.trials.rules import trials as rules
from citystage.stages.trials.states.trials import FAIL, LEAVE, TAKE, TrialState


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """In words, and what others may learn from it."""

    words: str
    lessons: str = ""


@transaction.atomic(durable=True)
def take_over(trial: Trial, *, outcome: Outcome, price: int | None, stamp: Stamp) -> Trial:
    """The owner takes over what was tried, at ``price`` fen (nothing: without payment)."""
    trial = parties.lock_trial(trial)
    rules.may_take(stamp.actor, trial).enforce()
    trial.taken_price = price
    words = gettext_noop("“%(title)s” is taken over: %(reason)s")
    return _end(trial, TAKE, outcome, words, stamp)


@transaction.atomic(durable=True)
def leave(trial: Trial, *, outcome: Outcome, stamp: Stamp) -> Trial:
    """The owner does not take it over; why stays on record."""
    trial = parties.lock_trial(trial)
    rules.may_conclude(stamp.actor, trial).enforce()
    words = gettext_noop("“%(title)s” is not taken over: %(reason)s")
    return _end(trial, LEAVE, outcome, words, stamp)


@transaction.atomic(durable=True)
def exit_trial(trial: Trial, *, outcome: Outcome, stamp: Stamp) -> Trial:
    """The supplier ends it by the clause on exit; the owner takes nothing over."""
    trial = parties.lock_trial(trial)
    rules.may_exit(stamp.actor, trial).enforce()
    words = gettext_noop("The supplier ended “%(title)s” by its clause on exit: %(reason)s")
    return _end(trial, LEAVE, outcome, words, stamp)


@transaction.atomic(durable=True)
def close_as_failed(trial: Trial, *, outcome: Outcome, stamp: Stamp) -> Trial:
    """It did not work, and why; that is an outcome like any other."""
    trial = parties.lock_trial(trial)
    rules.may_fail(stamp.actor, trial).enforce()
    words = gettext_noop("“%(title)s” did not work, because: %(reason)s")
    return _end(trial, FAIL, outcome, words, stamp)


def _end(
    trial: Trial, move: Move[TrialState], outcome: Outcome, template: str, stamp: Stamp
) -> Trial:
    trial.outcome_words = parties.needed(outcome.words)
    trial.lessons = outcome.lessons.strip()
    trial.ended_at = trial.changed_at = stamp.at
    trial.proven = trial.ready = False
    trial.save()
    # An amendment that still waited has nothing left to change.
    if (waiting := agreeing.open_version(trial)) is not None:
        agreeing.close(waiting, stamp)
    trial.tokens.filter(ended_at__isnull=True).update(ended_at=stamp.at)
    values = parties.about(trial, stamp)
    if move is TAKE:
        values["amount"] = trial.taken_price
    told = TrialEnded(**values, outcome=move.target, reason=trial.outcome_words)
    advance(trial, move, fact=told, stamp=stamp)
    parties.say(trial, parties.ALL, template, stamp, reason=trial.outcome_words)
    return trial
