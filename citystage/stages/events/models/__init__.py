"""The tables of events."""

from citystage.stages.events.models.agenda import Material, Room, Session
from citystage.stages.events.models.brochures import Brochure, BrochurePage
from citystage.stages.events.models.events import Event
from citystage.stages.events.models.invitations import Invitation, OptOut
from citystage.stages.events.models.meetings import (
    Attendance,
    Meeting,
    MeetingDay,
    MeetingPlan,
    MeetingWish,
)
from citystage.stages.events.models.passes import DeskPass
from citystage.stages.events.models.places import Place

__all__ = [
    "Attendance",
    "Brochure",
    "BrochurePage",
    "DeskPass",
    "Event",
    "Invitation",
    "Material",
    "Meeting",
    "MeetingDay",
    "MeetingPlan",
    "MeetingWish",
    "OptOut",
    "Place",
    "Room",
    "Session",
]
