"""How selection answers facts: it follows intake."""

from citystage.stages.selection.handlers import following

__all__ = ["following"]
