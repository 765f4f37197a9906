"""The city whose figures are shown, as links where a person has several."""

from collections.abc import Sequence

from citystage.foundation.tenancy.models import Unit
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Option


def cities_offered(here: Address, found: Sequence[Unit], chosen: Unit) -> list[Option]:
    """The cities to choose from; one needs no choice."""
    if len(found) < 2:  # noqa: PLR2004 -- two make a choice
        return []
    return [
        Option(
            value=one.code,
            label=one.label,
            url=str(here.having("city", one.code)),
            active=one.pk == chosen.pk,
        )
        for one in found
    ]
