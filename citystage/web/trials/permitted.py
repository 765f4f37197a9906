"""Which steps of a trial are open to whom: rules with what they need read for them."""

from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Actor
from citystage.kernel.verdicts import Verdict
from citystage.stages.trials import agreeing, climbing, parties
from citystage.stages.trials.models import Trial, Version
from citystage.stages.trials.rules import permits, trials
from citystage.stages.trials.states.trials import Side, TrialState


def open_version(trial: Trial) -> Version | None:
    """The text that waits for signatures."""
    return agreeing.open_version(trial)


def may_sign(actor: Actor, trial: Trial) -> Verdict:
    """Whether this side can sign the open text."""
    return trials.may_sign(actor, trial, agreeing.open_version(trial))


def may_withdraw_amendment(actor: Actor, trial: Trial) -> Verdict:
    """Whether there is an amendment that waits."""
    version = agreeing.open_version(trial)
    if version is None or not version.amendment:
        return Verdict(_("No amendment waits for signatures."))
    return trials.may_amend(actor, trial)


def may_agree(actor: Actor, trial: Trial) -> Verdict:
    """Whether the next step asks for the actor's word."""
    ahead = climbing.next_of(trial)
    if ahead is None:
        return Verdict(_("There is no further step."))
    return permits.may_agree(actor, trial, ahead.bodies, [one.unit_id for one in ahead.given])


def may_take_back(actor: Actor, trial: Trial) -> Verdict:
    """Whether the actor's unit has agreed to the step ahead."""
    none = Verdict(_("Your unit has not agreed to this step."))
    ahead = climbing.next_of(trial)
    if ahead is None or trial.state != TrialState.RUNNING:
        return none
    unit = permits.body_of(actor, ahead.bodies)
    given = {one.unit_id for one in ahead.given}
    return Verdict() if unit and unit.pk in given else none


def may_unlock(actor: Actor, trial: Trial) -> Verdict:
    """Whether nothing is missing."""
    ahead = climbing.next_of(trial)
    if ahead is None:
        return Verdict(_("There is no further step."))
    return permits.may_unlock(actor, trial, ahead.lines, ahead.lacking)


def allows_public(actor: Actor, trial: Trial) -> bool:
    """Whether the actor's side has allowed the trial to be public."""
    side = parties.side_of(actor, trial)
    return trial.shown_by_owner if side == Side.OWNER else trial.shown_by_supplier
