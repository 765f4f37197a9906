"""Which scenarios a person may see suppliers for. Small reads for rules' sake."""

from django.db.models import Q

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.stages.catalogue.models import Scenario
from citystage.stages.intake.models import Application
from citystage.stages.matchmaking.models import Judgement, Mandate

RELATED = (
    "city",
    "district",
    "lead_department",
    "owner__seat",
    "owner_unit",
    "field",
    "chain",
)
_STANDING = (
    "city__path",
    "district__path",
    "lead_department__path",
    "owner_unit__path",
    "owner__seat__path",
)


def standing(actor: Actor) -> Q:
    """Scenarios whose owner's side or officer the actor is."""
    tops = actor.reach(Permission.MATCHMAKING_PAIR_READ)
    found = Q(pk__in=[])
    for column in _STANDING:
        found |= subtree(tops, column)
    return found


def broker_seats(actor: Actor) -> tuple[Unit, ...]:
    """The units for which the actor proposes."""
    return actor.reach(Permission.MATCHMAKING_PAIR_PROPOSE)


def mandates(actor: Actor) -> Q:
    """Mandates in force of the actor's own units."""
    seats = [unit.pk for unit in broker_seats(actor)]
    return Q(unit_id__in=seats, ended_at__isnull=True)


def has_mandate(actor: Actor, scenario: Scenario) -> bool:
    """Whether the scenario was given to the actor's unit; asks only for brokers."""
    if not broker_seats(actor):
        return False
    return Mandate.objects.filter(mandates(actor), scenario=scenario).exists()


def matchable(actor: Actor) -> Q:
    """Scenarios whose suppliers the actor may see."""
    if not broker_seats(actor):
        return standing(actor)
    given = Mandate.objects.filter(mandates(actor)).values("scenario_id")
    return standing(actor) | Q(pk__in=given)


def decided(scenario: Scenario, organisation_id: int, *, proposal: bool) -> Judgement | None:
    """The decision (or the proposal) on a pair that holds now; one taken back holds no more."""
    found = Judgement.objects.filter(
        scenario=scenario, organisation_id=organisation_id, proposal=proposal, current=True
    )
    return found.first()


def decided_of_draft(application: Application, organisation_id: int) -> Judgement | None:
    """The decision on a supplier for a draft that holds now; one taken back holds no more."""
    return Judgement.objects.filter(
        application=application,
        scenario__isnull=True,
        organisation_id=organisation_id,
        proposal=False,
        current=True,
    ).first()


def has_entered(application: Application) -> bool:
    """Whether the draft stands in the catalogue by now."""
    return Scenario.objects.filter(application=application).exists()
