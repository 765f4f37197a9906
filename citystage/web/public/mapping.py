"""The scenario list as schematic maps: what the filter finds in each district of each city."""

from collections.abc import Mapping
from dataclasses import dataclass

from citystage.foundation.tenancy.models import Unit
from citystage.foundation.tenancy.queries import placed_districts
from citystage.kernel.texts import in_english
from citystage.stages.catalogue.queries.filters import ScenarioFilter
from citystage.web.shell.addresses import Address
from citystage.web.shell.components import Text, Tile


@dataclass(frozen=True, slots=True)
class CityMap:
    """One city's tiles and how many scenarios they hold together."""

    label: Text
    tiles: list[Tile]

    @property
    def total(self) -> int:
        """How many of what was found lie in its districts."""
        return sum(tile.count for tile in self.tiles)


def city_maps(wanted: ScenarioFilter, counts: Mapping[str, int], here: Address) -> list[CityMap]:
    """Maps of the cities asked for, else of all; a tile puts its district in or takes it out."""
    tiles: dict[Unit, list[Tile]] = {}
    for unit in placed_districts():
        if unit.city is not None and (not wanted.city or unit.city.code in wanted.city):
            tiles.setdefault(unit.city, []).append(_tile(unit, wanted, counts, here))
    return [CityMap(city.label, found) for city, found in tiles.items()]


def _tile(unit: Unit, wanted: ScenarioFilter, counts: Mapping[str, int], here: Address) -> Tile:
    return Tile(
        label=short(unit),
        count=counts.get(unit.code, 0),
        url=str(here.toggled("district", unit.code)),
        column=unit.tile_column or 0,
        row=unit.tile_row or 0,
        active=unit.code in wanted.district,
    )


def short(unit: Unit) -> str:
    """A district's name as it fits a tile: every one of them is a district."""
    if not in_english():
        return unit.short_name or unit.name
    return unit.label.partition(" (")[0].removesuffix(" District")
