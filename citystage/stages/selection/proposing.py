"""What a new ballot proposes: the ready candidacies in their order, as far as places go."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import F

from citystage.stages.selection.models import BallotItem, Candidacy, Programme
from citystage.stages.selection.states.candidacies import CandidacyState
from citystage.stages.selection.states.decisions import BallotState
from citystage.stages.selection.terms import Terms

# On a ballot that is still to be applied, a candidacy is on no other.
LIVE = (BallotState.PREPARING, BallotState.OPEN, BallotState.CLOSED)


@dataclass(frozen=True, slots=True)
class Proposal:
    """One candidacy, and what is proposed for it."""

    candidacy: Candidacy
    proposal: str


def proposals(programme: Programme, terms: Terms) -> list[Proposal]:
    """Every ready candidacy that is on no live ballot, the better placed first."""
    taken = BallotItem.objects.filter(ballot__state__in=LIVE).values("candidacy_id")
    ready = (
        programme.candidacies.filter(state=CandidacyState.READY)
        .exclude(pk__in=taken)
        .select_related("district")
        .order_by(F("city_place").asc(nulls_last=True), "number")
    )
    left = _Places(terms)
    return [Proposal(one, left.propose(one)) for one in ready]


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
