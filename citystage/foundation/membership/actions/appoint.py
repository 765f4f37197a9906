"""The first administrators of an installation are appointed at the machine, by who runs it."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.models import Grant, User
from citystage.foundation.access.roles import APART, Role
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.membership.actions.granting import AlreadyHeld, KeptApart
from citystage.foundation.membership.facts import GrantGiven
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotAllowed, Refusal


class Taken(Refusal):
    """The user name or the address is somebody else's."""


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Whom to appoint. The password is only for a new account; an existing one keeps its own."""

    username: str
    email: str
    password: str


@transaction.atomic(durable=True)
def appoint(newcomer: Newcomer, *, role: Role, unit: Unit, stamp: Stamp) -> User:
    """Make the account, if there is none of that name, and give it one of the three roles apart.

    The address counts as confirmed: whoever sits at the machine vouches for it.
    """
    if stamp.channel != "cli" or role not in APART:
        raise NotAllowed(_("The first administrators are appointed at the machine."))
    person = User.objects.select_for_update().filter(username=newcomer.username).first()
    person = person or _made(newcomer)
    if Grant.objects.filter(user=person, role=role, unit=unit).exists():
        raise AlreadyHeld(_("%s already holds this role there.") % person)
    try:
        with transaction.atomic():
            Grant.objects.create(user=person, role=role, unit=unit, since=stamp.at)
    except IntegrityError as error:
        raise KeptApart(
            _("%s already holds one of the three administrator roles, which stay apart.") % person
        ) from error
    fact = GrantGiven(user_id=person.pk, role=role, unit_id=unit.pk)
    journal.record(fact, subject=person, stamp=stamp)
    return person


def _made(newcomer: Newcomer) -> User:
    email = newcomer.email
    if User.objects.filter(email__iexact=email).exists():
        raise Taken(_("The address %s belongs to another account.") % email)
    person = User.objects.create_user(newcomer.username, email, newcomer.password)
    EmailAddress.objects.create(user=person, email=email, verified=True, primary=True)
    return person
