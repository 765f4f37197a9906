"""One step of a scenario's public life: state, version, search document and fact together."""

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger.facts import Fact
from citystage.foundation.workflow.advance import advance
from citystage.foundation.workflow.flow import Move
from citystage.stages.catalogue.indexing import fill
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.catalogue.versions import keep_version


def move(scenario: Scenario, step: Move[ScenarioState], *, fact: Fact, stamp: Stamp) -> None:
    """Take ``scenario`` (locked by the caller) along ``step``."""
    advance(scenario, step, fact=fact, stamp=stamp)
    keep_version(scenario, stamp=stamp)
    fill([scenario])
