"""Whom what happens at events is told."""

from citystage.stages.events.handlers import hosting, places

__all__ = ["hosting", "places"]
