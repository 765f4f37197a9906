"""The tables of intake: forms, calls with their quotas, applications with their revisions."""

from citystage.stages.intake.models.applications import (
    Application,
    Attachment,
    Editor,
    Recommendation,
    Revision,
)
from citystage.stages.intake.models.calls import Call, FormVersion, Quota

__all__ = [
    "Application",
    "Attachment",
    "Call",
    "Editor",
    "FormVersion",
    "Quota",
    "Recommendation",
    "Revision",
]
