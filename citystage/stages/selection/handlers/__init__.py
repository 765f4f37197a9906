"""How selection answers facts: it follows intake."""

from citystage.stages.selection.handlers import deciding, following

__all__ = ["deciding", "following"]
