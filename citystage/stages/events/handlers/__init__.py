"""Whom what happens at events is told."""

from citystage.stages.events.handlers import hosting, meetings, places

__all__ = ["hosting", "meetings", "places"]
