"""Who notes a promise, on whose behalf one confirms it, and who may end it."""

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.kernel.verdicts import ALLOWED, Verdict
from citystage.stages.docking.models import Promise
from citystage.stages.docking.states.promises import OWED, PromiseState


def may_note(actor: Actor) -> Verdict:
    """Anybody who sits at the table for a unit; both sides confirm it afterwards."""
    if actor.may(Permission.DOCKING_PROMISE_MAKE):
        return ALLOWED
    return Verdict(_("Only who acts for a unit or organisation notes a promise."))


def sides_of(actor: Actor, promise: Promise) -> tuple[str, ...]:
    """Which sides the actor stands on: "giver", "taker", both or none."""
    own = {unit.pk for unit in actor.reach(Permission.DOCKING_PROMISE_MAKE)}
    pairs = (("giver", promise.giver_id), ("taker", promise.taker_id))
    return tuple(side for side, unit_id in pairs if unit_id in own)


def may_confirm(actor: Actor, promise: Promise) -> Verdict:
    """A side that has not confirmed this version yet."""
    if promise.state != PromiseState.NOTED:
        return _moved_on(promise)
    if not sides_of(actor, promise):
        return _not_party()
    waiting = {"giver": promise.giver_agreed_at, "taker": promise.taker_agreed_at}
    if all(waiting[side] is not None for side in sides_of(actor, promise)):
        return Verdict(_("Your side has confirmed; the other side has not yet."))
    return ALLOWED


def may_correct(actor: Actor, promise: Promise) -> Verdict:
    """Either side, before both have confirmed; whoever noted it, before either has."""
    if promise.state != PromiseState.NOTED:
        return _moved_on(promise)
    noted = actor.user_id is not None and promise.noted_by_id == actor.user_id
    untouched = promise.giver_agreed_at is None and promise.taker_agreed_at is None
    if sides_of(actor, promise) or (noted and untouched):
        return ALLOWED
    return _not_party()


def may_deny(actor: Actor, promise: Promise) -> Verdict:
    """Either side, before both have confirmed."""
    if promise.state != PromiseState.NOTED:
        return _moved_on(promise)
    return ALLOWED if sides_of(actor, promise) else _not_party()


def may_report(actor: Actor, promise: Promise) -> Verdict:
    """Who gave it."""
    if promise.state != PromiseState.STANDING:
        return _moved_on(promise)
    return ALLOWED if "giver" in sides_of(actor, promise) else _not_party()


def may_accept(actor: Actor, promise: Promise) -> Verdict:
    """To whom it was given, once it was reported."""
    if promise.state != PromiseState.REPORTED:
        return _moved_on(promise)
    return ALLOWED if "taker" in sides_of(actor, promise) else _not_party()


def may_drop(actor: Actor, promise: Promise) -> Verdict:
    """Either side, while it is owed."""
    if promise.state not in OWED:
        return _moved_on(promise)
    return ALLOWED if sides_of(actor, promise) else _not_party()


def may_give(actor: Actor, promise: Promise) -> Verdict:
    """The giver names the person who does it."""
    if promise.state not in OWED | {PromiseState.NOTED}:
        return _moved_on(promise)
    return ALLOWED if "giver" in sides_of(actor, promise) else _not_party()


def _not_party() -> Verdict:
    return Verdict(_("Only the sides of this promise may do this."))


def _moved_on(promise: Promise) -> Verdict:
    return Verdict(
        _("This step is no longer open: the promise is now “%s”.") % promise.get_state_display()
    )
