"""What evaluation tells the rest of the house."""

from citystage.stages.evaluation.facts import assessments, keeping, reports

__all__ = ["assessments", "keeping", "reports"]
