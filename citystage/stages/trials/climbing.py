"""Where a trial stands on its ladder, and what the next step still takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils.translation import gettext_noop

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.foundation.tenancy.models import Unit
from citystage.stages.selection.investigating import people_at
from citystage.stages.trials import parties, reckoning
from citystage.stages.trials.models import Permit, Reading, Trial
from citystage.stages.trials.reckoning import LineSeen
from citystage.stages.trials.states.trials import TrialState
from citystage.stages.trials.terms import Frame, Step

_AGREES = frozenset({Permission.TRIAL_PERMIT, Permission.TRIAL_KEEP})


@dataclass(frozen=True, slots=True)
class Next:
    """The step above the present one: its numbers as measured, its bodies and who agreed."""

    number: int
    step: Step
    lines: Sequence[LineSeen]
    bodies: Sequence[Unit]
    given: Sequence[Permit]

    @property
    def lacking(self) -> list[Unit]:
        """The bodies that have not agreed."""
        agreed = {one.unit_id for one in self.given}
        return [one for one in self.bodies if one.pk not in agreed]

    @property
    def proven(self) -> bool:
        """Whether the evidence meets the rule."""
        return all(line.reached for line in self.lines)

    @property
    def ready(self) -> bool:
        """Whether nothing is missing."""
        return self.proven and not self.lacking


def first_step(trial: Trial) -> int:
    """Signing alone permits the lowest step, unless that step asks for more."""
    lowest = parties.frame(trial).steps[0]
    return 0 if lowest.lines or lowest.bodies or lowest.units else 1


def counted_from(trial: Trial, signed_at: datetime) -> datetime:
    """Evidence counts from the first day both sides agreed on, if that lies before the signing."""
    return min(parties.first_moment(trial), signed_at)


def counted_until(trial: Trial, stamp: Stamp) -> datetime:
    """Now, or just after the newest reading: no reading counts for two steps.

    Clocks of devices run a little ahead, so a reading may be newer than now.
    """
    newest = Reading.objects.filter(trial=trial).standing().aggregate(at=Max("happened_at"))["at"]
    just_after = newest + timedelta(microseconds=1) if newest else stamp.at
    return max(stamp.at, just_after, trial.step_since or stamp.at)


def next_of(trial: Trial, ladder: Frame | None = None) -> Next | None:
    """What the next step takes; nothing on the highest one."""
    ladder = ladder or parties.frame(trial)
    number = trial.step + 1
    step = ladder.step(number)
    if step is None:
        return None
    have = reckoning.measured(trial, ladder, since=trial.step_since) if step.lines else {}
    return Next(
        number=number,
        step=step,
        lines=reckoning.against(step.lines, ladder, have),
        bodies=parties.bodies_of(trial, step),
        given=list(standing(trial, number)),
    )


def weigh(trial: Trial, ladder: Frame | None = None) -> Next | None:
    """Note on the trial what its next step lacks now; returns that step (the caller locks)."""
    ahead = next_of(trial, ladder)
    found = (False, False)
    if ahead is not None and trial.state in {TrialState.DRAFT, TrialState.RUNNING}:
        found = ahead.proven, ahead.ready and not trial.ascents.doubted().exists()
    if found != (trial.proven, trial.ready):
        trial.proven, trial.ready = found
        trial.save(update_fields=["proven", "ready"])
    return ahead


def standing(trial: Trial, number: int) -> Sequence[Permit]:
    """Words of bodies for a step that still count."""
    rows = Permit.objects.filter(trial=trial, step=number, fallen_at__isnull=True)
    return list(rows.select_related("unit", "given_by"))


def let_fall(trial: Trial, reason: str, stamp: Stamp) -> int:
    """Every word given for steps above the present one counts no more."""
    rows = Permit.objects.filter(trial=trial, step__gt=trial.step, fallen_at__isnull=True)
    return rows.update(fallen_at=stamp.at, fallen_reason=reason)


def ask_bodies(trial: Trial, stamp: Stamp) -> None:
    """Tell the bodies of the next step that their word is asked for, once its evidence is there."""
    ahead = next_of(trial)
    if ahead is None or not ahead.proven or trial.state != TrialState.RUNNING:
        return
    words = gettext_noop("“%(title)s” asks for your agreement to the step “%(step)s”.")
    told = {"title": trial.title, "step": ahead.step.name.zh}
    for unit in ahead.lacking:
        people = people_at(unit, _AGREES, at=stamp.at)
        tell(people, group=Group.TASK, template=words, values=told, about=trial, stamp=stamp)
