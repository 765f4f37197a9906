"""The district decides on a registration."""

from django.db import transaction

from citystage.foundation.access.roles import Role
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.membership import rules
from citystage.foundation.membership.facts import (
    RegistrationApproved,
    RegistrationDeclined,
    RegistrationWithdrawn,
)
from citystage.foundation.membership.models import Registration
from citystage.foundation.membership.states import (
    APPROVE,
    DECLINE,
    WITHDRAW,
    RegistrationState,
)
from citystage.foundation.membership.wearing import wear
from citystage.foundation.tenancy.models import Unit, plant
from citystage.foundation.workflow.advance import advance


def _locked(registration: Registration) -> Registration:
    return (
        Registration.objects.select_for_update(of=("self",))
        .select_related("decider", "organisation", "person")
        .get(pk=registration.pk)
    )


@transaction.atomic(durable=True)
def approve(registration: Registration, *, stamp: Stamp) -> Registration:
    """Give the organisation its seat (once) and the person the role there."""
    locked = _locked(registration)
    rules.may_decide(stamp.actor, locked).enforce()
    organisation = Organisation.objects.select_for_update().get(pk=locked.organisation_id)
    _take_over(organisation, locked)
    assert organisation.seat is not None
    wear(locked.person, role=Role(locked.role), unit=organisation.seat, stamp=stamp)
    locked.decided_by_id, locked.decided_at = stamp.actor.user_id, stamp.at
    locked.save(update_fields=["decided_by", "decided_at"])
    fact = RegistrationApproved(registration_id=locked.pk, organisation_id=organisation.pk)
    advance(locked, APPROVE, fact=fact, stamp=stamp)
    return locked


def _take_over(organisation: Organisation, registration: Registration) -> None:
    """Fill what was not known of the organisation; what was known stays."""
    details = registration.details
    district = Unit.objects.get(pk=details["district_id"])
    if organisation.seat is None:
        if not organisation.in_city:
            organisation.district = organisation.city = None
        organisation.district = organisation.district or district
        organisation.city = organisation.city or district.city or district
        organisation.in_city, organisation.elsewhere = True, ""
        organisation.seat = plant(
            parent=organisation.district,
            kind=Unit.Kind.ORGANISATION,
            name=organisation.name[:120],
            code="",
        )
    for column in ("uscc", "introduction", "website"):
        if not getattr(organisation, column):
            setattr(organisation, column, details.get(column) or "")
    organisation.standing = Organisation.Standing.APPROVED
    organisation.save()


@transaction.atomic(durable=True)
def decline(registration: Registration, *, reason: str, stamp: Stamp) -> Registration:
    """Say no, with the reason; an organisation that nobody else waits for is marked declined."""
    locked = _locked(registration)
    rules.may_decide(stamp.actor, locked).enforce()
    locked.reason, locked.decided_at = reason, stamp.at
    locked.decided_by_id = stamp.actor.user_id
    locked.save(update_fields=["reason", "decided_by", "decided_at"])
    fact = RegistrationDeclined(registration_id=locked.pk, reason=reason)
    advance(locked, DECLINE, fact=fact, stamp=stamp)
    _nobody_waits_for(locked.organisation_id)
    return locked


def _nobody_waits_for(organisation_id: int) -> None:
    """An organisation that only waited is put aside when the last wish for it is gone."""
    others = Registration.objects.filter(
        organisation_id=organisation_id, state=RegistrationState.WAITING
    )
    if not others.exists():
        Organisation.objects.filter(
            pk=organisation_id, standing=Organisation.Standing.WAITING
        ).update(standing=Organisation.Standing.DECLINED)


@transaction.atomic(durable=True)
def withdraw(registration: Registration, *, stamp: Stamp) -> Registration:
    """The person takes the wish back."""
    locked = _locked(registration)
    rules.may_withdraw(stamp.actor, locked).enforce()
    fact = RegistrationWithdrawn(registration_id=locked.pk)
    advance(locked, WITHDRAW, fact=fact, stamp=stamp)
    _nobody_waits_for(locked.organisation_id)
    return locked
