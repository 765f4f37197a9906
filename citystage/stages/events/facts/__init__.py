"""What events tell; importing the package registers every kind."""

from citystage.stages.events.facts import brochures, events, invitations, meetings, passes, places

__all__ = ["brochures", "events", "invitations", "meetings", "passes", "places"]
