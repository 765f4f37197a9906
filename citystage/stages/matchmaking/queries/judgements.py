"""What people decided, in the order in which they did."""

from django.db.models import Q, QuerySet

from citystage.foundation.access.stamps import Actor
from citystage.stages.catalogue.models import Scenario
from citystage.stages.intake.models import Application
from citystage.stages.matchmaking import reach
from citystage.stages.matchmaking.models import Judgement

_ALONG = ("organisation", "capability", "made_by", "made_for")


def history(actor: Actor, scenario: Scenario) -> QuerySet[Judgement]:
    """Every decision and proposal on a scenario within reach, the latest first."""
    seen = Scenario.objects.filter(reach.matchable(actor), pk=scenario.pk)
    return Judgement.objects.filter(scenario__in=seen).select_related(*_ALONG).order_by("-pk")


def history_of_draft(application: Application) -> QuerySet[Judgement]:
    """Every decision on a draft that was reached, the latest first."""
    found = Judgement.objects.filter(application=application)
    return found.select_related(*_ALONG).order_by("-pk")


def standing_of_draft(application: Application) -> list[Judgement]:
    """What holds now for a draft that is not in the catalogue yet; one query."""
    found = Judgement.objects.filter(application=application, scenario__isnull=True, current=True)
    return list(found.select_related(*_ALONG, "organisation__city", "organisation__district"))


def standing(scenario: Scenario) -> list[Judgement]:
    """What holds now, decisions and proposals; one query."""
    found = Judgement.objects.filter(scenario=scenario, current=True)
    return list(found.select_related(*_ALONG, "organisation__city", "organisation__district"))


def proposed_by(actor: Actor) -> QuerySet[Judgement]:
    """What the actor's own unit proposed, the latest first."""
    seats = [unit.pk for unit in reach.broker_seats(actor)]
    found = Judgement.objects.filter(Q(made_for_id__in=seats), proposal=True, current=True)
    return found.select_related(*_ALONG, "scenario").order_by("-pk")
