"""A member invites a colleague by mail; the colleague accepts with the secret of the link."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from citystage.foundation.access.models import Grant, User
from citystage.foundation.access.roles import Role
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.membership import rules
from citystage.foundation.membership.facts import ColleagueInvited, InvitationAccepted
from citystage.foundation.membership.models import Invitation
from citystage.foundation.membership.tokens import token_hash
from citystage.foundation.membership.wearing import wear
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import Refusal

VALID_FOR = timedelta(days=14)


class InvitationSpent(Refusal):
    """Used already, or too old."""


class WrongAddress(Refusal):
    """The invitation was sent to another address."""


@transaction.atomic(durable=True)
def invite(unit: Unit, *, email: str, role: Role, stamp: Stamp) -> tuple[Invitation, str]:
    """Make an invitation and mail its link; returns it with the secret, which is kept nowhere."""
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
    _mail(invitation, token)
    fact = ColleagueInvited(invitation_id=invitation.pk, unit_id=unit.pk, role=role)
    journal.record(fact, subject=unit, stamp=stamp)
    return invitation, token


def _mail(invitation: Invitation, token: str) -> None:
    """The letter goes into the outbox, in the language of the person when there is an account."""
    known = User.objects.filter(email__iexact=invitation.email).first()
    with override(known.language if known else get_language()):
        words = {
            "who": invitation.invited_by,
            "unit": invitation.unit.label,
            "role": Role(invitation.role).label,
            "link": f"{settings.SITE_ADDRESS}/invitation/{token}/",
            "days": VALID_FOR.days,
        }
        subject = _("%(who)s invites you to act for %(unit)s") % words
        body = (
            _(
                "%(who)s invites you to act for %(unit)s as %(role)s in CityStage.\n\n"
                "Accept here within %(days)d days: %(link)s\n\n"
                "If you do not know the sender, simply leave this mail unanswered."
            )
            % words
        )
    send_mail(subject, body, None, [invitation.email])


@transaction.atomic(durable=True)
def accept(invitation: Invitation, *, person: User, stamp: Stamp) -> Grant:
    """Give ``person`` the role of the invitation; a second time is refused.

    Whoever signs in with the invited address may accept: addresses are confirmed by mail.
    """
    locked = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("unit")
        .get(pk=invitation.pk)
    )
    if locked.accepted_at or locked.expires_at <= stamp.at:
        raise InvitationSpent(_("This invitation was used or has expired. Ask for a new one."))
    if locked.email != person.email.lower():
        raise WrongAddress(_("This invitation was sent to another address. Sign in with that one."))
    grant = wear(person, role=Role(locked.role), unit=locked.unit, stamp=stamp)
    locked.accepted_at = stamp.at
    locked.save(update_fields=["accepted_at"])
    fact = InvitationAccepted(invitation_id=locked.pk, user_id=person.pk)
    journal.record(fact, subject=locked.unit, stamp=stamp)
    return grant
