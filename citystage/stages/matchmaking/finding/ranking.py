"""Rank the candidates of one scenario, or of one supplier, and keep the best pair of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from citystage.engines.matching import verdicts
from citystage.engines.matching.ranking import rank_demands, rank_supplies
from citystage.engines.matching.reading import Piece
from citystage.engines.matching.records import (
    Demand,
    Match,
    Ranking,
    Supply,
    Verdict,
)
from citystage.foundation.directory.models import Organisation
from citystage.stages.catalogue.models import Capability, Scenario
from citystage.stages.matchmaking.finding import candidates, demands, supplies
from citystage.stages.matchmaking.finding.knowledge import CityKnowledge
from citystage.stages.matchmaking.finding.meaning import engine_knowledge
from citystage.stages.matchmaking.finding.readings import read_demand, read_supply
from citystage.stages.matchmaking.finding.sentences import told_by_meaning

# Pairs the engine returns; several capabilities of one organisation become one row.
_ENOUGH = 120


@dataclass(frozen=True, slots=True)
class Supplier:
    """The best of what one organisation brings to one scenario."""

    match: Match
    organisation: Organisation
    capability: Capability | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Able:
    """Suppliers of one demand, best first; ``barred`` fail a hard condition."""

    suppliers: tuple[Supplier, ...]
    barred: tuple[Supplier, ...]
    # The points of the demand that suppliers are asked to answer.
    points: tuple[Piece, ...]
    by: str
    meaning: bool


def able_for(demand: Demand, known: CityKnowledge, *, besides: Iterable[int], today: date) -> Able:
    """Who could do ``demand``; organisations ``besides`` are weighed whoever finds them.

    A fixed number of queries, however many candidates there are.
    """
    reading = read_demand(demand, known.synonyms)
    found = candidates.able(reading, known)
    rows = _suppliers(found, besides)
    readings = {supply.id: read_supply(supply, known.synonyms) for supply, _org, _cap in rows}
    behind = {supply.id: (organisation, capability) for supply, organisation, capability in rows}
    knowledge = engine_knowledge(known, [reading], list(readings.values()), today=today)
    ranked = rank_supplies(
        reading, readings.values(), known.settings, knowledge=knowledge, limit=_ENOUGH
    )
    meaning = bool(knowledge.supplies) and bool(knowledge.demands)
    told = told_by_meaning(
        ranked.matches, {demand.id: reading}, readings, known, knowledge=knowledge
    )
    return Able(
        suppliers=_best(told, behind, known, meaning=meaning),
        barred=_best(ranked.excluded, behind, known, meaning=meaning),
        points=tuple(piece for piece in reading.pieces if piece.asks),
        by=found.by,
        meaning=meaning,
    )


def _suppliers(
    found: candidates.Candidates, besides: Iterable[int]
) -> list[tuple[Supply, Organisation, Capability | None]]:
    """Candidates and what the organisations ``besides`` have; two queries."""
    wanted = list(besides)
    able = supplies.capabilities().filter(pk__in=found.ids["capability"])
    able |= supplies.capabilities().filter(organisation_id__in=wanted)
    others = supplies.organisations().filter(pk__in=[*found.ids["organisation"], *wanted])
    rows: list[tuple[Supply, Organisation, Capability | None]] = [
        (supplies.supply_of(one), one.organisation, one) for one in able.order_by("pk")
    ]
    return rows + [
        (supplies.supply_of_organisation(one), one, None) for one in others.order_by("pk")
    ]


def _best(
    matches: Sequence[Match],
    behind: Mapping[str, tuple[Organisation, Capability | None]],
    known: CityKnowledge,
    *,
    meaning: bool,
) -> tuple[Supplier, ...]:
    """One row an organisation: its best match."""
    kept: dict[int, Supplier] = {}
    for match in matches:
        organisation, capability = behind[match.supply]
        if organisation.pk not in kept:
            verdict = verdicts.of([match], known.settings, meaning=meaning)
            kept[organisation.pk] = Supplier(match, organisation, capability, verdict)
    return tuple(kept.values())


@dataclass(frozen=True, slots=True)
class Fit:
    """A scenario and the best of what the supplier brings to it."""

    match: Match
    scenario: Scenario
    capability: Capability | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Fitting:
    """Scenarios of one supplier, best first."""

    fits: tuple[Fit, ...]
    by: str
    meaning: bool


def fitting_for(
    offered: Sequence[tuple[Supply, Capability | None]],
    known: CityKnowledge,
    *,
    only: Iterable[int] | None = None,
    today: date,
) -> Fitting:
    """What fits a supplier that brings ``offered``; ``only`` these scenarios, if given.

    A fixed number of queries, however many scenarios and capabilities there are.
    """
    read = [(read_supply(supply, known.synonyms), capability) for supply, capability in offered]
    if not read:
        return Fitting((), "all", meaning=False)
    if only is None:
        found = candidates.fitting([reading for reading, _capability in read], known)
        ids, by = found.ids["scenario"], found.by
    else:
        ids, by = list(only), "all"
    scenarios = demands.wanting().filter(pk__in=ids).order_by("pk").in_bulk()
    wanted = [
        read_demand(demands.demand_of(one, today=today), known.synonyms)
        for one in scenarios.values()
    ]
    knowledge = engine_knowledge(known, wanted, [reading for reading, _ in read], today=today)
    meaning = bool(knowledge.supplies) and bool(knowledge.demands)
    best: dict[int, Fit] = {}
    for reading, capability in read:
        ranked: Ranking = rank_demands(
            reading, wanted, known.settings, knowledge=knowledge, limit=len(wanted)
        )
        for match in ranked.matches:
            pk = int(match.demand)
            if pk not in best or match.score > best[pk].match.score:
                verdict = verdicts.of([match], known.settings, meaning=meaning)
                best[pk] = Fit(match, scenarios[pk], capability, verdict)
    ordered = sorted(best.values(), key=lambda fit: (-fit.match.score, -fit.scenario.pk))
    told = told_by_meaning(
        [fit.match for fit in ordered],
        {one.record.id: one for one in wanted},
        {reading.record.id: reading for reading, _capability in read},
        known,
        knowledge=knowledge,
    )
    fits = (replace(fit, match=match) for fit, match in zip(ordered, told, strict=True))
    return Fitting(tuple(fits), by, meaning)
