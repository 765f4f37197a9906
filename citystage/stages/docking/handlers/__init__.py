"""How docking answers facts: outcomes are told to matchmaking."""

from citystage.stages.docking.handlers import outcomes, signed

__all__ = ["outcomes", "signed"]
