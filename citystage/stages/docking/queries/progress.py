"""What became of a scenario after docking, as the later stages told it."""

from django.db.models import QuerySet

from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.models import Agreement, Answer, Introduction, Progress


def of_scenario(scenario: Scenario) -> QuerySet[Progress]:
    """Everything that stands, the oldest first."""
    found = Progress.objects.standing().filter(scenario=scenario)
    return found.select_related("organisation").order_by("at", "pk")


def of_pair(pair: Answer | Introduction) -> QuerySet[Progress]:
    """What became of the two of an answer or an introduction."""
    scenario = pair.opening.scenario if isinstance(pair, Answer) else pair.scenario
    return of_scenario(scenario).filter(organisation_id=pair.organisation_id)


def of_agreement(agreement: Agreement) -> QuerySet[Progress]:
    """What grew out of one agreement."""
    found = Progress.objects.standing().filter(agreement=agreement)
    return found.select_related("organisation").order_by("at", "pk")
