"""The tables of the catalogue: scenarios with their versions, capabilities, lists, followers."""

from citystage.stages.catalogue.models.capabilities import Capability
from citystage.stages.catalogue.models.labs import Lab, Label
from citystage.stages.catalogue.models.lists import Addendum, Release, ReleaseFile, ReleaseItem
from citystage.stages.catalogue.models.readers import Follow, Subscription
from citystage.stages.catalogue.models.scenarios import Scenario, ScenarioVersion
from citystage.stages.catalogue.models.search import SearchDocument, SearchRemoval, SearchWord

__all__ = [
    "Addendum",
    "Capability",
    "Follow",
    "Lab",
    "Label",
    "Release",
    "ReleaseFile",
    "ReleaseItem",
    "Scenario",
    "ScenarioVersion",
    "SearchDocument",
    "SearchRemoval",
    "SearchWord",
    "Subscription",
]
