"""A whole city at once: every scenario with every supplier, both ways, in bounded memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from citystage.engines.matching import verdicts
from citystage.engines.matching.batch.runs import Batch, Both, Embedded
from citystage.engines.matching.records import Demand, Match, Supply, Verdict
from citystage.foundation.tenancy.models import Unit
from citystage.stages.matchmaking.finding.demands import demand_of, wanting
from citystage.stages.matchmaking.finding.knowledge import CityKnowledge
from citystage.stages.matchmaking.finding.meaning import model, read_each, vectors
from citystage.stages.matchmaking.finding.supplies import all_supplies
from citystage.stages.matchmaking.finding.topics import Plain, topics_of

# Suppliers kept for a scenario, scenarios for a supplier.
KEPT = 20
KEPT_BACK = 3
# Of several capabilities of one organisation only the best is kept: more are asked for.
_ASKED = 25
# Those that come nearest are kept even where none is a match.
NEAREST = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """One supplier of one scenario."""

    organisation_id: int
    capability_id: int | None
    match: Match
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Matched:
    """What was found for one scenario, best first."""

    scenario_id: int
    verdict: Verdict
    pairs: tuple[Pair, ...]


class WholeCity:
    """The records of a city, read and indexed; walk it with ``after``."""

    def __init__(self, city: Unit, known: CityKnowledge, *, today: date) -> None:
        self._known = known
        scenarios = wanting().filter(city=city).order_by("pk")
        found = [demand_of(one, today=today) for one in scenarios.iterator(chunk_size=500)]
        # A deadline that has passed is no reason to know nothing of the pair.
        self._demands = [one for one in found if not one.closed]
        rows = list(all_supplies())
        self._behind = {supply.id: (org, capability) for supply, org, capability in rows}
        self.suppliers = len({org for _supply, org, _capability in rows})
        offered = [supply for supply, _org, _capability in rows]
        embedded = _embedded(self._demands, offered) if rows else None
        self.meaning = embedded is not None
        self._batch = Batch(self._demands, offered, known.settings, vectors=embedded, today=today)

    @property
    def total(self) -> int:
        """How many scenarios there are to match."""
        return len(self._demands)

    def topics(self) -> list[Plain]:
        """The map of what is wanted and offered."""
        return topics_of(self._demands, self._batch.supplies)

    def after(self, scenario_id: int) -> Iterator[Matched]:
        """Scenarios with a higher id than ``scenario_id``, in that order."""
        if not self._behind:
            for demand in self._demands:
                yield Matched(int(demand.id), Verdict.NONE, ())
            return
        for both in self._batch.both(_ASKED, KEPT_BACK):
            pk = int(both.ranking.subject)
            if pk > scenario_id:
                yield Matched(pk, both.ranking.verdict, tuple(self._pairs(both)))

    def _pairs(self, both: Both) -> Iterator[Pair]:
        returned = [match for _rank, match in both.returned.values() if not match.failed]
        found = sorted([*both.ranking.matches, *returned], key=lambda match: -match.score)
        mutual = {match.supply for match in returned}
        met: set[int] = set()
        for match in found:
            organisation, capability = self._behind[match.supply]
            if organisation in met:
                continue
            verdict = verdicts.of([match], self._known.settings, meaning=self.meaning)
            if not verdicts.is_told(match, verdict):
                continue
            near = len(met) < NEAREST
            kept = verdict is not Verdict.NONE and (len(met) < KEPT or match.supply in mutual)
            if near or kept:
                met.add(organisation)
                yield Pair(organisation, capability, match, verdict)


def _embedded(demands: Sequence[Demand], supplies: Sequence[Supply]) -> Embedded | None:
    """Vectors of both sides, where most records have one; the others stand in the middle."""
    if not model() or not demands:
        return None
    wanted, offered = _rows(demands), _rows(supplies)
    if wanted is None or offered is None:
        return None
    return Embedded(wanted, offered)


def _rows(records: Sequence[Demand] | Sequence[Supply]) -> NDArray[np.float32] | None:
    found = vectors(read_each(records))
    if 2 * len(found) < len(records):
        return None
    # As like to everything as the mean is: neither for a record nor against it.
    middle = np.mean(list(found.values()), axis=0)
    return np.stack([found.get(record.id, middle) for record in records]).astype(np.float32)
