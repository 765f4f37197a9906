"""Enter the catalogue's targets; called once when the app is ready."""

from citystage.foundation.sheets.targets import register
from citystage.stages.catalogue.importing.capabilities import Capabilities
from citystage.stages.catalogue.importing.organisations import Organisations
from citystage.stages.catalogue.importing.scenarios import Scenarios


def register_all() -> None:
    """Scenarios, capabilities and organisations can be imported."""
    register(Scenarios())
    register(Capabilities())
    register(Organisations())
