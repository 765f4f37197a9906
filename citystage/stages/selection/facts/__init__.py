"""What selection tells the rest of the house."""

from citystage.stages.selection.facts import candidacies, decisions, diligence, panels, programmes

__all__ = ["candidacies", "decisions", "diligence", "panels", "programmes"]
