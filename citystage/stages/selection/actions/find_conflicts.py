"""Every candidacy of a programme is held against everybody who may judge it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from citystage.engines.conflicts.finding import Found, Settings, Step, find
from citystage.engines.conflicts.patterns import ConflictKind
from citystage.engines.conflicts.records import Expert as Judge
from citystage.engines.conflicts.records import Node
from citystage.foundation.access.models import User
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.stages.selection import entries
from citystage.stages.selection.facts.programmes import ConflictsLookedFor
from citystage.stages.selection.finding.officers import declared_ties, officers_of, person_of
from citystage.stages.selection.finding.parties import cases, insiders
from citystage.stages.selection.finding.ties import all_ties, node_of
from citystage.stages.selection.models import Candidacy, Conflict, Expert, Programme
from citystage.stages.selection.recording import Person, record
from citystage.stages.selection.rules import seats as rules
from citystage.stages.selection.seats import leave_seat
from citystage.stages.selection.states.candidacies import UNDER_WAY
from citystage.stages.selection.states.panels import ExpertState
from citystage.stages.selection.terms import Terms

# A tie to a kin and the kin's own tie are one declared relation, not a third party's.
_OWN_KIN = 2


@dataclass(frozen=True, slots=True)
class Looked:
    """How many conflicts are on record now from this look, and how many of them are new."""

    found: int
    new: int


@transaction.atomic(durable=True)
def find_conflicts(programme: Programme, *, stamp: Stamp) -> Looked:
    """Find conflicts from employers, ties, shareholdings, accounts and earlier panels.

    What is found again is the conflict it was; a judgement on it stands. New ones that bar take
    the seat from the person at once.
    """
    locked = (
        Programme.objects.select_for_update(of=("self",))
        .select_related("city")
        .get(pk=programme.pk)
    )
    rules.may_compose(stamp.actor, locked).enforce()
    terms = locked.read_terms()
    candidacies = list(
        Candidacy.objects.select_for_update(of=("self",))
        .filter(programme=locked, state__in=UNDER_WAY)
        .unsealed()
        .select_related("application", "organisation", "programme")
        .order_by("pk")
    )
    experts = list(
        Expert.objects.filter(city=locked.city)
        .exclude(state=ExpertState.RETIRED)
        .select_related("employer")
        .order_by("pk")
    )
    officers = officers_of(locked.city, experts, at=stamp.at)
    people: dict[str, Person] = {f"expert-{one.pk}": one for one in experts}
    people |= {f"officer-{one.pk}": one for one in officers}
    accounts = [one.user_id for one in experts if one.user_id] + [one.pk for one in officers]
    found = find(
        cases(candidacies),
        [Judge(key, _node(one)) for key, one in people.items()],
        [*all_ties(locked.city, experts), *declared_ties(accounts)],
        settings=Settings(windows=dict.fromkeys(ConflictKind, terms.conflicts.years_back)),
        today=timezone.localdate(stamp.at),
    )
    by_case = {str(one.pk): one for one in candidacies}
    # The shortest path comes first: it is the one that is told.
    first: dict[tuple[str, str, str], Found] = {}
    for one in found:
        first.setdefault((one.case, one.expert, one.kind), one)
    made = [
        _keep(by_case[one.case], people[one.expert], _saying(one, terms), stamp)
        for one in first.values()
    ]
    made += _of_own_side(candidacies, experts, officers, stamp)
    looked = Looked(found=len(made), new=sum(made))
    told = ConflictsLookedFor(programme_id=locked.pk, found=looked.found, new=looked.new)
    journal.record(told, subject=locked, stamp=stamp)
    return looked


def _keep(candidacy: Candidacy, person: Person, saying: entries.Saying, stamp: Stamp) -> bool:
    conflict, new = record(candidacy, person, saying=saying, stamp=stamp)
    user_id = person.user_id if isinstance(person, Expert) else person.pk
    if new and conflict.standing == Conflict.Standing.BARS and user_id is not None:
        leave_seat(candidacy, user_id, words="", stamp=stamp)
    return new


def _saying(found: Found, terms: Terms) -> entries.Saying:
    own_kin = found.kind == ConflictKind.KIN and len(found.path) == _OWN_KIN
    transitive = found.transitive and not own_kin
    if str(found.kind) not in terms.conflicts.bars:
        standing = Conflict.Standing.NOTED
    elif transitive and terms.conflicts.transitive == "flag":
        standing = Conflict.Standing.FLAGGED
    else:
        standing = Conflict.Standing.BARS
    return entries.Saying(
        kind=str(found.kind),
        origin=Conflict.Origin.FOUND,
        standing=standing,
        path=[_step(one) for one in found.path],
        transitive=transitive,
    )


def _step(one: Step) -> dict[str, str]:
    return {
        "from": one.one.name or one.one.key,
        "to": one.other.name or one.other.key,
        "kind": str(one.tie),
        "source": one.source,
        "since": one.since.isoformat() if one.since else "",
        "until": one.until.isoformat() if one.until else "",
        "share": "" if one.share is None else f"{one.share:.2%}",
    }


def _node(person: Person) -> Node:
    return node_of(person) if isinstance(person, Expert) else person_of(person)


def _of_own_side(
    candidacies: Sequence[Candidacy],
    experts: Sequence[Expert],
    officers: Sequence[User],
    stamp: Stamp,
) -> list[bool]:
    """The applicant's own people judge nothing of it, as experts or as officers."""
    own = insiders(candidacies)
    by_user = {one.user_id: one for one in experts if one.user_id is not None}
    reading = {one.pk: one for one in officers}
    made = []
    for candidacy in candidacies:
        for user_id in sorted(own[candidacy.pk]):
            person = by_user.get(user_id) or reading.get(user_id)
            if person is None:
                continue
            saying = entries.Saying(
                kind="applicant", origin=Conflict.Origin.FOUND, standing=Conflict.Standing.BARS
            )
            made.append(_keep(candidacy, person, saying, stamp))
    return made
