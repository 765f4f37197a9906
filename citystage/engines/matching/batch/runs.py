"""Runs: candidates for every record, judged in full, demand by demand."""

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import Final

import numpy as np

from citystage.engines.matching.batch.evidence import Evidence, best_columns, gather
from citystage.engines.matching.batch.helping import Judges, processes_for
from citystage.engines.matching.batch.index import Floats, build
from citystage.engines.matching.batch.judging import Case, Judge
from citystage.engines.matching.parts import need
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
from citystage.engines.matching.terms import Synonyms
from citystage.engines.matching.verdicts import ranking

type Embed = Callable[[Sequence[str]], Vectors]
"""Vectors of pieces by their text; those it cannot give are left out."""

BLOCK: Final = 32
_SPARE: Final = 10
_EMBEDDED: Final = 3
_MOST_EMBEDDED: Final = 12
_LIKELY: Final = -2.0
"""Log odds from which a pair is worth the embedding of its sentences."""
_MOST_KNOWN: Final = 50_000_000
"""Pairs whose evidence is kept between the two ways of a run: 4 to 12 bytes each."""


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


@contextmanager
def uncollected() -> Iterator[None]:
    """Nothing made here is circular; looking for what is took a third of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


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
        self._synonyms = Synonyms(settings.synonyms) if settings.synonyms else None
        with uncollected():
            self._index = build(
                (Reading(one).text for one in demands),
                (Reading(one).text for one in supplies),
                supplies if settings.weights.get(Part.HISTORY) else (),
                None if vectors is None else vectors.supplies,
                self._synonyms,
            )
        self._judge = Judge(demands, supplies, settings, self._index.rarity, today)
        self._known: dict[int, Evidence] = {}

    def forward(self, limit: int, *, only: Iterable[int] | None = None) -> Iterator[Ranking]:
        """Suppliers for each demand (or for those at the places `only`), in order."""
        chosen = range(len(self.demands)) if only is None else list(only)
        with self._judges(len(chosen) * limit) as judges:
            for places in batched(chosen, BLOCK):
                with uncollected():
                    readings = self._demands(places)
                    evidence = self._gather(places, readings)
                    cases = [self._case(evidence, row, at, limit) for row, at in enumerate(places)]
                    pieces = self._pieces(readings, cases)
                    judged = judges.judged(cases, pieces)
                for reading, matches in zip(readings, judged, strict=True):
                    yield self._ranking(reading, matches, limit)

    def both(self, limit: int, back: int) -> Iterator[Both]:
        """Both ways: `limit` suppliers for a demand, `back` demands for a supplier."""
        with uncollected():
            wanted = self._returning(back)
        pairs = limit * len(self.demands) + back * len(self.supplies)
        with self._judges(pairs) as judges:
            for places in batched(range(len(self.demands)), BLOCK):
                asked = [wanted.get(at, {}) for at in places]
                with uncollected():
                    readings = self._demands(places)
                    judged = judges.judged(self._cases(places, readings, limit, asked), {})
                for reading, back_to, matches in zip(readings, asked, judged, strict=True):
                    yield self._both(reading, matches, limit, back_to)

    def _cases(
        self,
        places: Sequence[int],
        readings: Sequence[Reading[Demand]],
        limit: int,
        asked: Sequence[dict[int, int]],
    ) -> list[Case]:
        """The best of each demand, and behind them the suppliers that ask for it."""
        evidence = self._known.pop(places[0], None) or self._gather(places, readings)
        own = [self._case(evidence, row, at, limit).first(limit) for row, at in enumerate(places)]
        return [
            _joined(evidence, row, case, back_to)
            for row, (case, back_to) in enumerate(zip(own, asked, strict=True))
        ]

    def _both(
        self, demand: Reading[Demand], matches: list[Match], limit: int, asked: dict[int, int]
    ) -> Both:
        """The first `limit` are the demand's own, the others asked for by suppliers alone."""
        by_id = {one.supply: one for one in matches}
        ids = {self.supplies[one].id: rank for one, rank in asked.items()}
        returned = {name: (rank, by_id[name]) for name, rank in ids.items()}
        return Both(self._ranking(demand, matches[:limit], limit), returned)

    def _judges(self, pairs: int) -> Judges:
        return Judges(self._judge, processes_for(pairs))

    @property
    def _calibration(self) -> Calibration:
        return self._settings.by_words if self._vectors is None else self._settings.by_meaning

    def _demands(self, places: Sequence[int]) -> list[Reading[Demand]]:
        return [Reading(self.demands[at], self._synonyms) for at in places]

    def _gather(self, places: Sequence[int], readings: Sequence[Reading[Demand]]) -> Evidence:
        vectors = None if self._vectors is None else self._vectors.demands[list(places)]
        return gather(self._index, readings, vectors, self._calibration)

    def _case(self, evidence: Evidence, row: int, at: int, limit: int) -> Case:
        """A quarter more than are shown: the other parts may change their order."""
        together = evidence.together[row]
        supplies = best_columns(together, limit + limit // 4 + _SPARE)
        supplies = supplies[np.argsort(-together[supplies], kind="stable")]
        return Case(at, supplies.tolist(), evidence.features(row, supplies))

    def _returning(self, back: int) -> dict[int, dict[int, int]]:
        """Per demand: the supplies whose own best `back` demands it is among, and its rank."""
        best = np.full((len(self.supplies), back), -np.inf, dtype=np.float32)
        owner = np.zeros((len(self.supplies), back), dtype=np.int64)
        for places in batched(range(len(self.demands)), BLOCK):
            evidence = self._gather(places, self._demands(places))
            if len(self.demands) * len(self.supplies) <= _MOST_KNOWN:
                self._known[places[0]] = evidence
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

    def _pieces(self, readings: list[Reading[Demand]], cases: list[Case]) -> Vectors:
        """Vectors of sentences where a likely pair has no answer in words."""
        if self._embed is None:
            return {}
        texts: dict[str, None] = {}
        for reading, case in zip(readings, cases, strict=True):
            for pair in self._judge.pairs(case.first(_EMBEDDED), {}, reading):
                logit = pair.features.logit(self._calibration)
                if logit >= _LIKELY and need.unanswered(pair):
                    pieces = (*pair.demand.pieces, *pair.supply.pieces[:_MOST_EMBEDDED])
                    texts |= dict.fromkeys(piece.text for piece in pieces)
        return self._embed(list(texts)) if texts else {}

    def _ranking(self, demand: Reading[Demand], matches: list[Match], limit: int) -> Ranking:
        meaning = self._vectors is not None
        return ranking(demand.record.id, matches, self._settings, meaning=meaning, limit=limit)


def _joined(evidence: Evidence, row: int, case: Case, asked: Iterable[int]) -> Case:
    """A case and, behind it, the suppliers that ask for it and are not in it."""
    inside = set(case.supplies)
    others = [one for one in asked if one not in inside]
    features = evidence.features(row, np.array(others, dtype=np.int64))
    return Case(case.demand, [*case.supplies, *others], [*case.features, *features])
