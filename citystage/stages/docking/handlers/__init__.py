"""How docking answers facts: outcomes are told to matchmaking."""

from citystage.stages.docking.handlers import outcomes, progressed, signed

__all__ = ["outcomes", "progressed", "signed"]
