"""How the catalogue answers what review tells."""

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.ledger.journal import on
from citystage.stages.catalogue.entering import next_numbers, scenario_of
from citystage.stages.catalogue.facts import ScenarioEntered
from citystage.stages.catalogue.indexing import fill
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.versions import keep_version
from citystage.stages.intake.models import Application
from citystage.stages.review.facts import CaseChosen


@on(CaseChosen)
def enter_chosen(fact: CaseChosen, stamp: Stamp) -> None:
    """A chosen application enters the reserve pool, ready to be put into a list."""
    application = Application.objects.select_related("city", "recommender", "owner_unit").get(
        pk=fact.application_id
    )
    if Scenario.objects.filter(application=application).exists():
        return
    (number,) = next_numbers(application.city, year=stamp.at.year, count=1)
    scenario = scenario_of(application, number=number, stamp=stamp)
    scenario.save()
    keep_version(scenario, stamp=stamp)
    fill([scenario])
    told = ScenarioEntered(scenario_id=scenario.pk, origin="case")
    journal.record(told, subject=scenario, stamp=stamp)
