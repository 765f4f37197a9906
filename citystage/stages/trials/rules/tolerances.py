"""Who decides what is tolerated, and who judges incidents."""

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.kernel.verdicts import ALLOWED, Verdict
from citystage.stages.trials.models import Tolerance, Trial
from citystage.stages.trials.parties import oversees
from citystage.stages.trials.states.tolerances import ToleranceState

_OFFICES_ONLY = _("An office of the city decides what is tolerated.")


def may_grant(actor: Actor, trial: Trial | None) -> Verdict:
    """An office; for a trial one that stands over it."""
    if not actor.may(Permission.TRIAL_TOLERATE):
        return Verdict(_OFFICES_ONLY)
    if trial is not None and not oversees(actor, trial):
        return Verdict(_("Only an office over the trial does this."))
    return ALLOWED


def may_withdraw(actor: Actor, tolerance: Tolerance) -> Verdict:
    """The unit that decided, or one above it, while it stands."""
    if tolerance.state != ToleranceState.STANDING:
        return Verdict(_("It is no longer in force."))
    if actor.holds(Permission.TRIAL_TOLERATE, tolerance.decided_for):
        return ALLOWED
    return Verdict(_("Only who decided it, or the office above, withdraws it."))


def may_judge(actor: Actor, trial: Trial) -> Verdict:
    """An office over the trial."""
    if oversees(actor, trial):
        return ALLOWED
    return Verdict(_("Only an office over the trial judges an incident."))
