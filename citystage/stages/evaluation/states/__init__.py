"""The lives of what is followed at a lab."""

from citystage.stages.evaluation.states import assessments, exercises, keeping, reports

__all__ = ["assessments", "exercises", "keeping", "reports"]
