"""Who agrees to a step, who unlocks it, who suspends and who resumes."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.verdicts import ALLOWED, Verdict
from citystage.stages.trials.models import Ascent, Trial
from citystage.stages.trials.parties import acts_for, oversees, side_of
from citystage.stages.trials.reckoning import LineSeen
from citystage.stages.trials.states.trials import SIGNED, Side, TrialState


def body_of(actor: Actor, bodies: Sequence[Unit]) -> Unit | None:
    """The unit among these for which the actor speaks."""
    return next((one for one in bodies if acts_for(actor, one)), None)


def may_agree(actor: Actor, trial: Trial, bodies: Sequence[Unit], given: Sequence[int]) -> Verdict:
    """A body that the ladder names for the next step, once."""
    unit = body_of(actor, bodies)
    if unit is None:
        return Verdict(_("The ladder does not ask your unit for the next step."))
    if trial.state != TrialState.RUNNING:
        return Verdict(_("The trial does not run: nothing can be agreed to now."))
    return Verdict(_("Your unit has agreed already.")) if unit.pk in given else ALLOWED


def may_take_back(
    actor: Actor, trial: Trial, bodies: Sequence[Unit], given: Sequence[int]
) -> Verdict:
    """A body that agreed to the next step, while the trial runs."""
    unit = body_of(actor, bodies)
    agreed = unit is not None and unit.pk in given
    if agreed and trial.state == TrialState.RUNNING:
        return ALLOWED
    return Verdict(_("Your unit has not agreed to this step."))


def may_unlock(
    actor: Actor,
    trial: Trial,
    lines: Sequence[LineSeen],
    lacking: Sequence[Unit],
    doubted: Ascent | None,
) -> Verdict:
    """Either side, when evidence meets the rule, every body agreed, and no step is doubted."""
    if side_of(actor, trial) is None:
        return Verdict(_("Only the two sides of the trial do this."))
    if trial.state != TrialState.RUNNING:
        return Verdict(_("The trial does not run: no step can be unlocked."))
    if doubted is not None:
        return Verdict(_("An unlocked step is to be judged again first."))
    if not all(line.reached for line in lines):
        return Verdict(_("The evidence does not meet the rule yet."))
    if lacking:
        names = "、".join(one.label for one in lacking)
        return Verdict(_("Not agreed yet: %s.") % names)
    return ALLOWED


def may_report_incident(actor: Actor, trial: Trial) -> Verdict:
    """The supplier, the owner, and the offices over the trial."""
    if trial.state not in SIGNED:
        return Verdict(_("Incidents are reported while the trial is signed and has not ended."))
    if side_of(actor, trial) is not None or oversees(actor, trial):
        return ALLOWED
    return Verdict(_("Only the two sides and the offices over the trial do this."))


def may_uphold(actor: Actor, trial: Trial) -> Verdict:
    """An office over the trial."""
    if trial.state not in SIGNED:
        return Verdict(_("The trial has ended: its steps stay as they were."))
    if oversees(actor, trial):
        return ALLOWED
    return Verdict(_("Only an office over the trial judges its steps."))


def may_lose(actor: Actor, trial: Trial) -> Verdict:
    """An office over the trial, and the owner: going back is always the safe side."""
    if trial.state in SIGNED and side_of(actor, trial) == Side.OWNER:
        return ALLOWED
    return may_uphold(actor, trial)


def may_resume(actor: Actor, trial: Trial) -> Verdict:
    """The owner or an office over the trial; the supplier alone does not."""
    if trial.state != TrialState.SUSPENDED:
        return Verdict(_("The trial is not suspended."))
    if side_of(actor, trial) == Side.OWNER or oversees(actor, trial):
        return ALLOWED
    return Verdict(_("The owner or an office over the trial lets it go on."))
