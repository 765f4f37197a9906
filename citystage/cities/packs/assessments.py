"""How a city assesses each year, as a pack has it: templates, days, grades; never weights."""

from pydantic import BaseModel, ConfigDict

from citystage.stages.evaluation.criteria import YearlyTerms


class AssessmentsFile(BaseModel):
    """The base has terms for all cities; a city that has its own replaces them whole."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    assessments: YearlyTerms | None = None
