"""Collective decisions as the office and the voters read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count as Number
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from citystage.foundation.access.models import Grant, User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.roles import Role
from citystage.foundation.access.stamps import Actor, Stamp
from citystage.foundation.tenancy.models import subtree
from citystage.kernel.refusals import NotFound
from citystage.stages.selection import letters as worded
from citystage.stages.selection import signing
from citystage.stages.selection.counting import Count, Fate, fate
from citystage.stages.selection.models import (
    Ballot,
    BallotItem,
    Candidacy,
    Conflict,
    Programme,
    Vote,
    Voter,
)
from citystage.stages.selection.queries.diligence import Rated, ratings
from citystage.stages.selection.standing import barring
from citystage.stages.selection.states.candidacies import CandidacyState
from citystage.stages.selection.states.decisions import BallotState
from citystage.stages.selection.tallying import tallies

_ITEM_WITH = (
    "candidacy__application__owner_unit",
    "candidacy__application__filed_by",
    "candidacy__application__form",
    "candidacy__district",
)
# From here on the office sees how people voted.
COUNTED = frozenset({BallotState.CLOSED, BallotState.APPLIED})


def ballots_of(actor: Actor, programme: Programme) -> QuerySet[Ballot]:
    """The ballots of a programme, newest first, for the office that prepares them."""
    reach = subtree(actor.reach(Permission.SELECTION_DECISION_PREPARE), "programme__city__path")
    found = Ballot.objects.filter(reach, programme=programme).select_related("made_by")
    return found.annotate(
        total=Number("items", distinct=True), named=Number("voters", distinct=True)
    )


def ready(programme: Programme) -> int:
    """How many candidacies are ready for decision."""
    return programme.candidacies.filter(state=CandidacyState.READY).count()


def waiting(actor: Actor, programme: Programme) -> int:
    """Ballots of a programme that the office still has to bring to their end."""
    states = (BallotState.PREPARING, BallotState.OPEN, BallotState.CLOSED)
    return ballots_of(actor, programme).filter(state__in=states).count()


def reach_ballot(actor: Actor, programme_id: int, pk: int) -> Ballot:
    """One ballot for its office. Raises ``NotFound``."""
    reach = subtree(actor.reach(Permission.SELECTION_DECISION_PREPARE), "programme__city__path")
    found = Ballot.objects.filter(reach, pk=pk, programme_id=programme_id)
    ballot = found.select_related("programme__city", "programme__call", "made_by").first()
    if ballot is None:
        raise NotFound(_("No such vote is within your reach."))
    return ballot


def reach_item(ballot: Ballot, pk: int) -> BallotItem:
    """One proposal of a ballot. Raises ``NotFound``."""
    found = ballot.items.select_related("ballot__programme__city", *_ITEM_WITH).filter(pk=pk)
    if item := found.first():
        return item
    raise NotFound(_("This proposal is no longer in the vote."))


@dataclass(frozen=True, slots=True)
class Signed:
    """One counted vote, and whether the row still says what was signed."""

    vote: Vote
    intact: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One proposal as its reader may see it; of a barred one only its number and why."""

    item: BallotItem
    number: int
    barred: Conflict | None = None
    count: Count | None = None
    fate: Fate | None = None
    signed: tuple[Signed, ...] = ()
    mine: Vote | None = None
    # What due diligence came to, also what no longer counts.
    ratings: tuple[Rated, ...] = ()


def sheet(actor: Actor, ballot: Ballot, at: datetime) -> list[Line]:
    """Every proposal for the office; votes are told once they are counted."""
    items = list(ballot.items.select_related(*_ITEM_WITH))
    kept_away = barring(actor, [one.candidacy for one in items])
    rated = ratings((one.candidacy for one in items), timezone.localdate(at))
    counted = tallies(ballot) if ballot.state in COUNTED else {}
    signed = _signed(ballot) if counted else {}
    return [
        Line(item=one, number=one.candidacy.number, barred=conflict)
        if (conflict := kept_away.get(one.candidacy_id))
        else Line(
            item=one,
            number=one.candidacy.number,
            count=counted.get(one.pk),
            ratings=tuple(rated.get(one.candidacy_id, ())),
            fate=None if one.carried is None else fate(one.proposal, carried=one.carried),
            signed=tuple(signed.get(one.pk, ())),
        )
        for one in items
    ]


def _signed(ballot: Ballot) -> dict[int, list[Signed]]:
    found: dict[int, list[Signed]] = {}
    votes = Vote.objects.filter(item__ballot=ballot, current=True)
    for vote in votes.select_related("item", "voter__user").order_by("voter_id"):
        found.setdefault(vote.item_id, []).append(Signed(vote, signing.is_intact(vote)))
    return found


@dataclass(frozen=True, slots=True)
class Called:
    """A voter, and on how many proposals the person has voted (not how)."""

    voter: Voter
    voted: int


def called(ballot: Ballot) -> list[Called]:
    """Everybody called to the vote."""
    voted = Number("votes", filter=Q(votes__current=True))
    rows = ballot.voters.select_related("user").annotate(voted=voted).order_by("-chairs", "pk")
    return [Called(one, one.voted) for one in rows]


def eligible(ballot: Ballot, stamp: Stamp) -> list[User]:
    """Who can be called: officers of the city and its departments, and whoever is named already."""
    city = ballot.programme.city
    roles = (Role.CITY_OFFICER, Role.DEPARTMENT_OFFICER, Role.DISTRICT_OFFICER)
    held = Grant.objects.in_force(stamp.at).filter(
        subtree((city,), "unit__path"), role__in=[str(role) for role in roles]
    )
    named = Q(pk__in=held.values("user_id")) | Q(pk__in=ballot.voters.values("user_id"))
    return sorted(User.objects.filter(named, is_active=True), key=str)


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter before it is sent."""

    candidacy: Candidacy
    to: User
    words: str


def letters(ballot: Ballot) -> list[Letter]:
    """What each applicant will be told, word for word, in the language they chose."""
    told = []
    for one in ballot.items.select_related(*_ITEM_WITH):
        outcome = fate(one.proposal, carried=bool(one.carried))
        if outcome == Fate.WAITS:
            continue
        to = one.candidacy.application.filed_by
        with translation.override(to.language):
            told.append(Letter(one.candidacy, to, _words(one, outcome)))
    return told


def _words(item: BallotItem, outcome: Fate) -> str:
    title = item.candidacy.application.title
    if outcome == Fate.SELECT:
        return _(worded.PROPOSED) % {"title": title, "until": "…"}
    template = worded.NOT_CHOSEN if item.reason else worded.NOT_CARRIED
    return _(template) % {"title": title, "reason": item.reason}


def my_ballots(actor: Actor) -> QuerySet[Ballot]:
    """Open votes to which this person is called and has not voted on everything."""
    if actor.user_id is None:
        return Ballot.objects.none()
    voted = Vote.objects.filter(item=OuterRef("pk"), voter__user_id=actor.user_id, current=True)
    barred = Candidacy.objects.barred_to(actor).values("pk")
    open_items = (
        BallotItem.objects.filter(ballot=OuterRef("pk"))
        .exclude(candidacy__in=barred)
        .filter(~Exists(voted))
    )
    return Ballot.objects.filter(
        Exists(open_items), state=BallotState.OPEN, voters__user_id=actor.user_id
    )


def reach_my_ballot(actor: Actor, pk: int) -> Ballot:
    """A vote to which this person is called, once it has been opened. Raises ``NotFound``."""
    found = Ballot.objects.filter(pk=pk, voters__user_id=actor.user_id or 0)
    found = found.exclude(state=BallotState.PREPARING)
    ballot = found.select_related("programme__city", "programme__call").first()
    if actor.user_id is None or ballot is None:
        raise NotFound(_("You are not called to such a vote."))
    return ballot


def my_sheet(actor: Actor, ballot: Ballot, at: datetime) -> list[Line]:
    """The proposals for one voter, with the own vote; counts once they are counted."""
    items = list(ballot.items.select_related(*_ITEM_WITH))
    kept_away = barring(actor, [one.candidacy for one in items])
    rated = ratings((one.candidacy for one in items), timezone.localdate(at))
    own = Vote.objects.filter(item__ballot=ballot, voter__user_id=actor.user_id or 0, current=True)
    mine = {vote.item_id: vote for vote in own}
    counted = tallies(ballot) if ballot.state in COUNTED else {}
    return [
        Line(item=one, number=one.candidacy.number, barred=conflict)
        if (conflict := kept_away.get(one.candidacy_id))
        else Line(
            item=one,
            number=one.candidacy.number,
            count=counted.get(one.pk),
            ratings=tuple(rated.get(one.candidacy_id, ())),
            mine=mine.get(one.pk),
        )
        for one in items
    ]


def people(numbers: Iterable[int]) -> list[User]:
    """People by their numbers."""
    return list(User.objects.filter(pk__in=list(numbers), is_active=True).order_by("pk"))
