"""How trials tell docking what became of a pair, and the search what became of a trial."""

from citystage.stages.trials.handlers import finding, progress

__all__ = ["finding", "progress"]
