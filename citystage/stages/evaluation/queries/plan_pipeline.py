"""What is on its way to a target, by stage, each number with the way to its records."""

from collections.abc import Callable, Collection, Iterable, Mapping
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


type Numbers = Mapping[str, Mapping[str, int]]


def pipelines(
    city: Unit, kinds: Iterable[str], *, funnel: Line | None, numbers: Numbers
) -> dict[str, list[Stage]]:
    """Kind of pipeline -> its stages; what ``numbers`` do not tell is counted now."""
    wanted = set(kinds)
    lacking = {name for kind in wanted for name in _COUNTED[kind] if name not in numbers}
    told = {**numbers, **numbers_of(city, lacking)}
    found: dict[str, list[Stage]] = {}
    if Target.Pipeline.SCENARIOS in wanted:
        found[Target.Pipeline.SCENARIOS] = [*_funnel(funnel), *_works(told)]
    if Target.Pipeline.SUPER in wanted:
        found[Target.Pipeline.SUPER] = [
            Stage(state.label, told["supers"].get(state, 0), "super", str(state))
            for state in _SUPERS
        ]
    if Target.Pipeline.FIRMS in wanted:
        found[Target.Pipeline.FIRMS] = [
            Stage(one.label, told["arrivals"].get(one, 0), "projects:arrivals", one)
            for one in (ClaimState.CLAIMED, ClaimState.PROVEN)
        ]
    return found


def numbers_of(city: Unit, names: Collection[str] | None = None) -> dict[str, dict[str, int]]:
    """What -> state -> how many, for those named; one query each."""
    return {
        name: _by_state(rows(city))
        for name, rows in _ROWS.items()
        if names is None or name in names
    }


def _funnel(funnel: Line | None) -> list[Stage]:
    reached = funnel.reached if funnel else ()
    return [
        Stage(step.label, number, "funnel", step.code)
        for step, number in zip(STEPS, reached, strict=False)
    ]


def _works(told: Numbers) -> list[Stage]:
    """What follows the funnel: projects, and first uses that are said and not proven."""
    uses = told["uses"].get(ClaimState.CLAIMED, 0)
    return [
        *(
            Stage(label, told["projects"].get(state, 0), "projects:list", state)
            for state, label in _PROJECTS.items()
        ),
        Stage(_("First uses claimed"), uses, "projects:first_uses", ClaimState.CLAIMED),
    ]


_PROJECTS: Final[dict[str, Text]] = {
    ProjectState.RUNNING: _("Projects under way"),
    ProjectState.ACCEPTING: _("Projects in acceptance"),
}
_SUPERS: Final = (
    ScenarioState.OPEN,
    ScenarioState.MATCHED,
    ScenarioState.LANDED,
    ScenarioState.CLOSED,
)
_ROWS: Final[dict[str, Callable[[Unit], QuerySet[Any]]]] = {
    "projects": lambda city: Project.objects.filter(city=city),
    "uses": lambda city: FirstUse.objects.filter(city=city),
    "arrivals": lambda city: Arrival.objects.filter(city=city),
    "supers": lambda city: Scenario.objects.public().filter(city=city, tier=Tier.SUPER),
}
_COUNTED: Final[dict[str, tuple[str, ...]]] = {
    Target.Pipeline.SCENARIOS: ("projects", "uses"),
    Target.Pipeline.SUPER: ("supers",),
    Target.Pipeline.FIRMS: ("arrivals",),
}


def _by_state(rows: QuerySet[Any]) -> dict[str, int]:
    return dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
