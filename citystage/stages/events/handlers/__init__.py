"""Whom what happens at events is told, and how events are found."""

from citystage.stages.events.handlers import finding, hosting, meetings, places

__all__ = ["finding", "hosting", "meetings", "places"]
