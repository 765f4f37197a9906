"""The tables of docking: answers, questions and introductions; asks, promises and agreements."""

from citystage.stages.docking.models.agreements import (
    Agreement,
    Amendment,
    Intent,
    Party,
)
from citystage.stages.docking.models.answers import (
    Answer,
    AnswerEditor,
    AnswerMember,
    AnswerPaper,
    AnswerRevision,
    Clarification,
)
from citystage.stages.docking.models.asks import Ask
from citystage.stages.docking.models.following import FollowUp, Invited, Proof
from citystage.stages.docking.models.introductions import Introduction
from citystage.stages.docking.models.mergers import Merger
from citystage.stages.docking.models.openings import Opening
from citystage.stages.docking.models.progress import Progress
from citystage.stages.docking.models.promises import Promise, PromiseVersion
from citystage.stages.docking.models.questions import Question

__all__ = [
    "Agreement",
    "Amendment",
    "Answer",
    "AnswerEditor",
    "AnswerMember",
    "AnswerPaper",
    "AnswerRevision",
    "Ask",
    "Clarification",
    "FollowUp",
    "Intent",
    "Introduction",
    "Invited",
    "Merger",
    "Opening",
    "Party",
    "Progress",
    "Promise",
    "PromiseVersion",
    "Proof",
    "Question",
]
