"""Who could do this? Ranked live, with what people decided laid over it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from citystage.engines.matching import verdicts
from citystage.engines.matching.records import Verdict
from citystage.foundation.access.stamps import Actor
from citystage.stages.catalogue.models import Scenario
from citystage.stages.intake.models import Application
from citystage.stages.matchmaking import plain, wording
from citystage.stages.matchmaking.finding.demands import demand_of, demand_of_answers
from citystage.stages.matchmaking.finding.knowledge import CityKnowledge, knowledge_of
from citystage.stages.matchmaking.finding.meaning import model
from citystage.stages.matchmaking.finding.ranking import Able, Supplier, able_for
from citystage.stages.matchmaking.models import Judgement, Reranking
from citystage.stages.matchmaking.queries import judgements, rerankings
from citystage.stages.matchmaking.queries.reach import still_reached
from citystage.stages.matchmaking.queries.rows import Lack, Row, Words, lacks_shown, row_of
from citystage.stages.matchmaking.sampling import features_of
from citystage.stages.matchmaking.states import OUT, JudgementKind

LIMIT = 20


@dataclass(frozen=True, slots=True)
class PartWeight:
    """A part as the city weighs it, shown beside every ranking."""

    code: str
    name: str
    why: str
    weight: int


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that is asked, numbered from 1 as the page of the scenario numbers it."""

    number: int
    words: Words


@dataclass(frozen=True, slots=True)
class Suppliers:
    """Who could do it, in order; whom people put aside stands in ``out``, with the reason.

    ``verdict`` is that of the best by score that is not put aside, wherever people pinned it:
    "none" means that no row is a good match, and ``shortfalls`` say why the best falls short.
    """

    rows: tuple[Row, ...]
    out: tuple[Row, ...]
    barred: tuple[Row, ...]
    verdict: str
    shortfalls: tuple[Lack, ...]
    points: tuple[Point, ...]
    weights: tuple[PartWeight, ...]
    version: str
    # "all", "index" or "postgresql": by what the candidates were found.
    by: str
    meaning: bool
    # How many that nobody put aside are a match, not only near; shown or not.
    good: int
    # By what the order differs from that of the scores; None: it does not.
    again: Reranking | None = None


def able_suppliers(actor: Actor, scenario: Scenario, *, limit: int = LIMIT) -> Suppliers:
    """Ranked suppliers of a scenario that was reached: pinned ones first, then by score."""
    still_reached(actor, scenario)
    known, today = knowledge_of(scenario.city), timezone.localdate()
    said = judgements.standing(scenario)
    demand = demand_of(scenario, today=today)
    open_demand = replace(demand, closed=False)
    able = able_for(open_demand, known, besides=_spoken_of(said), today=today)
    again = rerankings.in_use(scenario.city)
    return _suppliers(able, known, said, scenario=scenario, again=again, limit=limit)


def able_suppliers_of_draft(
    application: Application, answers: Mapping[str, Any], *, limit: int = LIMIT
) -> Suppliers:
    """The same for a draft, saved or not, with what was decided while it is one.

    The caller has reached the application: who may read a draft may see this.
    """
    known = knowledge_of(application.city)
    today = timezone.localdate()
    said = judgements.standing_of_draft(application)
    demand = demand_of_answers(application, answers)
    able = able_for(demand, known, besides=_spoken_of(said), today=today)
    again = rerankings.in_use(application.city)
    return _suppliers(able, known, said, scenario=None, again=again, limit=limit)


def _spoken_of(said: Iterable[Judgement]) -> set[int]:
    """Organisations that are weighed whoever finds them."""
    return {one.organisation_id for one in said if one.kind != JudgementKind.WITHDRAW}


def weights_of_known(known: CityKnowledge) -> tuple[PartWeight, ...]:
    """The parts as a city weighs them, the heaviest first."""
    total = sum(known.settings.weights.values()) or 1.0
    found = [
        PartWeight(
            part.value,
            wording.part_name(part.value, known.pack),
            wording.part_reason(part.value, known.pack),
            round(100 * weight / total),
        )
        for part, weight in known.settings.weights.items()
        if weight > 0
    ]
    return tuple(sorted(found, key=lambda part: -part.weight))


def _suppliers(  # noqa: PLR0913 -- what a page of suppliers is made of
    able: Able,
    known: CityKnowledge,
    said: Iterable[Judgement],
    *,
    scenario: Scenario | None,
    again: Reranking | None,
    limit: int,
) -> Suppliers:
    decisions, proposals = _by_organisation(said)

    def row(one: Supplier) -> Row:
        return _row(one, scenario, known, decisions, proposals)

    out, kept = _apart(_ordered(able.suppliers, again), decisions)
    unfound = _unfound(able.suppliers, scenario, decisions, proposals)
    # Wording a row takes longer than ranking it: only what is shown is worded.
    rows = [row(one) for one in kept[:limit]] + [one for one in unfound if not _is_out(one)]
    rows.sort(key=lambda one: not one.pinned)
    best = max(kept, key=lambda one: one.match.score, default=None)
    shown = tuple(one.ranked(rank) for rank, one in enumerate(rows, start=1))
    return Suppliers(
        rows=shown,
        out=(*map(row, out), *(one for one in unfound if _is_out(one))),
        barred=tuple(_row(one, scenario, known, {}, {}) for one in able.barred[:limit]),
        verdict=(best.verdict if best else Verdict.NONE).value,
        shortfalls=_shortfalls(best, known),
        points=_points(able),
        weights=weights_of_known(known),
        version=_version(known, able, again),
        by=able.by,
        meaning=able.meaning,
        good=sum(one.verdict is Verdict.MATCH for one in kept),
        again=again,
    )


def _ordered(suppliers: Sequence[Supplier], again: Reranking | None) -> Sequence[Supplier]:
    """By score, or by what outcomes taught the city; scores and verdicts stay what they are."""
    if again is None:
        return suppliers
    reranker = rerankings.reranker_of(again)
    return sorted(suppliers, key=lambda one: -reranker.score(features_of(one.match)))


def _version(known: CityKnowledge, able: Able, again: Reranking | None) -> str:
    told = known.worded(model() if able.meaning else "")
    return f"{told} · order {again.pk}" if again else told


type _Said = dict[int, Judgement]


def _by_organisation(said: Iterable[Judgement]) -> tuple[_Said, _Said]:
    decisions: _Said = {}
    proposals: _Said = {}
    for one in said:
        if one.kind != JudgementKind.WITHDRAW:
            (proposals if one.proposal else decisions)[one.organisation_id] = one
    return decisions, proposals


def _row(
    one: Supplier,
    scenario: Scenario | None,
    known: CityKnowledge,
    decisions: _Said,
    proposals: _Said,
) -> Row:
    row = row_of(
        one.match,
        scenario=scenario,
        organisation=one.organisation,
        capability=one.capability,
        verdict=one.verdict.value,
        pack=known.pack,
    )
    pk = one.organisation.pk
    return replace(row, judgement=decisions.get(pk), proposal=proposals.get(pk), lab=one.lab)


def _apart(
    suppliers: Iterable[Supplier], decisions: _Said
) -> tuple[list[Supplier], list[Supplier]]:
    """Those people put aside, and the others: pinned ones first, each in the order of fit."""
    out: list[Supplier] = []
    pinned: list[Supplier] = []
    others: list[Supplier] = []
    for one in suppliers:
        said = decisions.get(one.organisation.pk)
        kind = said.kind if said else ""
        (out if kind in OUT else pinned if kind == JudgementKind.PIN else others).append(one)
    return out, pinned + others


def _unfound(
    suppliers: Sequence[Supplier], scenario: Scenario | None, decisions: _Said, proposals: _Said
) -> list[Row]:
    """Those people spoke of and no text tells of: they stay where people put them."""
    met = {one.organisation.pk for one in suppliers}
    missing = {**proposals, **decisions}
    return [
        Row(
            rank=0,
            scenario=scenario,
            organisation=one.organisation,
            capability=one.capability,
            score=None,
            verdict=Verdict.NONE.value,
            judgement=decisions.get(pk),
            proposal=proposals.get(pk),
        )
        for pk, one in missing.items()
        if pk not in met
    ]


def _is_out(row: Row) -> bool:
    return row.judgement is not None and row.judgement.kind in OUT


def _shortfalls(best: Supplier | None, known: CityKnowledge) -> tuple[Lack, ...]:
    """Why the best one falls short."""
    if best is None or best.verdict is Verdict.MATCH:
        return ()
    lacks = verdicts.shortfalls_of(best.match)
    return lacks_shown([plain.lack_of(each) for each in lacks], known.pack)


def _points(able: Able) -> tuple[Point, ...]:
    return tuple(
        Point(number, Words(piece.label, wording.label(piece.label), piece.text))
        for number, piece in enumerate(able.points, start=1)
    )
