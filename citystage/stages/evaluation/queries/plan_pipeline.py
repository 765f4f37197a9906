"""What is on its way to a target, by stage, each number with the way to its records."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.utils.functional import Promise

from citystage.foundation.taxonomy.models import Tier
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.docking.funnel import STEPS, Line
from citystage.stages.evaluation.models import Target

type Text = str | Promise


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage with how many are there; ``way`` names the list behind it, ``key`` its cut."""

    label: Text
    number: int
    way: str
    key: str


def pipelines(city: Unit, kinds: Iterable[str], *, funnel: Line) -> dict[str, list[Stage]]:
    """Kind of pipeline -> its stages; ``funnel`` is the city's, counted already."""
    wanted = set(kinds)
    found: dict[str, list[Stage]] = {}
    if Target.Pipeline.SCENARIOS in wanted:
        found[Target.Pipeline.SCENARIOS] = [
            Stage(step.label, number, "funnel", step.code)
            for step, number in zip(STEPS, funnel.reached, strict=True)
        ]
    if Target.Pipeline.SUPER in wanted:
        found[Target.Pipeline.SUPER] = _supers(city)
    return found


def _supers(city: Unit) -> list[Stage]:
    rows = Scenario.objects.public().filter(city=city, tier=Tier.SUPER)
    numbers = dict(rows.order_by().values_list("state").annotate(number=Count("pk")))
    shown = (ScenarioState.OPEN, ScenarioState.MATCHED, ScenarioState.LANDED, ScenarioState.CLOSED)
    return [Stage(state.label, numbers.get(state, 0), "super", str(state)) for state in shown]
