"""Who enters readings, and who removes one."""

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Actor
from citystage.kernel.verdicts import ALLOWED, Verdict
from citystage.stages.trials.models import Trial
from citystage.stages.trials.parties import oversees, side_of
from citystage.stages.trials.states.trials import SIGNED


def may_add(actor: Actor, trial: Trial) -> Verdict:
    """Either side, while the trial is signed and not ended."""
    if side_of(actor, trial) is None:
        return Verdict(_("Only the two sides of the trial enter readings."))
    return takes_readings(trial)


def takes_readings(trial: Trial) -> Verdict:
    """Whether readings come in at all, by whatever way."""
    if trial.state not in SIGNED:
        return Verdict(_("Readings are taken while the trial is signed and has not ended."))
    return ALLOWED


def may_remove(actor: Actor, trial: Trial) -> Verdict:
    """Either side and the offices over it, also when the trial has ended; always with a reason."""
    if side_of(actor, trial) is not None or oversees(actor, trial):
        return ALLOWED
    return Verdict(_("Only the two sides and the offices over the trial do this."))


def may_give_access(actor: Actor, trial: Trial) -> Verdict:
    """The same who enter readings."""
    return may_add(actor, trial)
