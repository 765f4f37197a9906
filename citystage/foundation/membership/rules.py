"""Who may do what in membership. Pure questions: no writes, no clock, no request."""

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.roles import CARRIES, Role
from citystage.foundation.access.stamps import Actor
from citystage.foundation.membership.models import Registration
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.verdicts import ALLOWED, Verdict


def may_decide(actor: Actor, registration: Registration) -> Verdict:
    """An officer of the deciding district or city; never on one's own wish."""
    if registration.person_id == actor.user_id:
        return Verdict(_("Nobody decides on their own registration."))
    if actor.holds(Permission.MEMBERSHIP_REGISTRATION_DECIDE, registration.decider):
        return ALLOWED
    return Verdict(_("Only the district of the organisation decides on registrations."))


# What a person may ask for by registering; every other role is given by an administrator.
REGISTRABLE = (Role.DEMAND_OWNER, Role.COMPANY_MEMBER)


def may_register(actor: Actor, role: Role) -> Verdict:
    """Any signed-in person, as demand owner or supplier."""
    if actor.user_id is None:
        return Verdict(_("Sign in to register an organisation."))
    if role in REGISTRABLE:
        return ALLOWED
    return Verdict(_("This role is given by an administrator, not by registering."))


def may_withdraw(actor: Actor, registration: Registration) -> Verdict:
    """The person who filed it."""
    if registration.person_id == actor.user_id:
        return ALLOWED
    return Verdict(_("Only the person who registered may withdraw."))


def may_invite(actor: Actor, unit: Unit, role: Role) -> Verdict:
    """A member invites to the own unit, to a role that carries no more than the own."""
    if not actor.holds(Permission.MEMBERSHIP_COLLEAGUE_INVITE, unit):
        return Verdict(_("You may invite colleagues to your own unit only."))
    own = frozenset().union(*(CARRIES[held] for held, at in actor.grants if at.covers(unit)))
    if not CARRIES[role] <= own:
        return Verdict(_("You cannot hand on more than you may do yourself."))
    return ALLOWED


def may_give(actor: Actor, unit: Unit, *, person_id: int) -> Verdict:
    """A system administrator of the unit; never to oneself."""
    if person_id == actor.user_id:
        return Verdict(_("Nobody gives roles to themselves."))
    if actor.holds(Permission.MEMBERSHIP_GRANT_GIVE, unit):
        return ALLOWED
    return Verdict(_("Only the system administrator of this unit gives roles."))


def may_lift(actor: Actor) -> Verdict:
    """The security administrator; lock-outs are seen by the same person."""
    if actor.may(Permission.MEMBERSHIP_LOCKOUT_LIFT):
        return ALLOWED
    return Verdict(_("Only the security administrator lifts lock-outs."))
