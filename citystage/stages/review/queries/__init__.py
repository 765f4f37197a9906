"""What pages may read from review, already cut to what the actor may see."""

from citystage.stages.review.queries.audiences import audience
from citystage.stages.review.queries.cases import (
    absorbed,
    officers,
    reach_case,
    reach_revision,
    revisions,
)
from citystage.stages.review.queries.comments import comments
from citystage.stages.review.queries.decisions import (
    batches,
    candidates,
    decisions,
    reach_batch,
    reach_prepared,
)
from citystage.stages.review.queries.gate import Gate, PartShown, gate, gate_of_answers
from citystage.stages.review.queries.history import happened
from citystage.stages.review.queries.letters import Letter, letters
from citystage.stages.review.queries.likes import (
    Like,
    compare,
    judged,
    likes,
    likes_of_text,
    reach_fingerprint,
    reach_tie,
)
from citystage.stages.review.queries.opinions import (
    askable,
    given_opinions,
    opinions_of,
    reach_opinion,
    waiting_opinions,
)
from citystage.stages.review.queries.triage import TriageFilter, triage, triage_choices

__all__ = [
    "Gate",
    "Letter",
    "Like",
    "PartShown",
    "TriageFilter",
    "absorbed",
    "askable",
    "audience",
    "batches",
    "candidates",
    "comments",
    "compare",
    "decisions",
    "gate",
    "gate_of_answers",
    "given_opinions",
    "happened",
    "judged",
    "letters",
    "likes",
    "likes_of_text",
    "officers",
    "opinions_of",
    "reach_batch",
    "reach_case",
    "reach_fingerprint",
    "reach_opinion",
    "reach_prepared",
    "reach_revision",
    "reach_tie",
    "revisions",
    "triage",
    "triage_choices",
    "waiting_opinions",
]
