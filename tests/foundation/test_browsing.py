"""The audit administrator browses the ledger: filtered, by cursor, within the city."""

from datetime import timedelta

import pytest

from citystage.foundation.access.roles import Role
from citystage.foundation.ledger import browsing, journal
from citystage.foundation.ledger.models import Entry
from citystage.foundation.ledger.queries import acts_of
from citystage.foundation.membership.facts import LockoutLifted
from citystage.foundation.tenancy.models import Unit, plant
from citystage.kernel.refusals import NotAllowed, NotFound
from tests.conftest import HOUSE, NOON


@pytest.fixture
def auditor(town):
    return town.person("auditor", Role.AUDIT_ADMINISTRATOR, town.city)


def note(town, user=None, *, at=NOON, subject=None):
    stamp = HOUSE if user is None else town.stamp(user, at=at)
    fact = LockoutLifted(username="x")
    journal.record(fact, subject=subject or town.owner, stamp=stamp)
    return Entry.objects.latest("pk")


def test_the_ledger_is_cut_by_person_unit_verb_subject_and_period(town, auditor):
    actor = town.stamp(auditor).actor
    mine = note(town, town.officer)
    note(town, town.clerk, at=NOON + timedelta(days=1), subject=town.city)

    cuts = [
        browsing.EntryFilter(person_id=town.officer.pk),
        browsing.EntryFilter(unit_id=town.laoshan.pk),
        browsing.EntryFilter(subject=f"access.user:{town.owner.pk}"),
        browsing.EntryFilter(until=NOON + timedelta(days=1)),
        browsing.EntryFilter(since=NOON, until=NOON + timedelta(seconds=1)),
    ]

    assert [list(browsing.entries(actor, cut)) for cut in cuts] == [[mine]] * 5
    assert browsing.entries(actor, browsing.EntryFilter(verb="other")).count() == 0
    assert list(acts_of(town.officer, verb=mine.verb)) == [mine]


def test_entries_of_another_city_are_out_of_reach(town, auditor):
    chengdu = plant(parent=None, kind=Unit.Kind.CITY, name="成都市", code="chengdu")
    stranger = town.person("stranger", Role.CITY_OFFICER, chengdu)
    theirs, house = note(town, stranger), note(town)
    actor = town.stamp(auditor).actor

    assert list(browsing.entries(actor, browsing.EntryFilter())) == [house]
    assert browsing.reach_entry(actor, house.pk) == house
    with pytest.raises(NotFound):
        browsing.reach_entry(actor, theirs.pk)


def test_pages_follow_one_another_in_both_directions(town, auditor):
    made = [note(town).pk for _ in range(5)][::-1]
    found = browsing.entries(town.stamp(auditor).actor, browsing.EntryFilter())

    first = browsing.leaf(found, before=0, after=0, size=2)
    second = browsing.leaf(found, before=first.older, after=0, size=2)
    last = browsing.leaf(found, before=second.older, after=0, size=2)
    back = browsing.leaf(found, before=0, after=second.newer, size=2)
    further = browsing.leaf(found, before=0, after=last.newer, size=2)

    pages = [[row.pk for row in page.rows] for page in (first, second, last, back)]
    assert pages == [made[:2], made[2:4], made[4:], made[:2]]
    assert (first.newer, last.older) == (0, 0)
    assert (back.newer, further.newer) == (0, made[2])
    assert browsing.leaf(found, before=0, after=made[0], size=2).rows == []


def test_only_the_audit_administrator_reads_and_verifies(town, auditor):
    assert browsing.may_verify(town.stamp(auditor).actor)
    assert not browsing.may_verify(town.stamp().actor)
    with pytest.raises(NotAllowed):
        browsing.entries(town.stamp().actor, browsing.EntryFilter())
