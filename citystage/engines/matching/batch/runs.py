"""Runs: candidates for every record, judged in full, demand by demand."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import Final

import numpy as np

from citystage.engines.matching.batch.evidence import Evidence, best_columns, gather
from citystage.engines.matching.batch.index import Floats, Places, build
from citystage.engines.matching.features import Features
from citystage.engines.matching.parts import need
from citystage.engines.matching.parts.pair import Pair
from citystage.engines.matching.reading import Reading
from citystage.engines.matching.records import (
    Calibration,
    Demand,
    Match,
    Part,
    Ranking,
    Settings,
    Supply,
    Vectors,
)
from citystage.engines.matching.scoring import judge
from citystage.engines.matching.terms import Synonyms
from citystage.engines.matching.verdicts import ranking

type Embed = Callable[[Sequence[str]], Vectors]
"""Vectors of pieces by their text; those it cannot give are left out."""

BLOCK: Final = 32
CANDIDATES: Final = 200
_SPARE: Final = 10
_READINGS_KEPT: Final = 6_000
_EMBEDDED: Final = 3
_MOST_EMBEDDED: Final = 12
_LIKELY: Final = -2.0
"""Log odds from which a pair is worth the embedding of its sentences."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """Vectors of whole records, rows in the order of the records.

    `pieces` gives those of single sentences; it is asked for the best few of each demand only.
    """

    demands: Floats
    supplies: Floats
    pieces: Embed | None = None


@dataclass(frozen=True, slots=True)
class Both:
    """One demand's part of a run both ways.

    `ranking`: its suppliers, best first. `returned`: matches with those suppliers in whose own
    list this demand stands, by supply id, with its place in that list (0 the best).
    """

    ranking: Ranking
    returned: dict[str, tuple[int, Match]]


@dataclass(frozen=True, slots=True)
class _Found:
    """Candidates of a demand, best first, and their evidence."""

    supplies: Places
    features: list[Features]

    def first(self, most: int) -> "_Found":
        return _Found(self.supplies[:most], self.features[:most])


class Batch:
    """Two sets of records, ready to be matched; without vectors by words alone."""

    def __init__(
        self,
        demands: Sequence[Demand],
        supplies: Sequence[Supply],
        settings: Settings,
        *,
        vectors: Embedded | None = None,
        today: date | None = None,
    ) -> None:
        self.demands = demands
        self.supplies = supplies
        self._settings = settings
        self._vectors = vectors
        self._embed = None if vectors is None else vectors.pieces
        self._today = today
        self._synonyms = Synonyms(settings.synonyms) if settings.synonyms else None
        self._readings: OrderedDict[int, Reading[Supply]] = OrderedDict()
        self._index = build(
            (Reading(one).text for one in demands),
            (Reading(one).text for one in supplies),
            supplies if settings.weights.get(Part.HISTORY) else (),
            None if vectors is None else vectors.supplies,
            self._synonyms,
        )

    def forward(self, limit: int, *, only: Iterable[int] | None = None) -> Iterator[Ranking]:
        """Suppliers for each demand (or for those at the places `only`), in order."""
        for places in batched(range(len(self.demands)) if only is None else only, BLOCK):
            readings = self._demands(places)
            evidence = self._gather(places, readings)
            found = [self._candidates(evidence, at, limit) for at in range(len(places))]
            pieces = self._pieces(readings, found)
            for reading, one in zip(readings, found, strict=True):
                matches = self._judged(reading, one.first(limit + limit // 4 + _SPARE), pieces)
                yield self._ranking(reading, matches, limit)

    def both(self, limit: int, back: int) -> Iterator[Both]:
        """Both ways: `limit` suppliers for a demand, `back` demands for a supplier."""
        wanted = self._returning(back)
        for places in batched(range(len(self.demands)), BLOCK):
            readings = self._demands(places)
            evidence = self._gather(places, readings)
            for row, (at, reading) in enumerate(zip(places, readings, strict=True)):
                asked = wanted.get(at, {})
                found = self._candidates(evidence, row, limit).first(limit)
                inside = set(found.supplies.tolist())
                others = np.array([one for one in asked if one not in inside], dtype=np.int64)
                more = _Found(others, evidence.features(row, others))
                matches = self._judged(reading, found, {})
                by_id = {one.supply: one for one in (*matches, *self._judged(reading, more, {}))}
                returned = {
                    self.supplies[one].id: (rank, by_id[self.supplies[one].id])
                    for one, rank in asked.items()
                }
                yield Both(self._ranking(reading, matches, limit), returned)

    @property
    def _calibration(self) -> Calibration:
        return self._settings.by_words if self._vectors is None else self._settings.by_meaning

    def _demands(self, places: Sequence[int]) -> list[Reading[Demand]]:
        return [Reading(self.demands[at], self._synonyms) for at in places]

    def _gather(self, places: Sequence[int], readings: Sequence[Reading[Demand]]) -> Evidence:
        vectors = None if self._vectors is None else self._vectors.demands[list(places)]
        return gather(self._index, readings, vectors, self._calibration)

    def _candidates(self, evidence: Evidence, at: int, limit: int) -> _Found:
        supplies = best_columns(evidence.together[at], max(CANDIDATES, 2 * limit))
        features = evidence.features(at, supplies)
        logits = np.array([one.logit(self._calibration) for one in features])
        order = np.argsort(-logits, kind="stable")
        return _Found(supplies[order], [features[place] for place in order.tolist()])

    def _returning(self, back: int) -> dict[int, dict[int, int]]:
        """Per demand: the supplies whose own best `back` demands it is among, and its rank."""
        best = np.full((len(self.supplies), back), -np.inf, dtype=np.float32)
        owner = np.zeros((len(self.supplies), back), dtype=np.int64)
        for places in batched(range(len(self.demands)), BLOCK):
            evidence = self._gather(places, self._demands(places))
            scores = np.concatenate([best, evidence.together.T], axis=1)
            here = np.broadcast_to(np.array(places), (len(self.supplies), len(places)))
            owners = np.concatenate([owner, here], axis=1)
            kept = np.argpartition(-scores, back - 1, axis=1)[:, :back]
            best = np.take_along_axis(scores, kept, axis=1)
            owner = np.take_along_axis(owners, kept, axis=1)
        order = np.argsort(-best, axis=1, kind="stable")
        wanted: dict[int, dict[int, int]] = {}
        for supply in range(len(self.supplies)):
            for rank, place in enumerate(order[supply].tolist()):
                if np.isfinite(best[supply, place]):
                    wanted.setdefault(int(owner[supply, place]), {})[supply] = rank
        return wanted

    def _judged(self, demand: Reading[Demand], found: _Found, pieces: Vectors) -> list[Match]:
        return [judge(pair) for pair in self._pairs(demand, found, pieces)]

    def _pairs(self, demand: Reading[Demand], found: _Found, pieces: Vectors) -> Iterator[Pair]:
        rarity, settings = self._index.rarity, self._settings
        for at, features in zip(found.supplies.tolist(), found.features, strict=True):
            yield Pair(demand, self._supply(at), features, rarity, settings, pieces, self._today)

    def _supply(self, at: int) -> Reading[Supply]:
        reading = self._readings.pop(at, None) or Reading(self.supplies[at], self._synonyms)
        if len(self._readings) >= _READINGS_KEPT:
            self._readings.popitem(last=False)
        self._readings[at] = reading
        return reading

    def _pieces(self, readings: list[Reading[Demand]], found: list[_Found]) -> Vectors:
        """Vectors of sentences where a likely pair has no answer in words."""
        if self._embed is None:
            return {}
        texts: dict[str, None] = {}
        for reading, one in zip(readings, found, strict=True):
            for pair in self._pairs(reading, one.first(_EMBEDDED), {}):
                logit = pair.features.logit(self._calibration)
                if logit >= _LIKELY and need.unanswered(pair):
                    pieces = (*pair.demand.pieces, *pair.supply.pieces[:_MOST_EMBEDDED])
                    texts |= dict.fromkeys(piece.text for piece in pieces)
        return self._embed(list(texts)) if texts else {}

    def _ranking(self, demand: Reading[Demand], matches: list[Match], limit: int) -> Ranking:
        meaning = self._vectors is not None
        return ranking(demand.record.id, matches, self._settings, meaning=meaning, limit=limit)
