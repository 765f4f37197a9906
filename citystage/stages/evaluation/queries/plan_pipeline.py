"""What is on its way to a target, by stage, each number with the way to its records."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Count, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from citystage.foundation.taxonomy.models import Tier
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.docking.funnel import STEPS, Line
from citystage.stages.evaluation.models import Target
from citystage.stages.projects.models import Arrival, FirstUse, Project
from citystage.stages.projects.states.claims import ClaimState
from citystage.stages.projects.states.projects import ProjectState

type Text = str | Promise


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage with how many are there; ``way`` names the list behind it, ``key`` its cut."""

    label: Text
    number: int
    way: str
    key: str


def pipelines(city: Unit, kinds: Iterable[str], *, funnel: Line | None) -> dict[str, list[Stage]]:
    """Kind of pipeline -> its stages; ``funnel`` is the city's, counted already."""
    wanted = set(kinds)
    found: dict[str, list[Stage]] = {}
    if Target.Pipeline.SCENARIOS in wanted:
        found[Target.Pipeline.SCENARIOS] = [
            *(
                Stage(step.label, number, "funnel", step.code)
                for step, number in zip(STEPS, funnel.reached if funnel else (), strict=False)
            ),
            *_works(city),
        ]
    if Target.Pipeline.SUPER in wanted:
        found[Target.Pipeline.SUPER] = _supers(city)
    if Target.Pipeline.FIRMS in wanted:
        found[Target.Pipeline.FIRMS] = _firms(city)
    return found


def _works(city: Unit) -> list[Stage]:
    """What follows the funnel: projects, and first uses that are said and not proven."""
    projects = _by_state(Project.objects.filter(city=city))
    uses = FirstUse.objects.filter(city=city, state=ClaimState.CLAIMED).count()
    states = (ProjectState.RUNNING, ProjectState.ACCEPTING)
    return [
        *(Stage(_PROJECTS[one], projects.get(one, 0), "projects:list", one) for one in states),
        Stage(_("First uses claimed"), uses, "projects:first_uses", ClaimState.CLAIMED),
    ]


_PROJECTS: Final[dict[str, Text]] = {
    ProjectState.RUNNING: _("Projects under way"),
    ProjectState.ACCEPTING: _("Projects in acceptance"),
}


def _firms(city: Unit) -> list[Stage]:
    numbers = _by_state(Arrival.objects.filter(city=city))
    shown = (ClaimState.CLAIMED, ClaimState.PROVEN)
    return [Stage(one.label, numbers.get(one, 0), "projects:arrivals", one) for one in shown]


def _supers(city: Unit) -> list[Stage]:
    numbers = _by_state(Scenario.objects.public().filter(city=city, tier=Tier.SUPER))
    shown = (ScenarioState.OPEN, ScenarioState.MATCHED, ScenarioState.LANDED, ScenarioState.CLOSED)
    return [Stage(state.label, numbers.get(state, 0), "super", str(state)) for state in shown]


def _by_state(rows: QuerySet[Any]) -> dict[str, int]:
    return dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
