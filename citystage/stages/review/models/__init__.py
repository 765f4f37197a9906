"""The tables of review: cases, opinions, comments, likeness, prepared decisions."""

from citystage.stages.review.models.cases import Case, Comment, Opinion
from citystage.stages.review.models.decisions import DecisionBatch, PreparedDecision
from citystage.stages.review.models.likeness import Family, Fingerprint, Tie

__all__ = [
    "Case",
    "Comment",
    "DecisionBatch",
    "Family",
    "Fingerprint",
    "Opinion",
    "PreparedDecision",
    "Tie",
]
