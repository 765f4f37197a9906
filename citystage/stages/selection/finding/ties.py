"""What ties people and organisations together, as the engine of conflicts reads it.

People are ``user-<id>`` (``expert-<id>`` without an account); organisations go by name and USCC.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from django.utils import timezone

from citystage.engines.conflicts import records
from citystage.engines.conflicts.records import Node, Tie, TieKind
from citystage.foundation.access.models import Grant
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit
from citystage.stages.selection.models import Expert, Relation, Seat, Shareholding
from citystage.stages.selection.states.panels import SeatState

# Nobody works for more organisations than this; whoever acts for more is an agent.
_MOST_EMPLOYERS = 2
_DIRECT = {
    Relation.Kind.EMPLOYER: TieKind.EMPLOYED,
    Relation.Kind.INVESTOR: TieKind.OWNS,
    Relation.Kind.CO_OWNER: TieKind.OWNS,
    Relation.Kind.ADVISER: TieKind.ADVISES,
    Relation.Kind.CO_WORK: TieKind.WORKED_WITH,
}


def node_of(expert: Expert) -> Node:
    """The person behind an entry of the register."""
    key = f"user-{expert.user_id}" if expert.user_id else f"expert-{expert.pk}"
    return records.person(key, expert.name)


def body(organisation: Organisation | None, name: str) -> Node:
    """An organisation by its record, or by the name somebody wrote."""
    if organisation is None:
        return records.organisation(name)
    return records.organisation(organisation.name, organisation.uscc)


def all_ties(city: Unit, experts: Iterable[Expert]) -> list[Tie]:
    """Everything on record that can tie one of ``experts`` to anybody."""
    known = list(experts)
    return [
        *_employers(known),
        *_relations(known),
        *_shareholdings(),
        *_members(),
        *_panels(city),
    ]


def _employers(experts: Iterable[Expert]) -> Iterator[Tie]:
    for expert in experts:
        if expert.employer_id or expert.employer_name:
            yield Tie(
                kind=TieKind.EMPLOYED,
                one=node_of(expert),
                other=body(expert.employer, expert.employer_name),
                source="register",
            )


def _relations(experts: list[Expert]) -> Iterator[Tie]:
    people = {expert.pk: node_of(expert) for expert in experts}
    rows = Relation.objects.filter(expert__in=people, ended_at=None).select_related("organisation")
    for row in rows.order_by("pk"):
        assert row.expert_id is not None
        yield from relation_ties(row, people[row.expert_id])


def relation_ties(row: Relation, who: Node) -> Iterator[Tie]:
    """What one declared relation of ``who`` says, as ties."""
    there = body(row.organisation, row.organisation_name)

    def tie(kind: TieKind, one: Node, other: Node) -> Tie:
        return Tie(
            kind=kind, one=one, other=other, since=row.since, until=row.until, source=row.source
        )

    kind = Relation.Kind(row.kind)
    if kind in _DIRECT:
        yield tie(_DIRECT[kind], who, there)
    elif kind == Relation.Kind.KIN:
        kin = records.person(f"kin-{row.pk}", row.words)
        # Kinship has no term; what the kin does there may have one.
        yield Tie(kind=TieKind.KIN, one=who, other=kin, source=row.source)
        yield tie(TieKind.EMPLOYED, kin, there)
    else:
        # Who is named as a competitor of somebody stands for the firm that competes.
        rival = records.organisation(f"{who.key} competes {row.pk}")
        yield tie(TieKind.EMPLOYED, who, rival)
        yield tie(TieKind.COMPETES, rival, there)


def _shareholdings() -> Iterator[Tie]:
    rows = Shareholding.objects.filter(ended_at=None).select_related("holder", "held")
    for row in rows.order_by("pk"):
        yield Tie(
            kind=TieKind.OWNS,
            one=body(row.holder, row.holder_name),
            other=body(row.held, row.held_name),
            since=row.since,
            until=row.until,
            source=row.source,
            share=None if row.percent is None else float(row.percent) / 100,
        )


def _members() -> Iterator[Tie]:
    """Whoever wears a role at the seat of an organisation acts for it.

    Who acts for many is their agent: that makes nobody a colleague of anybody.
    """
    seats = {
        one.seat_id: one
        for one in Organisation.objects.filter(seat__isnull=False, seat__grants__isnull=False)
    }
    grants = list(Grant.objects.filter(unit__in=seats).select_related("user").order_by("pk"))
    acts_for = Counter(user for user, _unit in {(one.user_id, one.unit_id) for one in grants})
    for grant in grants:
        if acts_for[grant.user_id] > _MOST_EMPLOYERS:
            continue
        yield Tie(
            kind=TieKind.EMPLOYED,
            one=records.person(f"user-{grant.user_id}", str(grant.user)),
            other=body(seats[grant.unit_id], ""),
            since=timezone.localdate(grant.since) if grant.since else None,
            until=timezone.localdate(grant.until) if grant.until else None,
            source="account",
        )


def _panels(city: Unit) -> Iterator[Tie]:
    """Who judged the same candidacy knows one another."""
    rows = Seat.objects.filter(candidacy__programme__city=city, state=SeatState.SCORED)
    together: dict[int, list[Seat]] = defaultdict(list)
    for seat in rows.select_related("expert", "candidacy__programme__call").order_by("pk"):
        together[seat.candidacy_id].append(seat)
    for seats in together.values():
        on = seats[0].answered_at
        if on is not None:
            name, day = seats[0].candidacy.programme.call.title, timezone.localdate(on)
            yield from records.panel([node_of(one.expert) for one in seats], day, name)
