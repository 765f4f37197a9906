"""Devices of a project: access given and ended, readings that came in."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import fact
from citystage.stages.projects.facts.about import Counted


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AccessGiven(Counted):
    """A device or system may send readings."""

    verb = "projects.access.given"
    label = _("access of a device given")

    project_id: int
    access_id: int
    title: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class AccessEnded(Counted):
    """A device sends no more."""

    verb = "projects.access.ended"
    label = _("access of a device ended")

    project_id: int
    access_id: int
    title: str


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingsSent(Counted):
    """A device went on with its series."""

    verb = "projects.series.sent"
    label = _("readings of a device received")

    project_id: int
    evidence_id: int
    milestone_id: int | None
    number: int
    backdated: int
