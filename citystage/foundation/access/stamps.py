"""The Stamp: who acts, in which hat, when, and through which channel. Every action takes one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.roles import CARRIES, Role
from citystage.foundation.tenancy.models import Unit

type Channel = Literal["web", "api", "job", "cli"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A person in one hat: the grants they hold at the unit they act for, read once per request.

    ``user_id`` is None for a visitor who is not signed in and for the house itself (jobs, loading
    of a pack), which act without standing of their own.
    """

    user_id: int | None
    grants: tuple[tuple[Role, Unit], ...] = ()

    @property
    def person(self) -> int:
        """The signed-in person's id; to be asked only after a rule has made sure there is one."""
        if self.user_id is None:
            raise ValueError("nobody is signed in")
        return self.user_id

    @property
    def unit(self) -> Unit | None:
        """The unit this person acts for now."""
        return self.grants[0][1] if self.grants else None

    @property
    def roles(self) -> frozenset[Role]:
        """The roles of the hat."""
        return frozenset(role for role, _ in self.grants)

    def may(self, permission: Permission) -> bool:
        """Whether the hat carries ``permission`` anywhere at all."""
        return any(permission in CARRIES[role] for role, _ in self.grants)

    def holds(self, permission: Permission, at: Unit) -> bool:
        """Whether some grant of this person carries ``permission`` over ``at``."""
        return any(permission in CARRIES[role] and unit.covers(at) for role, unit in self.grants)

    def reach(self, permission: Permission) -> tuple[Unit, ...]:
        """The units over whose subtrees this person holds ``permission``."""
        return tuple(unit for role, unit in self.grants if permission in CARRIES[role])


NOBODY = Actor(None)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is pressed on every act, and kept with it in the ledger.

    ``received``: ``time.monotonic()`` when the request lay there to its last byte, where the web
    server noted it. An act that is held against a closing time counts from then.
    """

    actor: Actor
    at: datetime
    channel: Channel
    request_id: UUID
    received: float | None = None
