"""Rank the candidates of one scenario, or of one supplier, and keep the best pair of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q

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
from citystage.stages.catalogue.models import Capability, Lab, Scenario
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
    # Whose direction fits best, where it is no capability that does.
    lab: Lab | None = None


@dataclass(frozen=True, slots=True)
class _Behind:
    """Whose supply it is, and what is told in it."""

    organisation: Organisation
    capability: Capability | None = None
    lab: Lab | None = None


@dataclass(frozen=True, slots=True)
class Able:
    """Suppliers of one demand, best first; ``barred`` fail a hard condition.

    Who says nothing of what is asked is no supplier of it, unless people spoke of it.
    """

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
    reading, spoken = read_demand(demand, known.synonyms), frozenset(besides)
    found = candidates.able(reading, known)
    rows = _suppliers(found, spoken)
    readings = {supply.id: read_supply(supply, known.synonyms) for supply, _behind in rows}
    behind = {supply.id: one for supply, one in rows}
    knowledge = engine_knowledge(known, [reading], list(readings.values()), today=today)
    ranked = rank_supplies(
        reading, readings.values(), known.settings, knowledge=knowledge, limit=_ENOUGH
    )
    meaning = bool(knowledge.supplies) and bool(knowledge.demands)
    told = told_by_meaning(
        ranked.matches, {demand.id: reading}, readings, known, knowledge=knowledge
    )
    best = _best(told, behind, known, meaning=meaning)
    return Able(
        suppliers=tuple(
            one
            for one in best
            if one.organisation.pk in spoken or verdicts.is_told(one.match, one.verdict)
        ),
        barred=_best(ranked.excluded, behind, known, meaning=meaning),
        points=tuple(piece for piece in reading.pieces if piece.asks),
        by=found.by,
        meaning=meaning,
    )


def _suppliers(
    found: candidates.Candidates, besides: frozenset[int]
) -> list[tuple[Supply, _Behind]]:
    """Candidates and what the organisations ``besides`` have; three queries."""
    wanted = list(besides)
    able = supplies.capabilities().filter(pk__in=found.ids["capability"])
    able |= supplies.capabilities().filter(organisation_id__in=wanted)
    labs = supplies.labs().filter(Q(pk__in=found.ids["lab"]) | Q(builder_id__in=wanted))
    others = supplies.organisations().filter(pk__in=[*found.ids["organisation"], *wanted])
    rows = [
        (supplies.supply_of(one), _Behind(one.organisation, one)) for one in able.order_by("pk")
    ]
    rows += [
        (supplies.supply_of_lab(one, one.builder), _Behind(one.builder, lab=one))
        for one in labs.order_by("pk")
        if one.builder is not None
    ]
    return rows + [
        (supplies.supply_of_organisation(one), _Behind(one)) for one in others.order_by("pk")
    ]


def _best(
    matches: Sequence[Match],
    behind: Mapping[str, _Behind],
    known: CityKnowledge,
    *,
    meaning: bool,
) -> tuple[Supplier, ...]:
    """One row an organisation: its best match, before all one that says something."""
    kept: dict[int, Supplier] = {}
    for match in matches:
        one = behind[match.supply]
        pk = one.organisation.pk
        known_one = kept.get(pk)
        if known_one is not None and verdicts.is_told(known_one.match, known_one.verdict):
            continue
        verdict = verdicts.of([match], known.settings, meaning=meaning)
        if known_one is None or verdicts.is_told(match, verdict):
            kept[pk] = Supplier(match, one.organisation, one.capability, verdict, one.lab)
    return tuple(sorted(kept.values(), key=lambda one: -one.match.score))


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
    fits = [replace(fit, match=match) for fit, match in zip(ordered, told, strict=True)]
    worth = (fit for fit in fits if verdicts.is_told(fit.match, fit.verdict))
    return Fitting(tuple(worth), by, meaning)
