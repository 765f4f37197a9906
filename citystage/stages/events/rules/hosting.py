"""Who holds an event, and who admits people at its door."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.verdicts import ALLOWED, Verdict
from citystage.stages.events.models import DeskPass, Event, Place
from citystage.stages.events.states.events import OPEN


def may_host(actor: Actor, organiser: Unit) -> Verdict:
    """Officers of the organiser, or of what stands above it."""
    if actor.holds(Permission.EVENTS_EVENT_MANAGE, organiser):
        return ALLOWED
    return Verdict(_("Only officers of the organiser prepare this event."))


def may_arrange(actor: Actor, event: Event) -> Verdict:
    """The same, while the event is not over."""
    if event.state not in OPEN:
        return Verdict(_("The event is over: it stays as it was."))
    return may_host(actor, event.organiser)


def may_serve(actor: Actor, event: Event) -> Verdict:
    """Whoever stands at the desk for the organiser."""
    if actor.holds(Permission.EVENTS_DESK_SERVE, event.organiser):
        return ALLOWED
    return Verdict(_("Only the organisers note who has arrived."))


def may_note(actor: Actor, event: Event, helper: DeskPass | None, *, at: datetime) -> Verdict:
    """Whoever serves the desk, and a helper on the day of the pass."""
    if helper is None:
        return may_serve(actor, event)
    if helper.event_id != event.pk or not helper.opens_on(timezone.localdate(at)):
        return Verdict(_("This pass no longer opens the desk."))
    return ALLOWED


def may_undo(actor: Actor, place: Place, helper: DeskPass | None, *, at: datetime) -> Verdict:
    """The same; a helper only what was noted with the own pass."""
    if helper is not None and place.arrived_pass_id != helper.pk:
        return Verdict(_("Only the organisers take back what others noted."))
    return may_note(actor, place.event, helper, at=at)
