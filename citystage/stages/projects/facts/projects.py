"""A project from its beginning to its end."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import fact
from citystage.stages.projects.facts.about import Counted


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectBegun(Counted):
    """A project began."""

    verb = "projects.project.begun"
    label = _("project begun")

    project_id: int
    scenario_id: int
    trial_id: int | None
    agreement_id: int | None


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptanceAsked(Counted):
    """A side says it is done."""

    verb = "projects.project.acceptance_asked"
    label = _("acceptance asked for")

    project_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectAccepted(Counted):
    """One side signed the acceptance."""

    verb = "projects.project.accepted"
    label = _("acceptance signed")

    project_id: int
    side: str
    signed_for: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectReturned(Counted):
    """The acceptance is refused for now."""

    verb = "projects.project.returned"
    label = _("sent back to work")

    project_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectLanded(Counted):
    """All sides signed and the essentials hold."""

    verb = "projects.project.landed"
    label = _("landed")

    project_id: int
    scenario_id: int


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectReopened(Counted):
    """The landing (or acceptance) no longer holds: an essential proof is gone."""

    verb = "projects.project.reopened"
    label = _("acceptance no longer holds")

    project_id: int
    scenario_id: int
    was: str
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFailed(Counted):
    """It did not work; why stays on record and counts as an outcome."""

    verb = "projects.project.failed"
    label = _("closed: it did not work")

    project_id: int
    scenario_id: int
    reason: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectCancelled(Counted):
    """It was cancelled."""

    verb = "projects.project.cancelled"
    label = _("project cancelled")

    project_id: int
    scenario_id: int
    reason: str
