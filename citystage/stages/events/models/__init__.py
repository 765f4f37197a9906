"""The tables of events."""

from citystage.stages.events.models.agenda import Material, Room, Session
from citystage.stages.events.models.brochures import Brochure, BrochurePage
from citystage.stages.events.models.events import Event
from citystage.stages.events.models.invitations import Invitation, OptOut
from citystage.stages.events.models.places import Place

__all__ = [
    "Brochure",
    "BrochurePage",
    "Event",
    "Invitation",
    "Material",
    "OptOut",
    "Place",
    "Room",
    "Session",
]
