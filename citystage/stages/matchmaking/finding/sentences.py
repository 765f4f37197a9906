"""Reasons by the meaning of single sentences, for the few pairs that a person is about to read.

Their vectors are wanted when such a pair is first met, by a page or by the job that follows a
change, and made by the worker; until they are there words alone give the reasons. They move no
score, so a ranking is the same before and after.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from django.utils import timezone

from citystage.engines.matching.ranking import Knowledge, judged_again
from citystage.engines.matching.reading import Reading
from citystage.engines.matching.records import Demand, Match, Supply, Vectors, Verdict
from citystage.foundation.meaning.queries import vectors_of
from citystage.foundation.meaning.wanting import want
from citystage.stages.matchmaking.finding.demands import demand_of, wanting
from citystage.stages.matchmaking.finding.knowledge import CityKnowledge
from citystage.stages.matchmaking.finding.supplies import capabilities, supply_of
from citystage.stages.matchmaking.models import Suggestion

MOST: Final = 20
"""So many pairs, the best, are told in this way."""
_LEAST: Final = 0.1
"""Score below which two records have too little in common for a sentence to say more."""
_SENTENCES: Final = 16
"""Of one record, from its beginning."""


def told_by_meaning(
    matches: Sequence[Match],
    demands: Mapping[str, Reading[Demand]],
    supplies: Mapping[str, Reading[Supply]],
    known: CityKnowledge,
    *,
    knowledge: Knowledge,
) -> tuple[Match, ...]:
    """``matches`` in their order, the first of them with reasons by meaning too.

    ``demands`` and ``supplies`` by the ids of their records. Two queries at most, and one INSERT
    where vectors are wanting.
    """
    if not (knowledge.demands and knowledge.supplies):
        return tuple(matches)
    first = [one for one in matches[:MOST] if one.score >= _LEAST]
    pairs = [(demands[one.demand], supplies[one.supply]) for one in first]
    pieces = _vectors([reading for pair in pairs for reading in pair])
    again = judged_again(pairs, known.settings, knowledge=replace(knowledge, pieces=pieces))
    told = {(one.demand, one.supply): one for one in again}
    return tuple(told.get((one.demand, one.supply), one) for one in matches)


def spoken_in(reading: Reading[Demand] | Reading[Supply]) -> Iterator[str]:
    """The sentences of a record whose vectors are wanted."""
    for piece in reading.pieces[:_SENTENCES]:
        yield piece.text


def spoken_in_suggestions() -> Iterator[str]:
    """The sentences of scenarios that look for somebody and of capabilities that may do them."""
    today = timezone.localdate()
    for scenario in wanting().iterator(chunk_size=500):
        yield from spoken_in(Reading(demand_of(scenario, today=today)))
    near = Suggestion.objects.filter(current=True).exclude(verdict=Verdict.NONE)
    able = capabilities().filter(pk__in=near.values("capability"))
    for capability in able.iterator(chunk_size=500):
        yield from spoken_in(Reading(supply_of(capability)))


def _vectors(readings: Sequence[Reading[Demand] | Reading[Supply]]) -> Vectors:
    texts = dict.fromkeys(text for reading in readings for text in spoken_in(reading))
    found = vectors_of(texts)
    want(found.missing)
    return found.found
