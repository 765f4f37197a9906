"""Who draws up, signs, amends and ends a trial."""

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.verdicts import ALLOWED, Verdict, all_of
from citystage.stages.trials.models import Signature, Trial, Version
from citystage.stages.trials.parties import oversees, own_units, side_of
from citystage.stages.trials.states.trials import ENDED, SIGNED, Side, TrialState

_SIDES_ONLY = _("Only the two sides of the trial do this.")
_MOVED_ON = _("This step is no longer open.")


def may_begin(actor: Actor, owner: Unit, supplier: Organisation, *, paired: bool) -> Verdict:
    """The owner of the scenario; the supplier where a record pairs the two already."""
    if not actor.may(Permission.TRIAL_KEEP):
        return Verdict(_("Only who acts for a unit or organisation draws up a trial."))
    if supplier.standing != Organisation.Standing.APPROVED or supplier.seat_id is None:
        return Verdict(_("The supplier must be registered before a trial can be signed with it."))
    if supplier.seat_id == owner.pk:
        return Verdict(_("The owner of the scenario cannot be the supplier as well."))
    units = own_units(actor)
    if owner.pk in units or (paired and supplier.seat_id in units):
        return ALLOWED
    return Verdict(_("Only the owner of the scenario begins a trial without a chosen answer."))


def may_draft(actor: Actor, trial: Trial) -> Verdict:
    """Either side, while the agreement is in draft."""
    return all_of(_side(actor, trial), _in(trial, TrialState.DRAFT))


def may_sign(actor: Actor, trial: Trial, version: Version | None) -> Verdict:
    """Either side, once, while a text stands open."""
    side = side_of(actor, trial)
    if side is None:
        return Verdict(_SIDES_ONLY)
    if version is None or trial.state not in {TrialState.DRAFT, *SIGNED}:
        return Verdict(_("There is no text that waits for a signature."))
    own = Signature.objects.filter(version=version, side=side, dropped_at__isnull=True)
    return Verdict(_("Your side has signed this text.")) if own.exists() else ALLOWED


def may_amend(actor: Actor, trial: Trial) -> Verdict:
    """Either side, while the trial runs or stands still."""
    return all_of(_side(actor, trial), _in(trial, *SIGNED))


def may_conclude(actor: Actor, trial: Trial) -> Verdict:
    """The owner takes it over, or does not."""
    if side_of(actor, trial) != Side.OWNER:
        return Verdict(_("The owner of the scenario decides whether it is taken over."))
    return _in(trial, *SIGNED)


def may_exit(actor: Actor, trial: Trial) -> Verdict:
    """The supplier ends it by the clause on exit, whether it worked or not."""
    if side_of(actor, trial) != Side.SUPPLIER:
        return Verdict(_("The supplier of the trial does this."))
    return _in(trial, *SIGNED)


def may_take(actor: Actor, trial: Trial) -> Verdict:
    """What stands still is not taken over: it is resumed first."""
    return all_of(may_conclude(actor, trial), _in(trial, TrialState.RUNNING))


def may_fail(actor: Actor, trial: Trial) -> Verdict:
    """Either side says honestly that it did not work."""
    return all_of(_side(actor, trial), _in(trial, *SIGNED))


def may_publish(actor: Actor, trial: Trial) -> Verdict:
    """Each side for itself, once it is signed."""
    return all_of(_side(actor, trial), _in(trial, *SIGNED, *ENDED))


def may_follow(actor: Actor, trial: Trial) -> Verdict:
    """Both sides and the offices over the trial."""
    if side_of(actor, trial) is not None or oversees(actor, trial):
        return ALLOWED
    return Verdict(_("Only the two sides and the offices over the trial do this."))


def _side(actor: Actor, trial: Trial) -> Verdict:
    return ALLOWED if side_of(actor, trial) is not None else Verdict(_SIDES_ONLY)


def _in(trial: Trial, *states: TrialState) -> Verdict:
    return ALLOWED if trial.state in states else Verdict(_MOVED_ON)
