"""Scenarios whose suppliers a person may see; what lies out of reach is not found."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Capability, Scenario
from citystage.stages.intake.models import Application
from citystage.stages.matchmaking import reach
from citystage.stages.matchmaking.models import Mandate


def matchable(actor: Actor) -> QuerySet[Scenario]:
    """All of them, the newest first."""
    found = Scenario.objects.filter(reach.matchable(actor)).select_related(*reach.RELATED)
    return found.order_by("-pk")


def reach_matchable(actor: Actor, number: str) -> Scenario:
    """One of them by its public number."""
    scenario = matchable(actor).filter(number=number).first()
    if scenario is None:
        raise NotFound(_("There is no such scenario within your reach."))
    return scenario


def still_reached(actor: Actor, scenario: Scenario) -> None:
    """Raises ``NotFound`` unless the actor may see who could do ``scenario``."""
    if not Scenario.objects.filter(reach.matchable(actor), pk=scenario.pk).exists():
        raise NotFound(_("There is no such scenario within your reach."))


def entered_from(actor: Actor, application: Application) -> Scenario | None:
    """The scenario that a draft became, if the actor may see who could do it."""
    return matchable(actor).filter(application=application).first()


def has_entered(application: Application) -> bool:
    """Whether the draft stands in the catalogue by now, whoever may see it there."""
    return reach.has_entered(application)


def sees_suppliers(actor: Actor, scenario: Scenario) -> bool:
    """Whether the way to them is shown; asks only for those who may see some at all."""
    may = actor.reach(Permission.MATCHMAKING_PAIR_READ) or reach.broker_seats(actor)
    return bool(may) and matchable(actor).filter(pk=scenario.pk).exists()


def reach_supplier(pk: int) -> Organisation:
    """A supplier that a decision or proposal may name."""
    shown = (Organisation.Standing.LISTED, Organisation.Standing.APPROVED)
    found = Organisation.objects.filter(pk=pk, standing__in=shown).select_related("seat", "city")
    organisation = found.first()
    if organisation is None:
        raise NotFound(_("There is no such supplier."))
    return organisation


def capability_of(organisation: Organisation, pk: int | None) -> Capability | None:
    """Its public capability of that number; none where the page named none or it went."""
    if pk is None:
        return None
    return Capability.objects.filter(pk=pk, organisation=organisation, public=True).first()


def mandates_of(scenario: Scenario) -> QuerySet[Mandate]:
    """The brokers it is given to now."""
    found = Mandate.objects.filter(scenario=scenario, ended_at__isnull=True)
    return found.select_related("unit", "given_by")


def reach_mandate(scenario: Scenario, pk: int) -> Mandate:
    """One mandate of a scenario that was reached."""
    mandate = mandates_of(scenario).filter(pk=pk).first()
    if mandate is None:
        raise NotFound(_("There is no such mandate."))
    return mandate


def brokers(city: Unit) -> QuerySet[Organisation]:
    """Brokers of the city with a seat: whom a scenario may be given to."""
    found = Organisation.objects.filter(kind=Organisation.Kind.BROKER, seat__city=city)
    return found.select_related("seat").order_by("name")
