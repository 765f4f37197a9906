"""How docking answers facts: outcomes are told to matchmaking."""

from citystage.stages.docking.handlers import outcomes

__all__ = ["outcomes"]
