"""The shared step of every act that lets a person wear a role."""

from citystage.foundation.access.models import Grant, User
from citystage.foundation.access.roles import Role
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.tenancy.models import Unit


def wear(person: User, *, role: Role, unit: Unit, stamp: Stamp) -> Grant:
    """Give the role without end; one held already stays, one whose term ended begins anew."""
    grant, new = Grant.objects.get_or_create(
        user=person, role=role, unit=unit, defaults={"since": stamp.at}
    )
    if not new and grant.until is not None and grant.until <= stamp.at:
        grant.since, grant.until = stamp.at, None
        grant.save(update_fields=["since", "until"])
    return grant
