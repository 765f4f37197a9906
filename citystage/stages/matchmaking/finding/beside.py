"""Labs and funds that speak of a need, or of what a lab does: reasons only, no verdict.

The levels of a verdict are measured on needs and capabilities; how much a fund's direction has to
say to be worth a talk is not, so that what stands on both sides is shown and nothing is scored.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from citystage.engines.matching.ranking import rank_supplies
from citystage.engines.matching.reading import Reading
from citystage.engines.matching.records import Demand, How, Part, Quote, Reason, Supply
from citystage.stages.catalogue.models import Lab
from citystage.stages.matchmaking.finding.knowledge import CityKnowledge
from citystage.stages.matchmaking.finding.meaning import engine_knowledge
from citystage.stages.matchmaking.finding.readings import read_demand, read_supply
from citystage.stages.matchmaking.finding.supplies import supply_of_lab

# Where it stands and how fresh it is brings nobody together.
_TOLD = frozenset({Part.NEED, Part.FIELD})
_ENOUGH_WORDS = 2


@dataclass(frozen=True, slots=True)
class Speaking:
    """A lab or fund with the words of both sides, the strongest first."""

    lab: Lab
    reasons: tuple[Reason, ...]


def speaking_of(
    demand: Demand, labs: Iterable[Lab], known: CityKnowledge, *, limit: int, today: date
) -> list[Speaking]:
    """Those of ``labs`` whose direction speaks of ``demand``, the nearest first."""
    reading = read_demand(demand, known.synonyms)
    by_id: dict[str, Lab] = {}
    named: dict[str, dict[str, Quote]] = {}
    read: list[Reading[Supply]] = []
    for lab in labs:
        if lab.builder is not None:
            supply = read_supply(supply_of_lab(lab, lab.builder), known.synonyms)
            found = named[supply.record.id] = dict(_named(supply, demand))
            if found:
                fields = (*supply.record.fields, *found)
                supply = read_supply(replace(supply.record, fields=fields), known.synonyms)
            by_id[supply.record.id] = lab
            read.append(supply)
    knowledge = engine_knowledge(known, [reading], read, today=today)
    ranked = rank_supplies(reading, read, known.settings, knowledge=knowledge, limit=len(read))
    speaking = [
        Speaking(by_id[match.supply], tuple(_reasons(match.reasons, named[match.supply])))
        for match in ranked.matches
    ]
    return [one for one in speaking if one.reasons][:limit]


def _named(reading: Reading[Supply], demand: Demand) -> Iterator[tuple[str, Quote]]:
    """Fields of the demand that stand in the direction, in these words or those of the pack."""
    for name in demand.fields:
        if quote := reading.naming(name):
            yield name, quote
            continue
        for text in reading.record.texts:
            if (at := text.text.find(name)) >= 0:
                yield name, Quote(text.label, name, at, at + len(name))
                break


def _reasons(reasons: Iterable[Reason], named: dict[str, Quote]) -> Iterator[Reason]:
    for reason in reasons:
        # One word in common ("monitoring") is no reason to meet.
        alone = reason.how is How.WORDS and len(reason.words) < _ENOUGH_WORDS
        if reason.part in _TOLD and not alone:
            quote = named.get(reason.supply.text) if reason.part is Part.FIELD else None
            yield reason._replace(supply=quote) if quote else reason
