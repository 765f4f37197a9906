"""What is told of invitations."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class Invited(Fact):
    """An organisation is asked to come."""

    verb = "events.invitation.sent"
    label = _("invited to the event")

    event_id: int
    invitation_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationAccepted(Fact):
    """Somebody registered for the organisation invited."""

    verb = "events.invitation.accepted"
    label = _("invitation accepted")

    event_id: int
    invitation_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRefused(Fact):
    """The organisation will not come."""

    verb = "events.invitation.refused"
    label = _("invitation declined")

    event_id: int
    invitation_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationWithdrawn(Fact):
    """The organisers took the invitation back."""

    verb = "events.invitation.withdrawn"
    label = _("invitation withdrawn")

    event_id: int
    invitation_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class OptedOut(Fact):
    """The organisation does not want to be invited to events."""

    verb = "events.invitations.opted_out"
    label = _("wants no invitations")

    organisation_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class OptedIn(Fact):
    """The organisation wants to be invited again."""

    verb = "events.invitations.opted_in"
    label = _("wants invitations again")

    organisation_id: int
