"""What loading a pack tells the ledger."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.foundation.ledger.facts import Fact, fact


@fact
@dataclass(frozen=True, slots=True, kw_only=True)
class PackLoaded(Fact):
    """A city's pack was loaded and something of the city became new or different."""

    verb = "cities.pack.loaded"
    label = _("city pack loaded")

    city_id: int
    created: int
    changed: int
