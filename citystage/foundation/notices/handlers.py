"""How notices answer what membership tells: who is told of registrations, invitations and roles."""

from django.utils.translation import gettext_noop, override

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.queries import wearers
from citystage.foundation.access.roles import Role
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.journal import on
from citystage.foundation.membership.facts import (
    GrantEnded,
    GrantGiven,
    InvitationAccepted,
    RegistrationApproved,
    RegistrationDeclined,
    RegistrationFiled,
)
from citystage.foundation.membership.models import Invitation, Registration
from citystage.foundation.notices.models import Group
from citystage.foundation.notices.telling import tell
from citystage.foundation.tenancy.models import Unit


def _registration(pk: int) -> Registration:
    along = ("organisation", "decider", "person")
    return Registration.objects.select_related(*along).get(pk=pk)


@on(RegistrationFiled)
def tell_deciders(fact: RegistrationFiled, stamp: Stamp) -> None:
    """The office of the district hears of a registration that waits."""
    registration = _registration(fact.registration_id)
    permission = Permission.MEMBERSHIP_REGISTRATION_DECIDE
    tell(
        wearers(permission, registration.decider, at=stamp.at),
        group=Group.TASK,
        template=gettext_noop("%(person)s wishes to act for %(organisation)s: please decide"),
        values={
            "person": str(registration.person),
            "organisation": registration.organisation.name,
        },
        about=registration,
        stamp=stamp,
    )


@on(RegistrationApproved)
def tell_approved(fact: RegistrationApproved, stamp: Stamp) -> None:
    """The applicant may begin."""
    registration = _registration(fact.registration_id)
    tell(
        [registration.person],
        group=Group.ACCOUNT,
        template=gettext_noop("Your registration is approved: you may act for %(organisation)s"),
        values={"organisation": registration.organisation.name},
        about=registration,
        stamp=stamp,
    )


@on(RegistrationDeclined)
def tell_declined(fact: RegistrationDeclined, stamp: Stamp) -> None:
    """The applicant hears the reason."""
    registration = _registration(fact.registration_id)
    tell(
        [registration.person],
        group=Group.ACCOUNT,
        template=gettext_noop("Your registration for %(organisation)s is declined: %(reason)s"),
        values={"organisation": registration.organisation.name, "reason": fact.reason},
        about=registration,
        stamp=stamp,
    )


@on(InvitationAccepted)
def tell_inviter(fact: InvitationAccepted, stamp: Stamp) -> None:
    """Whoever invited hears that the colleague has joined."""
    invitation = Invitation.objects.select_related("unit", "invited_by").get(pk=fact.invitation_id)
    tell(
        [invitation.invited_by],
        group=Group.ACCOUNT,
        template=gettext_noop("%(person)s accepted the invitation to act for %(unit)s"),
        values={
            "person": str(User.objects.get(pk=fact.user_id)),
            "unit": invitation.unit.name,
        },
        about=invitation.unit,
        stamp=stamp,
    )


@on(GrantGiven)
def tell_given(fact: GrantGiven, stamp: Stamp) -> None:
    """The person hears of a role; roles given by the house itself (a pack) are no news."""
    if stamp.actor.user_id is None:
        return
    _tell_of_role(fact, gettext_noop("You may now act for %(unit)s as %(role)s"), stamp)


@on(GrantEnded)
def tell_ended(fact: GrantEnded, stamp: Stamp) -> None:
    """The person hears that a role has ended, and why."""
    _tell_of_role(
        fact, gettext_noop("You no longer act for %(unit)s as %(role)s: %(reason)s"), stamp
    )


def _tell_of_role(fact: GrantGiven | GrantEnded, template: str, stamp: Stamp) -> None:
    person = User.objects.get(pk=fact.user_id)
    tell(
        [person],
        group=Group.ACCOUNT,
        template=template,
        values={
            "unit": Unit.objects.get(pk=fact.unit_id).name,
            "role": _role_for(person, fact.role),
            "reason": getattr(fact, "reason", ""),
        },
        about=person,
        stamp=stamp,
    )


def _role_for(person: User, role: str) -> str:
    """A role in the person's own language: the words are kept with the notice."""
    with override(person.language):
        return str(Role(role).label)
