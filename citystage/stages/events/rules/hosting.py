"""Who holds an event, and who admits people at its door."""

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.verdicts import ALLOWED, Verdict
from citystage.stages.events.models import Event
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
