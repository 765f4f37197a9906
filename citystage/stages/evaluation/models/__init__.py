"""The tables of evaluation."""

from citystage.stages.evaluation.models.assessments import (
    Assessment,
    Assessor,
    Paper,
    Round,
    Sheet,
)
from citystage.stages.evaluation.models.keeping import Need, Record, Reminder, Renewal
from citystage.stages.evaluation.models.reports import Report

__all__ = [
    "Assessment",
    "Assessor",
    "Need",
    "Paper",
    "Record",
    "Reminder",
    "Renewal",
    "Report",
    "Round",
    "Sheet",
]
