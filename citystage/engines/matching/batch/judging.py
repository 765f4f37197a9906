"""Judging: pairs in full, shared out among processes by their supplies.

Judging is pure Python and one core's work; what each process has read of its supplies it keeps.
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from citystage.engines.matching.features import Features
from citystage.engines.matching.parts.pair import Pair
from citystage.engines.matching.rarity import Rarity
from citystage.engines.matching.reading import Reading
from citystage.engines.matching.records import Demand, Match, Settings, Supply, Vectors
from citystage.engines.matching.scoring import judge
from citystage.engines.matching.terms import Synonyms

_READINGS_KEPT: Final = 12_000
_OF_THE_FIRST: Final = 2


def share_of(supply: int, shares: int) -> int:
    """Which of several judges a supply falls to, by its place.

    The first one also looks for candidates and puts the answers together: it takes two where the
    others take three.
    """
    slot = supply % (3 * shares - 1)
    return 0 if slot < _OF_THE_FIRST else 1 + (slot - _OF_THE_FIRST) // 3


@dataclass(frozen=True, slots=True)
class Case:
    """A demand by its place, and its candidates: places of supplies with their features."""

    demand: int
    supplies: Sequence[int]
    features: Sequence[Features]

    def first(self, most: int) -> "Case":
        return Case(self.demand, self.supplies[:most], self.features[:most])

    def of(self, share: int, shares: int) -> "Case":
        """The part of it that falls to one of several judges."""
        mine = [at for at, one in enumerate(self.supplies) if share_of(one, shares) == share]
        return Case(
            self.demand, [self.supplies[at] for at in mine], [self.features[at] for at in mine]
        )


class Judge:
    """Judges pairs of two sets of records; has to hold only the supplies it is asked about."""

    def __init__(
        self,
        demands: Sequence[Demand],
        supplies: Mapping[int, Supply] | Sequence[Supply],
        settings: Settings,
        rarity: Rarity,
        today: date | None,
    ) -> None:
        self.demands = demands
        self.supplies = supplies
        self.settings = settings
        self.rarity = rarity
        self.today = today
        self.synonyms = Synonyms(settings.synonyms) if settings.synonyms else None
        self._readings: OrderedDict[int, Reading[Supply]] = OrderedDict()

    def judged(self, cases: Sequence[Case], pieces: Vectors) -> list[list[Match]]:
        """The matches of each case, in the order of its supplies."""
        return [[judge(pair) for pair in self.pairs(case, pieces)] for case in cases]

    def pairs(
        self, case: Case, pieces: Vectors, demand: Reading[Demand] | None = None
    ) -> list[Pair]:
        """A case as pairs; `demand` saves reading it anew."""
        wanted = demand or Reading(self.demands[case.demand], self.synonyms)
        return [
            Pair(wanted, self._read(at), features, self.rarity, self.settings, pieces, self.today)
            for at, features in zip(case.supplies, case.features, strict=True)
        ]

    def _read(self, at: int) -> Reading[Supply]:
        reading = self._readings.pop(at, None) or Reading(self.supplies[at], self.synonyms)
        if len(self._readings) >= _READINGS_KEPT:
            self._readings.popitem(last=False)
        self._readings[at] = reading
        return reading
