"""The tables of docking: answers, questions and introductions; asks, promises and agreements."""

from citystage.stages.docking.models.answers import (
    Answer,
    AnswerEditor,
    AnswerMember,
    AnswerPaper,
    AnswerRevision,
    Clarification,
)
from citystage.stages.docking.models.introductions import Introduction
from citystage.stages.docking.models.openings import Opening
from citystage.stages.docking.models.questions import Question

__all__ = [
    "Answer",
    "AnswerEditor",
    "AnswerMember",
    "AnswerPaper",
    "AnswerRevision",
    "Clarification",
    "Introduction",
    "Opening",
    "Question",
]
