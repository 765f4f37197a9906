"""Funds beside a scenario, labs beside a lab: who else may have to do with it, and why."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils import timezone

from citystage.engines.matching.records import Demand
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.models import Lab, Scenario
from citystage.stages.matchmaking import plain
from citystage.stages.matchmaking.finding import candidates, supplies
from citystage.stages.matchmaking.finding.beside import speaking_of
from citystage.stages.matchmaking.finding.demands import demand_of, demand_of_lab
from citystage.stages.matchmaking.finding.knowledge import knowledge_of
from citystage.stages.matchmaking.queries.reach import still_reached
from citystage.stages.matchmaking.queries.rows import ReasonShown, reasons_shown

FUNDS = 5
LABS = 5


@dataclass(frozen=True, slots=True)
class Beside:
    """A lab or fund, and the words of both sides."""

    lab: Lab
    reasons: tuple[ReasonShown, ...]


def funds_beside(actor: Actor, scenario: Scenario, *, limit: int = FUNDS) -> list[Beside]:
    """Scenario funds whose direction speaks of a scenario that was reached."""
    still_reached(actor, scenario)
    demand = demand_of(scenario, today=timezone.localdate())
    return _beside(demand, supplies.funds().order_by("pk"), scenario.city, limit)


def labs_beside(lab: Lab, *, limit: int = LABS) -> list[Beside]:
    """Labs of others that work at the same or answer what the lab needs; for everybody."""
    demand, known = demand_of_lab(lab), knowledge_of(lab.city)
    near = candidates.labs_near(demand, known)
    others = supplies.labs().filter(pk__in=near).exclude(pk=lab.pk).order_by("pk")
    return _beside(demand, others, lab.city, limit)


def _beside(demand: Demand, labs: Iterable[Lab], city: Unit, limit: int) -> list[Beside]:
    known = knowledge_of(city)
    # A deadline that has passed says nothing of who has to do with it.
    found = speaking_of(
        replace(demand, closed=False), labs, known, limit=limit, today=timezone.localdate()
    )
    return [
        Beside(one.lab, reasons_shown(map(plain.reason_of, one.reasons), known.pack))
        for one in found
    ]
