"""The lives of what is followed at a lab."""

from citystage.stages.evaluation.states import assessments, keeping, reports

__all__ = ["assessments", "keeping", "reports"]
