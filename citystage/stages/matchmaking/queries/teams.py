"""Who could do it together, where nobody covers a scenario alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from citystage.engines.matching.reading import Piece
from citystage.engines.matching.records import Match, Part, Quote
from citystage.engines.matching.teams import Team, teams
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.stages.catalogue.models import Capability, Scenario
from citystage.stages.matchmaking import wording
from citystage.stages.matchmaking.finding.demands import demand_of
from citystage.stages.matchmaking.finding.knowledge import knowledge_of
from citystage.stages.matchmaking.finding.ranking import Supplier, able_for
from citystage.stages.matchmaking.queries import judgements
from citystage.stages.matchmaking.queries.reach import still_reached
from citystage.stages.matchmaking.queries.rows import Words
from citystage.stages.matchmaking.queries.suppliers import Point
from citystage.stages.matchmaking.states import OUT

# A sentence that holds so much of a point's weight of words answers it.
_ANSWERS = 0.3
_EVERY_REASON = 200


@dataclass(frozen=True, slots=True)
class Answered:
    """A point, and who of the team answers it with which words, the strongest first."""

    point: Point
    by: tuple[tuple[Organisation, str, int], ...]


@dataclass(frozen=True, slots=True)
class TeamShown:
    """Suppliers who together answer all that anybody answers; none of them is idle."""

    members: tuple[tuple[Organisation, Capability | None], ...]
    answered: tuple[Answered, ...]
    # Mean of the strongest answers in points of 100.
    strength: int


@dataclass(frozen=True, slots=True)
class TeamsShown:
    """The smallest teams, best first; ``nobody``: what no supplier at all answers.

    ``alone``: one supplier suffices, no team is needed. ``exact``: no smaller team exists.
    """

    teams: tuple[TeamShown, ...]
    nobody: tuple[Point, ...]
    points: tuple[Point, ...]
    alone: bool
    exact: bool


def teams_for(actor: Actor, scenario: Scenario) -> TeamsShown:
    """Teams for a scenario that was reached; who was put aside is in none."""
    still_reached(actor, scenario)
    known, today = knowledge_of(scenario.city), timezone.localdate()
    said = judgements.standing(scenario)
    out = {one.organisation_id for one in said if not one.proposal and one.kind in OUT}
    every = replace(known, settings=replace(known.settings, most_reasons=_EVERY_REASON))
    demand = replace(demand_of(scenario, today=today), closed=False)
    able = able_for(demand, every, besides=(), today=today)
    suppliers = {
        str(one.organisation.pk): one for one in able.suppliers if one.organisation.pk not in out
    }
    points = {
        str(number): Point(number, Words(piece.label, wording.label(piece.label), piece.text))
        for number, piece in enumerate(able.points, start=1)
    }
    answers = {name: _answers(one.match, able.points) for name, one in suppliers.items()}
    strengths = {
        name: {key: strength for key, (strength, _text) in found.items()}
        for name, found in answers.items()
    }
    found = teams(list(points), strengths, weakest=_ANSWERS)
    return TeamsShown(
        teams=tuple(_shown(team, suppliers, points, answers) for team in found.teams),
        nobody=tuple(points[key] for key in found.nobody),
        points=tuple(points.values()),
        alone=found.least == 1,
        exact=found.exact,
    )


type _Answers = Mapping[str, tuple[float, str]]


def _answers(match: Match, points: Sequence[Piece]) -> dict[str, tuple[float, str]]:
    """By the number of the point: how strongly, and with which words."""
    found: dict[str, tuple[float, str]] = {}
    for reason in match.reasons:
        if reason.part is not Part.NEED:
            continue
        for number, piece in enumerate(points, start=1):
            if _within(reason.demand, piece):
                told = (reason.strength, reason.supply.text)
                found[str(number)] = max(found.get(str(number), (0.0, "")), told)
    return found


def _within(quote: Quote, piece: Piece) -> bool:
    return quote.label == piece.label and piece.start <= quote.start and quote.end <= piece.end


def _shown(
    team: Team,
    suppliers: Mapping[str, Supplier],
    points: Mapping[str, Point],
    answers: Mapping[str, _Answers],
) -> TeamShown:
    return TeamShown(
        members=tuple(
            (suppliers[name].organisation, suppliers[name].capability) for name in team.members
        ),
        answered=tuple(
            Answered(
                points[key],
                tuple(
                    (suppliers[name].organisation, answers[name][key][1], round(100 * strength))
                    for name, strength in by
                ),
            )
            for key, by in team.covers.items()
        ),
        strength=round(100 * team.strength),
    )
