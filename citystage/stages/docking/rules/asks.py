"""Who files an ask, who answers it, and who may object."""

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.verdicts import ALLOWED, Verdict, all_of
from citystage.stages.docking.models import Ask
from citystage.stages.docking.states.asks import AskKind, AskState

_SAID_BACK = frozenset({AskState.REPLIED, AskState.DECIDED})


def _acts_for(actor: Actor, permission: Permission, unit_id: int | None) -> bool:
    return unit_id in {unit.pk for unit in actor.reach(permission)}


def may_file(actor: Actor, unit: Unit | None) -> Verdict:
    """Somebody who acts for a company, a lab's builder, or an office."""
    if unit and _acts_for(actor, Permission.DOCKING_ASK_FILE, unit.pk):
        return ALLOWED
    return Verdict(_("Only who acts for an organisation or office files an ask."))


def is_asker(actor: Actor, ask: Ask) -> Verdict:
    """The unit that asked."""
    if _acts_for(actor, Permission.DOCKING_ASK_FILE, ask.asker_id):
        return ALLOWED
    return Verdict(_("Only the unit that asked may do this."))


def may_reply(actor: Actor, ask: Ask) -> Verdict:
    """The unit it was given to, while it waits."""
    if not _acts_for(actor, Permission.DOCKING_ASK_REPLY, ask.unit_id):
        return Verdict(_("Only %(unit)s replies to this ask.") % {"unit": ask.unit.label})
    return _is(ask, AskState.FILED)


def may_reroute(actor: Actor, ask: Ask) -> Verdict:
    """The unit it was given to, or the city's office: once."""
    mine = _acts_for(actor, Permission.DOCKING_ASK_REPLY, ask.unit_id)
    if not mine and not actor.holds(Permission.DOCKING_ASK_DECIDE, ask.city):
        return Verdict(_("Only the unit that has the ask passes it on."))
    if ask.rerouted_at is not None:
        return Verdict(_("An ask is passed on once only; it has been."))
    if ask.kind == AskKind.NEIGHBOUR:
        return Verdict(_("What one city asks of another is not passed on."))
    return _is(ask, AskState.FILED)


def may_dispute(actor: Actor, ask: Ask) -> Verdict:
    """The asker, after the reply, before it closes."""
    return all_of(is_asker(actor, ask), _is(ask, AskState.REPLIED))


def may_decide(actor: Actor, ask: Ask) -> Verdict:
    """The city's office; not the one person who replied."""
    if not actor.holds(Permission.DOCKING_ASK_DECIDE, ask.city):
        return Verdict(_("Only the coordinating office of the city decides disputes."))
    if ask.replied_by_id is not None and ask.replied_by_id == actor.user_id:
        return Verdict(_("Another officer decides than the one who replied."))
    return _is(ask, AskState.DISPUTED)


def may_close(actor: Actor, ask: Ask) -> Verdict:
    """The asker, once something was said."""
    if ask.state not in _SAID_BACK:
        return Verdict(_("An ask is closed after its reply."))
    return is_asker(actor, ask)


def may_withdraw(actor: Actor, ask: Ask) -> Verdict:
    """The asker, before the reply."""
    return all_of(is_asker(actor, ask), _is(ask, AskState.FILED))


def may_link_rule(actor: Actor, ask: Ask) -> Verdict:
    """The unit that adopted the suggestion, or the city's office."""
    mine = _acts_for(actor, Permission.DOCKING_ASK_REPLY, ask.unit_id)
    if not mine and not actor.holds(Permission.DOCKING_ASK_DECIDE, ask.city):
        return Verdict(_("Only the unit that adopted it names the rule."))
    if ask.outcome != "adopted":
        return Verdict(_("Only an adopted suggestion has changed a rule."))
    return ALLOWED


def _is(ask: Ask, state: AskState) -> Verdict:
    if ask.state == state:
        return ALLOWED
    return Verdict(_("This step is no longer open: the ask is now “%s”.") % ask.get_state_display())
