"""Scenarios that were made one, and those that could be: published ones that say the same."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Actor
from citystage.foundation.ledger.journal import subject_of
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.docking.models import Merger
from citystage.stages.review.models import Fingerprint
from citystage.stages.review.queries import likes_of_text

_TAKES_MORE = (ScenarioState.OPEN, ScenarioState.MATCHED)
_KIND = Scenario._meta.label_lower


def standing(city: Unit) -> QuerySet[Merger]:
    """Mergers of a city that were not undone, the latest first."""
    found = Merger.objects.filter(scenario__city=city, undone_at__isnull=True)
    return found.select_related("scenario", "into", "made_by").order_by("-made_at", "-pk")


def merged_into(scenario: Scenario) -> Merger | None:
    """Where a closed scenario went on, if it was merged."""
    if scenario.state != ScenarioState.CLOSED:
        return None
    found = Merger.objects.filter(scenario=scenario, undone_at__isnull=True)
    return found.select_related("scenario", "into").first()


def merged_here(scenario: Scenario) -> list[Scenario]:
    """Closed scenarios that go on in this one."""
    rows = Merger.objects.filter(
        into=scenario, undone_at__isnull=True, scenario__state=ScenarioState.CLOSED
    )
    return [one.scenario for one in rows.select_related("scenario")]


def alike(actor: Actor, scenario: Scenario) -> list[tuple[Scenario, int]]:
    """Published scenarios of the city whose words are alike, with per cent, most alike first."""
    own = Fingerprint.objects.filter(subject=subject_of(scenario)).first()
    if own is None:
        return []
    found = likes_of_text(own.text, actor, city=scenario.city, owner_name=scenario.owner_name)
    near = {
        int(number): like.percent
        for like in found
        for kind, _colon, number in [like.fingerprint.subject.partition(":")]
        if kind == _KIND
    }
    rows = could_take(scenario).filter(pk__in=near)
    return sorted(((one, near[one.pk]) for one in rows), key=lambda pair: (-pair[1], pair[0].pk))


def could_take(scenario: Scenario) -> QuerySet[Scenario]:
    """The others of its city that are not over."""
    found = Scenario.objects.filter(city_id=scenario.city_id, state__in=_TAKES_MORE)
    return found.exclude(pk=scenario.pk).select_related("city", "field")


def reach_other(scenario: Scenario, number: str) -> Scenario:
    """One of them by its number. Raises ``NotFound``."""
    if found := could_take(scenario).filter(number__iexact=number.strip()).first():
        return found
    raise NotFound(_("No open scenario of this city has this number."))
