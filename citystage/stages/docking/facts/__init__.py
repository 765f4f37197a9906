"""What docking tells the rest of the house."""

from citystage.stages.docking.facts import (
    agreements,
    answers,
    asks,
    following,
    introductions,
    members,
    progress,
    promises,
    questions,
)

__all__ = [
    "agreements",
    "answers",
    "asks",
    "following",
    "introductions",
    "members",
    "progress",
    "promises",
    "questions",
]
