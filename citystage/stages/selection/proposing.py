"""What a new ballot proposes: the ready candidacies in their order, as far as places go."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import F

from citystage.engines.scoring.deciding import ReasonCode, Verdict
from citystage.stages.selection.models import BallotItem, Candidacy, Programme
from citystage.stages.selection.queries.scores import order_of
from citystage.stages.selection.states.candidacies import CandidacyState
from citystage.stages.selection.states.decisions import BallotState
from citystage.stages.selection.terms import Terms

# On a ballot that is still to be applied, a candidacy is on no other.
LIVE = (BallotState.PREPARING, BallotState.OPEN, BallotState.CLOSED)

_OUT = (ReasonCode.FAILED, ReasonCode.BELOW_LEAST)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One candidacy, and what is proposed for it."""

    candidacy: Candidacy
    proposal: str


def proposals(programme: Programme, terms: Terms) -> list[Proposal]:
    """Every ready candidacy that is on no live ballot, the better placed by its scores first.

    What has no scores follows in the city's own order. What fails a minimum is not proposed,
    places or not; a tie for the last place is for people to break.
    """
    taken = BallotItem.objects.filter(ballot__state__in=LIVE).values("candidacy_id")
    ready = (
        programme.candidacies.filter(state=CandidacyState.READY)
        .exclude(pk__in=taken)
        .select_related("district")
        .order_by(F("city_place").asc(nulls_last=True), "number")
    )
    order = order_of(programme)
    last = len(order) + 1
    rows = sorted(ready, key=lambda one: order[one.pk].place if one.pk in order else last)
    left = _Places(terms)
    return [Proposal(one, _proposed(one, order.get(one.pk), left)) for one in rows]


class _Places:
    """Places of the terms, taken one after the other."""

    def __init__(self, terms: Terms) -> None:
        self._places = terms.places
        self._taken = 0
        self._by_field: Counter[str] = Counter()
        self._by_district: Counter[str] = Counter()

    def propose(self, candidacy: Candidacy) -> str:
        """Select while there is a place in all, in its field and in its district."""
        field, district = candidacy.field, candidacy.district.code if candidacy.district else ""
        limits = (
            (self._places.total, self._taken),
            (self._places.fields.get(field), self._by_field[field]),
            (self._places.districts.get(district), self._by_district[district]),
        )
        if any(limit is not None and taken >= limit for limit, taken in limits):
            return BallotItem.Outcome.NOT_SELECT
        self._taken += 1
        self._by_field[field] += 1
        self._by_district[district] += 1
        return BallotItem.Outcome.SELECT


def _proposed(candidacy: Candidacy, verdict: Verdict | None, left: _Places) -> str:
    if verdict is not None and verdict.reason in _OUT:
        return BallotItem.Outcome.NOT_SELECT
    return left.propose(candidacy)
