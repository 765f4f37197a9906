"""What evaluation tells the rest of the house."""

from citystage.stages.evaluation.facts import (
    assessments,
    exercises,
    figures,
    keeping,
    plan,
    reports,
    subjects,
)

__all__ = ["assessments", "exercises", "figures", "keeping", "plan", "reports", "subjects"]
