"""How a city follows its projects: the terms of ``projects``, as a pack has them."""

from pydantic import BaseModel, ConfigDict

from citystage.stages.projects.terms import ProjectTerms


class ProjectsFile(BaseModel):
    """The base has terms for all cities; a city that has its own replaces them whole."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    projects: ProjectTerms | None = None
