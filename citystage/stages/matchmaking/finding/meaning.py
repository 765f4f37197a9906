"""Vectors for the engine: what is stored of the texts at hand, never made in a request."""

from collections.abc import Sequence
from datetime import date

from citystage.engines.matching.ranking import Knowledge
from citystage.engines.matching.reading import Reading
from citystage.engines.matching.records import Demand, Supply
from citystage.stages.matchmaking.finding.knowledge import CityKnowledge


def engine_knowledge(
    known: CityKnowledge,
    demands: Sequence[Reading[Demand]],
    supplies: Sequence[Reading[Supply]],
    *,
    today: date,
) -> Knowledge:
    """The engine's knowledge of these records."""
    return Knowledge(rarity=known.rarity, today=today)
