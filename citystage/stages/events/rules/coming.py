"""Who may register, give a place back, answer an invitation."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.kernel.verdicts import ALLOWED, Verdict
from citystage.stages.events.models import Event, Invitation, Place
from citystage.stages.events.states.places import LIVE, InvitationState


def may_register(event: Event, *, at: datetime, invited: bool) -> Verdict:
    """While the window is open; to an event by invitation only who is invited."""
    if not event.takes_registrations(at):
        return Verdict(_("Registration for this event is not open."))
    if event.audience == Event.Audience.INVITED and not invited:
        return Verdict(_("This event is by invitation only."))
    return ALLOWED


def may_be_guest(event: Event) -> Verdict:
    """Where the organisers take guests."""
    if event.takes_guests:
        return ALLOWED
    return Verdict(_("Sign in to register for this event."))


def fits_in(event: Event, coming: int) -> Verdict:
    """Whether one organisation may send one more, ``coming`` being registered already."""
    most = event.most_per_organisation
    if most is None or coming < most:
        return ALLOWED
    return Verdict(_("Your organisation has registered as many people as it may send."))


def may_give_back(place: Place, *, at: datetime) -> Verdict:
    """Until the event begins."""
    if place.state not in LIVE:
        return Verdict(_("This place is no longer yours."))
    if place.event.starts_at is not None and at >= place.event.starts_at:
        return Verdict(_("The event has begun."))
    return ALLOWED


def is_own(actor: Actor, place: Place) -> Verdict:
    """The person who registered."""
    if actor.user_id is not None and place.person_id == actor.user_id:
        return ALLOWED
    return Verdict(_("Only the participant decides on this."))


def acts_for(actor: Actor, organisation: Organisation | None) -> bool:
    """Whether the hat is worn at the organisation's own seat."""
    seat = organisation.seat_id if organisation else None
    return seat is not None and any(unit.pk == seat for _role, unit in actor.grants)


def may_answer(actor: Actor, invitation: Invitation) -> Verdict:
    """A member of the organisation invited, while it waits."""
    if not acts_for(actor, invitation.organisation):
        return Verdict(_("Only members of the organisation invited answer."))
    if invitation.state == InvitationState.WITHDRAWN:
        return Verdict(_("The invitation was withdrawn."))
    return ALLOWED
