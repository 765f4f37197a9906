"""Records cut into sentences once, and kept as long as they say the same."""

from functools import lru_cache

from citystage.engines.matching.reading import Reading
from citystage.engines.matching.records import Demand, Supply
from citystage.engines.matching.terms import Synonyms

_SUPPLIES, _DEMANDS = 1_500, 500


@lru_cache(maxsize=_SUPPLIES)
def read_supply(supply: Supply, synonyms: Synonyms) -> Reading[Supply]:
    """The reading of a supply; another word in it makes another reading."""
    return Reading(supply, synonyms)


@lru_cache(maxsize=_DEMANDS)
def read_demand(demand: Demand, synonyms: Synonyms) -> Reading[Demand]:
    """The reading of a demand."""
    return Reading(demand, synonyms)
