"""What came of it when an owner and a supplier had to do with each other before.

Told beside a match to those who may read it anyway: trials and projects of the same scenario, or of
another one of the same owner, with the reason where it did not work.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Self

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from citystage.foundation.access.stamps import Actor
from citystage.stages.catalogue.models import Scenario
from citystage.stages.projects.models import Project
from citystage.stages.projects.queries import found as landed
from citystage.stages.projects.states.projects import ProjectState
from citystage.stages.trials.queries import found as tried
from citystage.stages.trials.queries.found import FoundTrial
from citystage.stages.trials.states.trials import TrialState
from citystage.web.shell.components import Badge, Text

_GOOD: Final = frozenset({TrialState.TAKEN.value, ProjectState.LANDED.value})
_TRIAL, _PROJECT = gettext_lazy("a trial"), gettext_lazy("a project")


@dataclass(frozen=True, slots=True)
class Tie:
    """An owner's unit (with its scenario, if there is one yet) and a supplier."""

    scenario: int
    owner: int
    supplier: int

    @classmethod
    def of(cls, scenario: Scenario, supplier: int) -> Self:
        """Of a scenario whose owner stands beside it; 0 where nobody is known to own it."""
        seat = scenario.owner.seat_id if scenario.owner else None
        return cls(scenario.pk, scenario.owner_unit_id or seat or 0, supplier)

    def holds(self, scenario: int, owner: int, supplier: int | None) -> bool:
        """Whether a trial or project is one of these two."""
        return supplier == self.supplier and (scenario == self.scenario or owner == self.owner)


@dataclass(frozen=True, slots=True)
class Tried:
    """One trial or project; ``words`` say why it did not work, or how it went."""

    what: Text
    title: str
    url: str
    mark: Badge
    failed: bool
    words: str
    ended_at: datetime | None


def tried_before(actor: Actor, ties: Iterable[Tie]) -> dict[Tie, list[Tried]]:
    """What this person may read of each tie, trials first, the latest first; three queries."""
    wanted = list(dict.fromkeys(ties))
    if not wanted:
        return {}
    asked = {
        "scenarios": {one.scenario for one in wanted if one.scenario},
        "owners": {one.owner for one in wanted if one.owner},
        "suppliers": {one.supplier for one in wanted},
    }
    trials = tried.between(actor, **asked)
    projects = landed.between(actor, **asked)
    found = {}
    for tie in wanted:
        own = [
            _of_trial(one)
            for one in trials
            if tie.holds(one.trial.scenario_id, one.trial.owner_unit_id, one.trial.supplier_id)
        ]
        own += [
            _of_project(one)
            for one in projects
            if tie.holds(one.scenario_id, one.owner_unit_id, one.supplier_id)
        ]
        if own:
            found[tie] = own
    return found


def _of_trial(one: FoundTrial) -> Tried:
    trial = one.trial
    view = "trials:trial" if one.inside else "trials:closed_one"
    return Tried(
        what=_TRIAL,
        title=trial.title,
        url=reverse(view, args=[trial.pk]),
        mark=_mark(trial.state, trial.get_state_display()),
        failed=trial.state == TrialState.FAILED,
        words=_why(trial.state, trial.outcome_words),
        ended_at=trial.ended_at,
    )


def _of_project(project: Project) -> Tried:
    return Tried(
        what=_PROJECT,
        title=project.title,
        url=reverse("projects:project", args=[project.pk]),
        mark=_mark(project.state, project.get_state_display()),
        failed=project.state == ProjectState.FAILED,
        words=_why(project.state, project.reason),
        ended_at=project.ended_at,
    )


def _why(state: str, words: str) -> str:
    if state == ProjectState.LANDED:
        return ""
    if state == TrialState.FAILED:
        return _("It did not work, because: %(reason)s") % {"reason": words}
    return words


def _mark(state: str, label: str) -> Badge:
    if state in _GOOD:
        return Badge(label=label, tone="good", icon="award")
    return Badge(label=label, tone="warn", icon="book-open")
