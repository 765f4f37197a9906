"""The coverage board: scenarios nobody answers, with too few suppliers, and idle suppliers."""

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from citystage.engines.matching.records import Verdict
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.tenancy.queries import cities_under
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Lab, Scenario
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.docking.models import Answer, Invited, Opening
from citystage.stages.docking.states.answers import GIVEN
from citystage.stages.matchmaking.models import Suggestion
from citystage.stages.matchmaking.queries.topics import idle, thin
from citystage.stages.matchmaking.queries.wanted import suppliers_wanted

__all__ = ["idle", "suppliers_wanted", "thin"]
_ALONG = ("city", "district", "field")


def steered(actor: Actor) -> list[Unit]:
    """The cities whose board this officer has. Raises ``NotFound`` for none."""
    found = list(cities_under(actor.reach(Permission.MATCHMAKING_CITY_REMATCH)))
    if not found:
        raise NotFound(_("There is nothing here for your role."))
    return found


def reach_city(actor: Actor, code: str) -> Unit:
    """One of them; the first without a code. Raises ``NotFound``."""
    found = steered(actor)
    city = next((one for one in found if not code or one.code == code), None)
    if city is None:
        raise NotFound(_("There is no such city within your reach."))
    return city


def unanswered(city: Unit) -> QuerySet[Scenario]:
    """Open scenarios without an answer; what is sealed is not told either way, so left out."""
    given = Answer.objects.filter(opening__scenario=OuterRef("pk"), state__in=GIVEN)
    sealed = Opening.objects.filter(scenario=OuterRef("pk"), sealed=True, closes_at__gt=Now())
    found = Scenario.objects.filter(city=city, state=ScenarioState.OPEN)
    found = found.exclude(Exists(given)).exclude(Exists(sealed))
    return found.select_related(*_ALONG).order_by("valid_until", "-pk")


def idle_labs(city: Unit) -> QuerySet[Lab]:
    """Labs whose builder fits no scenario of today's match and has answered none."""
    fitting = Suggestion.objects.filter(
        organisation=OuterRef("builder"), current=True, verdict=Verdict.MATCH.value
    )
    answers = Answer.objects.filter(organisation=OuterRef("builder"), state__in=GIVEN).unsealed()
    labs = Lab.objects.filter(city=city).exclude(kind=Lab.Kind.FUND)
    found = labs.exclude(Exists(fitting)).exclude(Exists(answers))
    return found.select_related("builder", "district").order_by("name")


def reach_open(city: Unit, number: str) -> Scenario:
    """A public scenario of the city. Raises ``NotFound``."""
    found = Scenario.objects.public().filter(city=city, number=number)
    if scenario := found.select_related("city").first():
        return scenario
    raise NotFound(_("There is no such scenario within your reach."))


def fitting(scenario: Scenario, *, most: int = 20) -> list[Organisation]:
    """Suppliers of the last match that fit, best first, and were not asked to look at it yet."""
    asked = Invited.objects.filter(scenario=scenario).values("organisation")
    rows = Suggestion.objects.filter(scenario=scenario, current=True)
    rows = rows.exclude(verdict=Verdict.NONE.value).exclude(organisation__in=asked)
    rows = rows.exclude(organisation=scenario.owner_id).filter(organisation__seat__isnull=False)
    found = rows.select_related("organisation__seat").order_by("rank")[:most]
    return [one.organisation for one in found]


def invited_among(scenarios: list[int]) -> dict[int, int]:
    """Scenario -> how many suppliers were asked to look at it; one query."""
    found: dict[int, int] = {}
    for pk in Invited.objects.filter(scenario__in=scenarios).values_list("scenario_id", flat=True):
        found[pk] = found.get(pk, 0) + 1
    return found


def neighbours(city: Unit) -> list[Unit]:
    """Other cities of this site that one may ask."""
    return list(Unit.objects.filter(kind=Unit.Kind.CITY).exclude(pk=city.pk))
