"""Reading hats: for which units a person may act, and who wears a role over a unit."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from citystage.foundation.access.models import Grant, User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.roles import CARRIES, Role
from citystage.foundation.access.stamps import NOBODY, Actor
from citystage.foundation.tenancy.models import Unit

# User names of the demonstration accounts begin so; nobody else may take such a name.
DEMO_PREFIX = "demo-"


@dataclass(frozen=True, slots=True)
class Hat:
    """A unit a person may act for, with the roles they wear there."""

    unit: Unit
    roles: tuple[Role, ...]

    @property
    def actor_grants(self) -> tuple[tuple[Role, Unit], ...]:
        """The same as an Actor carries it."""
        return tuple((role, self.unit) for role in self.roles)


def hats(user: User, *, at: datetime) -> list[Hat]:
    """Every unit this person may act for at ``at``, in a stable order; one query."""
    found: dict[int, tuple[Unit, list[Role]]] = {}
    held = Grant.objects.filter(user=user).in_force(at).select_related("unit", "unit__city")
    for grant in held.order_by("pk"):
        found.setdefault(grant.unit_id, (grant.unit, []))[1].append(Role(grant.role))
    return [Hat(unit, tuple(roles)) for unit, roles in found.values()]


def wear(user: User, held: list[Hat], unit_id: int | None) -> Actor:
    """The actor in the hat of ``unit_id``, or in the first hat when that one is not held."""
    if not held:
        return Actor(user.pk)
    chosen = next((hat for hat in held if hat.unit.pk == unit_id), held[0])
    return Actor(user.pk, chosen.actor_grants)


def actor_of(user: User | None, *, at: datetime, unit_id: int | None = None) -> Actor:
    """The actor that ``user`` is in the hat of ``unit_id`` (jobs, tests, the command line)."""
    return NOBODY if user is None else wear(user, hats(user, at=at), unit_id)


def wearers(permission: Permission, unit: Unit, *, at: datetime) -> list[User]:
    """People whose grants carry ``permission`` over ``unit`` (whom to tell), each once."""
    ancestors = [int(part) for part in unit.path.split("/") if part]
    roles = [role for role, carried in CARRIES.items() if permission in carried]
    held = Grant.objects.in_force(at).filter(unit_id__in=ancestors, role__in=roles)
    return list(User.objects.filter(pk__in=held.values("user_id"), is_active=True).order_by("pk"))


def demonstration_grants(*, at: datetime) -> list[Grant]:
    """What the demonstration accounts wear, one row for each; people and units come along."""
    found = Grant.objects.in_force(at).filter(
        # Accounts with a password of their own are somebody's.
        user__username__startswith=DEMO_PREFIX,
        user__password__startswith=UNUSABLE_PASSWORD_PREFIX,
        user__is_active=True,
    )
    return list(found.select_related("user", "unit", "unit__city").order_by("user_id", "pk"))


def demonstration_account(username: str, *, at: datetime) -> User | None:
    """The demonstration account of this name."""
    return next(
        (one.user for one in demonstration_grants(at=at) if one.user.username == username), None
    )
