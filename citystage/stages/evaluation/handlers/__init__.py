"""How evaluation answers facts: it follows recognitions, and tells whom its own facts concern."""

from citystage.stages.evaluation.handlers import assessed, following, telling

__all__ = ["assessed", "following", "telling"]
