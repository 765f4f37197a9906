"""How a city follows what it recognised: the terms of ``evaluation``, as a pack has them."""

from pydantic import BaseModel, ConfigDict

from citystage.stages.evaluation.terms import FollowTerms


class EvaluationFile(BaseModel):
    """The base has terms for all cities; a city that has its own replaces them whole."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    evaluation: FollowTerms | None = None
