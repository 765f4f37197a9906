"""What pages may read from review, already cut to what the actor may see."""

from citystage.stages.review.queries.audiences import audience
from citystage.stages.review.queries.cases import (
    absorbed,
    case_of,
    officers,
    reach_case,
    reach_revision,
    revisions,
)
from citystage.stages.review.queries.comments import comments
from citystage.stages.review.queries.decisions import (
    Line,
    batches,
    candidates,
    decisions,
    lines,
    reach_batch,
    reach_prepared,
)
from citystage.stages.review.queries.gate import Gate, PartShown, gate, gate_of_answers, scores
from citystage.stages.review.queries.history import happened
from citystage.stages.review.queries.letters import Letter, letters
from citystage.stages.review.queries.likes import (
    Like,
    compare,
    fingerprint_of,
    judged,
    likes,
    likes_by_meaning,
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
from citystage.stages.review.queries.triage import (
    TriageChoices,
    TriageFilter,
    triage,
    triage_choices,
    waiting,
)

__all__ = [
    "Gate",
    "Letter",
    "Like",
    "Line",
    "PartShown",
    "TriageChoices",
    "TriageFilter",
    "absorbed",
    "askable",
    "audience",
    "batches",
    "candidates",
    "case_of",
    "comments",
    "compare",
    "decisions",
    "fingerprint_of",
    "gate",
    "gate_of_answers",
    "given_opinions",
    "happened",
    "judged",
    "letters",
    "likes",
    "likes_by_meaning",
    "likes_of_text",
    "lines",
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
    "scores",
    "triage",
    "triage_choices",
    "waiting",
    "waiting_opinions",
]
