"""The tables of evaluation."""

from citystage.stages.evaluation.models.assessments import (
    Assessment,
    Assessor,
    Paper,
    Round,
    Sheet,
)
from citystage.stages.evaluation.models.exercises import (
    Examiner,
    Exercise,
    MarkSheet,
    Subject,
    SubjectPaper,
    Weighting,
)
from citystage.stages.evaluation.models.figures import (
    Closing,
    Evidence,
    Place,
    Reading,
    Tally,
)
from citystage.stages.evaluation.models.keeping import Need, Record, Reminder, Renewal
from citystage.stages.evaluation.models.plan import Plan, Revision, Target, Wall
from citystage.stages.evaluation.models.reported import Reported
from citystage.stages.evaluation.models.reports import Report
from citystage.stages.evaluation.models.stands import Stand, StandCount
from citystage.stages.evaluation.models.templates import TemplateVersion

__all__ = [
    "Assessment",
    "Assessor",
    "Closing",
    "Evidence",
    "Examiner",
    "Exercise",
    "MarkSheet",
    "Need",
    "Paper",
    "Place",
    "Plan",
    "Reading",
    "Record",
    "Reminder",
    "Renewal",
    "Report",
    "Reported",
    "Revision",
    "Round",
    "Sheet",
    "Stand",
    "StandCount",
    "Subject",
    "SubjectPaper",
    "Tally",
    "Target",
    "TemplateVersion",
    "Wall",
    "Weighting",
]
