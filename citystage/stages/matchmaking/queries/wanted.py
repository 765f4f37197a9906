"""How many able suppliers a city wants to see before a need is released."""

from typing import Final

from citystage.foundation.tenancy.queries import setting_of

# Of a city whose pack says nothing.
_USUAL: Final = 3


def suppliers_wanted(city_id: int) -> int:
    """The number of the pack's quality gate; fewer are a reason to look at the words again."""
    found = setting_of(city_id, "quality")
    gate = (found.value.get("gate") or {}) if found else {}
    return int(gate.get("suppliers_wanted") or _USUAL)
