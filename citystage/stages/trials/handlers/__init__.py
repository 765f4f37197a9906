"""How trials tell docking what became of a pair."""

from citystage.stages.trials.handlers import progress

__all__ = ["progress"]
