"""Roles are given and ended by the system administrator, and every change is on record."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.models import Grant, User
from citystage.foundation.access.roles import APART, Role
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.membership import rules
from citystage.foundation.membership.facts import GrantEnded, GrantGiven
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import Refusal


class KeptApart(Refusal):
    """三员分立: system, security and audit administration stay in three hands."""


class AlreadyHeld(Refusal):
    """The person already wears this role there."""


@transaction.atomic(durable=True)
def give_role(
    person: User, *, role: Role, unit: Unit, until: datetime | None, stamp: Stamp
) -> Grant:
    """Let ``person`` wear ``role`` at ``unit`` until a moment (excluded), or without end."""
    User.objects.select_for_update().get(pk=person.pk)
    rules.may_give(stamp.actor, unit, person_id=person.pk).enforce()
    # A role whose term has ended makes room; that it was held stays in the ledger.
    Grant.objects.filter(user=person, until__lte=stamp.at).delete()
    if Grant.objects.filter(user=person, role=role, unit=unit).exists():
        raise AlreadyHeld(_("%s already holds this role there.") % person)
    try:
        with transaction.atomic():
            grant = Grant.objects.create(
                user=person, role=role, unit=unit, since=stamp.at, until=until
            )
    except IntegrityError as error:
        if role not in APART:
            raise
        raise KeptApart(
            _("%s already holds one of the three administrator roles, which stay apart.") % person
        ) from error
    fact = GrantGiven(user_id=person.pk, role=role, unit_id=unit.pk)
    journal.record(fact, subject=person, stamp=stamp)
    return grant


@transaction.atomic(durable=True)
def end_role(grant: Grant, *, reason: str, stamp: Stamp) -> None:
    """Take a role away; what was done in it stays on record."""
    locked = (
        Grant.objects.select_for_update(of=("self",))
        .select_related("unit", "user")
        .get(pk=grant.pk)
    )
    rules.may_give(stamp.actor, locked.unit, person_id=locked.user_id).enforce()
    fact = GrantEnded(
        user_id=locked.user_id, role=locked.role, unit_id=locked.unit_id, reason=reason
    )
    journal.record(fact, subject=locked.user, stamp=stamp)
    locked.delete()
