"""Officers who read candidacies of a city, and what ties them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from citystage.engines.conflicts import records
from citystage.engines.conflicts.records import Node, Tie
from citystage.foundation.access.models import Grant, User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.roles import CARRIES
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.stages.selection.finding.ties import relation_ties
from citystage.stages.selection.models import Expert, Relation


def officers_of(city: Unit, experts: Iterable[Expert], *, at: datetime) -> list[User]:
    """City, districts and departments; who is in the register of experts is judged as such."""
    roles = [role for role, held in CARRIES.items() if Permission.SELECTION_CANDIDACY_READ in held]
    grants = Grant.objects.in_force(at).filter(subtree((city,), "unit__path"), role__in=roles)
    known = {one.user_id for one in experts if one.user_id is not None}
    found = User.objects.filter(pk__in=grants.values("user_id"), is_active=True)
    return list(found.exclude(pk__in=known).order_by("pk"))


def person_of(officer: User) -> Node:
    """The person behind an account."""
    return records.person(f"user-{officer.pk}", str(officer))


def declared_ties(people: Sequence[int]) -> Iterator[Tie]:
    """What officers, and experts with an account, declared of themselves by their account."""
    rows = Relation.objects.filter(user__in=people, expert=None, ended_at=None)
    for row in rows.select_related("organisation", "user").order_by("pk"):
        assert row.user is not None
        yield from relation_ties(row, person_of(row.user))
