"""What membership tells."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationFiled(Fact):
    """A person wishes to act for an organisation, a new one or a known one."""

    verb = "membership.registration.filed"
    label = _("registration filed")

    registration_id: int
    organisation_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationApproved(Fact):
    """The district approved; the person wears a role at the organisation."""

    verb = "membership.registration.approved"
    label = _("registration approved")

    registration_id: int
    organisation_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationDeclined(Fact):
    """The district declined, with the reason."""

    verb = "membership.registration.declined"
    label = _("registration declined")

    registration_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationWithdrawn(Fact):
    """The person took it back."""

    verb = "membership.registration.withdrawn"
    label = _("registration withdrawn")

    registration_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ColleagueInvited(Fact):
    """A member invited a colleague."""

    verb = "membership.colleague.invited"
    label = _("colleague invited")

    invitation_id: int
    unit_id: int
    role: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationAccepted(Fact):
    """The colleague joined."""

    verb = "membership.invitation.accepted"
    label = _("invitation accepted")

    invitation_id: int
    user_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class GrantGiven(Fact):
    """A role was given at a unit."""

    verb = "membership.grant.given"
    label = _("role given")

    user_id: int
    role: str
    unit_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class GrantEnded(Fact):
    """A role was taken away."""

    verb = "membership.grant.ended"
    label = _("role ended")

    user_id: int
    role: str
    unit_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class LockoutLifted(Fact):
    """A locked account may sign in again."""

    verb = "membership.lockout.lifted"
    label = _("lock-out lifted")

    username: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileChanged(Fact):
    """A person changed the own name, telephone or language; which ones, not the values."""

    verb = "membership.profile.changed"
    label = _("profile changed")

    columns: tuple[str, ...]
