"""Evidence that unlocked a step and changes afterwards: the step is doubted, kept or lost."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext_noop

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.notices.models import Group
from citystage.stages.trials import parties, reckoning
from citystage.stages.trials.facts.permits import StepConfirmed, StepDoubted
from citystage.stages.trials.models import Ascent, Trial
from citystage.stages.trials.reckoning import LineSeen
from citystage.stages.trials.states.trials import SIGNED
from citystage.stages.trials.terms import Frame


def doubted(trial: Trial) -> Ascent | None:
    """The lowest step that is to be judged again."""
    return trial.ascents.doubted().first()


def evidence_of(trial: Trial, frame: Frame, ascent: Ascent) -> list[LineSeen]:
    """What the time that unlocked the step comes to now."""
    step = frame.step(ascent.step)
    lines = step.lines if step else ()
    have = reckoning.measured(trial, frame, since=ascent.since, until=ascent.until)
    return reckoning.against(lines, frame, have)


def look_again(trial: Trial, moments: Iterable[datetime], *, reason: str, stamp: Stamp) -> None:
    """Something of these moments changed: judge the steps anew whose evidence they belong to.

    A step whose rule is no longer met is doubted until an office has judged it; one that was
    doubted and whose rule is met again stands. The caller holds the trial's row.
    """
    changed = tuple(moments)
    if trial.state not in SIGNED or not changed:
        return
    touched = [
        one
        for one in trial.ascents.standing()
        if any(one.since <= at < one.until for at in changed)
    ]
    if not touched:
        return
    frame = parties.frame(trial)
    for one in touched:
        met = all(line.reached for line in evidence_of(trial, frame, one))
        if not met and one.doubted_at is None:
            _doubt(trial, frame, one, reason, stamp)
        elif met and one.doubted_at is not None:
            _confirm(trial, frame, one, stamp)


def let_fall(trial: Trial, reason: str, stamp: Stamp) -> None:
    """Steps above the present one were lost (the caller holds the trial's row)."""
    lost = trial.ascents.standing().filter(step__gt=trial.step)
    lost.update(fallen_at=stamp.at, fallen_reason=reason, doubted_at=None, doubt="")


def _doubt(trial: Trial, frame: Frame, ascent: Ascent, reason: str, stamp: Stamp) -> None:
    ascent.doubted_at, ascent.doubt = stamp.at, reason
    ascent.save(update_fields=["doubted_at", "doubt"])
    told = StepDoubted(trial_id=trial.pk, step=ascent.step, reason=reason)
    journal.record(told, subject=trial, stamp=stamp)
    words = gettext_noop(
        "The evidence that unlocked the step “%(step)s” of “%(title)s” no longer meets the rule:"
        " %(reason)s"
    )
    step = named(frame, ascent)
    parties.say(trial, parties.ALL, words, stamp, group=Group.TASK, step=step, reason=reason)


def _confirm(trial: Trial, frame: Frame, ascent: Ascent, stamp: Stamp) -> None:
    ascent.doubted_at, ascent.doubt = None, ""
    ascent.save(update_fields=["doubted_at", "doubt"])
    told = StepConfirmed(trial_id=trial.pk, step=ascent.step)
    journal.record(told, subject=trial, stamp=stamp)
    words = gettext_noop(
        "The evidence that unlocked the step “%(step)s” of “%(title)s” meets the rule again."
    )
    parties.say(trial, parties.ALL, words, stamp, step=named(frame, ascent))


def named(frame: Frame, ascent: Ascent) -> str:
    """The step as messages name it."""
    step = frame.step(ascent.step)
    return step.name.zh if step else str(ascent.step)
