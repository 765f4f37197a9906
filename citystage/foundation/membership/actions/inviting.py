"""A member invites a colleague by mail; the colleague accepts with the secret of the link."""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.models import Grant, User
from citystage.foundation.access.roles import Role
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.membership import rules
from citystage.foundation.membership.facts import ColleagueInvited, InvitationAccepted
from citystage.foundation.membership.models import Invitation
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound, Refusal

VALID_FOR = timedelta(days=14)


class InvitationSpent(Refusal):
    """Used already, or too old."""


class WrongAddress(Refusal):
    """The invitation was sent to another address."""


def token_hash(token: str) -> str:
    """How a link's secret is kept: SHA-256, hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic(durable=True)
def invite(unit: Unit, *, email: str, role: Role, stamp: Stamp) -> tuple[Invitation, str]:
    """Make an invitation; returns it with the secret, which is nowhere kept."""
    rules.may_invite(stamp.actor, unit, role).enforce()
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email.strip().lower(),
        unit=unit,
        role=role,
        token_hash=token_hash(token),
        invited_by_id=stamp.actor.person,
        invited_at=stamp.at,
        expires_at=stamp.at + VALID_FOR,
    )
    fact = ColleagueInvited(invitation_id=invitation.pk, unit_id=unit.pk, role=role)
    journal.record(fact, subject=unit, stamp=stamp)
    return invitation, token


@transaction.atomic(durable=True)
def accept(token: str, *, person: User, stamp: Stamp) -> Grant:
    """Give ``person`` the role of the invitation; a second time is refused."""
    invitation = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("unit")
        .filter(token_hash=token_hash(token))
        .first()
    )
    if invitation is None:
        raise NotFound(_("This invitation is not known. Ask for a new one."))
    if invitation.accepted_at or invitation.expires_at <= stamp.at:
        raise InvitationSpent(_("This invitation was used or has expired. Ask for a new one."))
    if invitation.email != person.email.lower():
        raise WrongAddress(_("This invitation was sent to another address. Sign in with that one."))
    grant, _new = Grant.objects.get_or_create(
        user=person, role=invitation.role, unit=invitation.unit
    )
    invitation.accepted_at = stamp.at
    invitation.save(update_fields=["accepted_at"])
    fact = InvitationAccepted(invitation_id=invitation.pk, user_id=person.pk)
    journal.record(fact, subject=invitation.unit, stamp=stamp)
    return grant
