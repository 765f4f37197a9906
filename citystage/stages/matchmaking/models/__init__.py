"""The tables of matchmaking: runs and what they found, what was shown, decided and learned."""

from citystage.stages.matchmaking.models.judgements import Judgement, Mandate
from citystage.stages.matchmaking.models.outcomes import Outcome
from citystage.stages.matchmaking.models.profiles import Profile, ToldFit, Unfit
from citystage.stages.matchmaking.models.rerankings import Reranking
from citystage.stages.matchmaking.models.runs import Run, RunResult, Suggestion
from citystage.stages.matchmaking.models.showings import Showing

__all__ = [
    "Judgement",
    "Mandate",
    "Outcome",
    "Profile",
    "Reranking",
    "Run",
    "RunResult",
    "Showing",
    "Suggestion",
    "ToldFit",
    "Unfit",
]
