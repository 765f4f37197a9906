"""The filter of the scenario list, as the address writes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Protocol
from urllib.parse import parse_qs, urlencode

from django.db.models import Q

from citystage.stages.catalogue.bands import DIRECTION, GRAINS, MONEY_BANDS
from citystage.stages.catalogue.states import ScenarioState

# Facet → the column its values are found in.
COLUMNS: dict[str, str] = {
    "field": "field__code",
    "chain": "chain__code",
    "district": "district__code",
    "city": "city__code",
    "tier": "tier",
    "side": "side",
    "status": "state",
    "year": "year",
}

# The search boxes of lists take no more; a longer address is cut, and the list says so.
LONGEST_WORDS = 200


class Parameters(Protocol):
    """What ``request.GET`` offers, without knowing HTTP."""

    def getlist(self, key: str) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class ScenarioFilter:
    """What to show: of each part any value may hold; an empty part does not narrow."""

    q: str = ""
    city: tuple[str, ...] = ()
    field: tuple[str, ...] = ()
    chain: tuple[str, ...] = ()
    tier: tuple[str, ...] = ()
    side: tuple[str, ...] = ()
    district: tuple[str, ...] = ()
    owner: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    money: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    grain: tuple[str, ...] = ()

    @classmethod
    def read(cls, parameters: Parameters) -> ScenarioFilter:
        """Read an address; values that mean nothing are left out, never an error."""
        values = {
            part.name: tuple(
                value.replace("\x00", "")[:200] for value in parameters.getlist(part.name) if value
            )[:50]
            for part in fields(cls)
            if part.name != "q"
        }
        values["status"] = tuple(v for v in values["status"] if v in ScenarioState.values)
        values["money"] = tuple(v for v in values["money"] if v in MONEY_BANDS)
        values["grain"] = tuple(v for v in values["grain"] if v in GRAINS)
        values["year"] = tuple(v for v in values["year"] if v.isdecimal() and len(v) == 4)  # noqa: PLR2004
        values["owner"] = tuple(v for v in values["owner"] if v.isdecimal() and len(v) < 16)  # noqa: PLR2004
        words = parameters.getlist("q")
        return cls(q=(words[-1].replace("\x00", "")[:LONGEST_WORDS] if words else ""), **values)

    def _with(self, part: str, value: str | tuple[str, ...]) -> ScenarioFilter:
        changed: dict[str, Any] = {part: value}
        return replace(self, **changed)

    @property
    def active(self) -> dict[str, tuple[str, ...]]:
        """The parts that narrow, without the words."""
        parts = {part.name: getattr(self, part.name) for part in fields(self) if part.name != "q"}
        return {name: values for name, values in parts.items() if values}

    def address(self, **extra: str) -> str:
        """The query string that leads here again, in a stable order."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [(name, value) for name, values in self.active.items() for value in values]
        return urlencode([*pairs, *extra.items()])

    def toggled(self, part: str, value: str) -> ScenarioFilter:
        """The same filter with one value put in or taken out."""
        values: tuple[str, ...] = getattr(self, part)
        changed = tuple(v for v in values if v != value) if value in values else (*values, value)
        return self._with(part, changed)

    def without(self, part: str) -> ScenarioFilter:
        """The same filter with one part open."""
        return self._with(part, "" if part == "q" else ())

    def condition(self) -> Q:
        """Everything but the words, as a database condition over Scenario."""
        found = Q()
        for part, column in COLUMNS.items():
            if values := getattr(self, part):
                found &= Q(**{f"{column}__in": values})
        if self.owner:
            found &= Q(owner_id__in=[int(value) for value in self.owner])
        if len(self.grain) == 1:
            found &= grain(self.grain[0])
        if self.money:
            bands = Q()
            for name in self.money:
                bands |= band(name)
            found &= bands
        return found


def grain(name: str) -> Q:
    """The condition of one grain."""
    direction = Q(source__contains={"level": "policy_direction"})
    return direction if name == DIRECTION else ~direction


def band(name: str) -> Q:
    """The condition of one band of money."""
    low, high = MONEY_BANDS[name]
    if low is None:
        return Q(budget__isnull=True)
    return Q(budget__gte=low) & (Q(budget__lt=high) if high is not None else Q())


def read_query(query: str) -> ScenarioFilter:
    """The filter of a stored query as ``address`` wrote it."""

    class _Parsed(dict[str, list[str]]):
        def getlist(self, key: str) -> Sequence[str]:
            return self.get(key, [])

    return ScenarioFilter.read(_Parsed(parse_qs(query)))
