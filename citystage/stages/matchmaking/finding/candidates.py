"""Who is weighed at all: everybody where there are few, else what the search finds nearest."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.db.models import QuerySet

from citystage.engines.matching.reading import Reading
from citystage.engines.matching.records import Demand, Supply
from citystage.engines.meaning.contract import unit
from citystage.engines.search.contract import Query, Require, Vector
from citystage.foundation.index.asking import searcher
from citystage.foundation.index.away import IndexAway
from citystage.stages.catalogue.audience import PUBLIC
from citystage.stages.catalogue.models import Scenario, SearchDocument
from citystage.stages.catalogue.queries import searching
from citystage.stages.matchmaking.finding import demands, supplies
from citystage.stages.matchmaking.finding.knowledge import CityKnowledge
from citystage.stages.matchmaking.finding.meaning import model, vectors
from citystage.stages.matchmaking.finding.readings import read_demand

# So few are all weighed; of more, so many of the nearest.
FEW = 150
MOST = 150
_WORDS = 30
_LONGEST = 2_000

_KIND = SearchDocument.Kind


@dataclass(frozen=True, slots=True)
class Candidates:
    """Ids by kind, and by what they were found: "all", "index" or "postgresql"."""

    ids: dict[str, list[int]]
    by: str


def able(reading: Reading[Demand], known: CityKnowledge) -> Candidates:
    """Capabilities, labs and organisations that may do what ``reading`` asks."""
    able = {
        _KIND.CAPABILITY.value: supplies.capabilities(),
        _KIND.LAB.value: supplies.labs(),
        _KIND.ORGANISATION.value: supplies.organisations(),
    }
    ids = {kind: list(rows.values_list("pk", flat=True)[: FEW + 1]) for kind, rows in able.items()}
    if all(len(found) <= FEW for found in ids.values()):
        return Candidates(ids, by="all")
    vector = vectors([reading]).get(reading.record.id) if model() else None
    return _found(_asked(reading, known), tuple(able), vector)


def labs_near(demand: Demand, known: CityKnowledge) -> list[int]:
    """Labs that may have to do with what another one works at."""
    labs = list(supplies.labs().values_list("pk", flat=True)[: FEW + 1])
    if len(labs) <= FEW:
        return labs
    reading = read_demand(demand, known.synonyms)
    vector = vectors([reading]).get(demand.id) if model() else None
    return _found(_asked(reading, known), (_KIND.LAB.value,), vector).ids[_KIND.LAB]


def fitting(readings: Sequence[Reading[Supply]], known: CityKnowledge) -> Candidates:
    """Open scenarios that the holder of ``readings`` may do."""
    scenarios = list(open_scenarios()[: FEW + 1])
    if len(scenarios) <= FEW:
        return Candidates({_KIND.SCENARIO: scenarios}, by="all")
    asked = " ".join(_asked(reading, known) for reading in readings)
    found = vectors(readings) if model() else {}
    vector = unit(np.mean(list(found.values()), axis=0, keepdims=True))[0] if found else None
    return _found(asked[:_LONGEST], (_KIND.SCENARIO,), vector)


def open_scenarios() -> QuerySet[Scenario, int]:
    """The ids of the scenarios that everybody may answer, the newest first."""
    found = demands.wanting().filter(pk__in=Scenario.objects.public().values("pk"))
    return found.order_by("-pk").values_list("pk", flat=True)


def _asked(reading: Reading[Demand] | Reading[Supply], known: CityKnowledge) -> str:
    """The most telling terms of a record, as a question to the search."""
    rarest = sorted(reading.counts, key=lambda term: (-known.rarity.weight(term), term))
    return " ".join(term for term in rarest[:_WORDS] if not term.startswith("="))


def _found(text: str, kinds: Sequence[str], vector: Vector | None) -> Candidates:
    asked = searching.understand(text)
    query = Query(
        audience=frozenset({PUBLIC}),
        terms=asked.words,
        kinds=frozenset(kinds),
        vector=vector,
        reach=MOST,
        require=Require.ANY,
        limit=MOST,
    )
    try:
        answer = searcher().search(query)
    except IndexAway:
        return _from_postgresql(asked, kinds)
    found: dict[str, list[int]] = {kind: [] for kind in kinds}
    for hit in answer.hits:
        found[hit.kind].append(int(hit.reference.partition(":")[2]))
    return Candidates(found, by="index")


def _from_postgresql(asked: searching.Asked, kinds: Sequence[str]) -> Candidates:
    """By words alone, when the index does not answer."""
    held = searching.documents(asked, every=False).filter(kind__in=kinds)
    rows = searching.ranked(asked, held, every=False)[:MOST].values_list("kind", "object_id")
    found: dict[str, list[int]] = {kind: [] for kind in kinds}
    for kind, pk in rows:
        found[kind].append(pk)
    return Candidates(found, by="postgresql")
