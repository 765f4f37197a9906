"""The register of experts: who keeps it, what it remembers."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from citystage.foundation.ledger.models import Entry as LedgerEntry
from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.selection.actions.enter_relation import (
    NoSource,
    end_relation,
    end_shareholding,
    enter_relation,
    enter_shareholding,
)
from citystage.stages.selection.actions.invite_expert import (
    AlreadyInRegister,
    invite_expert,
    invite_expert_again,
)
from citystage.stages.selection.actions.keep_expert import (
    ChangedMeanwhile,
    change_expert,
    confirm_expert,
    let_expert_lapse,
    retire_expert,
)
from citystage.stages.selection.actions.note_absence import (
    RunsBackward,
    drop_absence,
    note_absence,
)
from citystage.stages.selection.entries import Share, Tie
from citystage.stages.selection.models import Absence, Expert, Relation
from citystage.stages.selection.queries import experts
from citystage.stages.selection.queries.organisations import known
from tests.conftest import NOON
from tests.selection.building import candidacy, programme
from tests.selection.experts.register import entry, expert, organisation, seat

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_invited_person_is_linked_by_address_and_confirms(town):
    person = town.person("wang")
    made = invite_expert(
        town.city,
        email=" Wang@Example.invalid ",
        entry=entry(),
        stamp=town.stamp(town.city_officer),
    )

    confirmed = confirm_expert(made, stamp=town.stamp(person))

    assert (confirmed.user_id, confirmed.state, confirmed.confirmed_at) == (
        person.pk,
        "active",
        NOON,
    )


def test_an_invitation_to_an_address_is_taken_over_by_its_owner(town):
    made = invite_expert(
        town.city, email="late@example.invalid", entry=entry(), stamp=town.stamp(town.city_officer)
    )
    person = town.person("late")

    confirm_expert(made, stamp=town.stamp(person))

    made.refresh_from_db()
    assert made.user_id == person.pk


def test_nobody_confirms_for_somebody_else(town):
    made = expert(town, state="invited")

    with pytest.raises(NotAllowed):
        confirm_expert(made, stamp=town.stamp(town.city_officer))


def test_an_address_stands_once(town):
    stamp = town.stamp(town.city_officer)
    invite_expert(town.city, email="a@example.invalid", entry=entry(), stamp=stamp)

    with pytest.raises(AlreadyInRegister):
        invite_expert(town.city, email="A@example.invalid", entry=entry(), stamp=stamp)

    assert Expert.objects.count() == 1


def test_only_the_office_keeps_the_register(town):
    with pytest.raises(NotAllowed):
        invite_expert(
            town.city, email="a@example.invalid", entry=entry(), stamp=town.stamp(town.officer)
        )


def test_two_tabs_do_not_overwrite_each_other(town):
    made = expert(town)
    stamp = town.stamp(made.user)
    change_expert(made, entry=entry(name="刘一"), version=1, stamp=stamp)

    with pytest.raises(ChangedMeanwhile):
        change_expert(made, entry=entry(name="刘二"), version=1, stamp=stamp)

    made.refresh_from_db()
    assert (made.name, made.version) == ("刘一", 2)


def test_an_employer_of_the_directory_gives_its_name(town):
    firm = organisation(town, "示例研究院")
    made = expert(town)

    change_expert(
        made, entry=entry(employer=known(" 示例研究院 ")), version=1, stamp=town.stamp(made.user)
    )

    made.refresh_from_db()
    assert (made.employer, made.employer_name) == (firm, "示例研究院")


def test_an_organisation_is_known_by_its_number_and_by_its_name(town):
    firm = organisation(town, "示例研究院", uscc="91370200MA3C000000")

    found = [known("91370200ma3c000000"), known("示例研究院"), known("别的"), known("  ")]

    assert found == [firm, firm, None, None]


def test_who_left_is_not_changed_and_can_be_asked_again(town):
    made = expert(town)
    office = town.stamp(town.city_officer)
    retire_expert(made, reason="退休", stamp=office)

    with pytest.raises(NotAllowed):
        change_expert(made, entry=entry(), version=1, stamp=office)
    again = invite_expert_again(made, stamp=office)

    assert again.state == "invited"


def test_an_entry_lapses_only_when_it_is_old(town):
    old = expert(town, "陈工", confirmed_at=NOON - timedelta(days=400))
    fresh = expert(town, "孙工")
    retired = expert(town, "周工", state="retired")

    lapsed = [let_expert_lapse(one, months=12, stamp=town.stamp()) for one in (old, fresh, retired)]

    assert lapsed == [True, False, False]
    assert [Expert.objects.get(pk=one.pk).state for one in (old, fresh)] == ["stale", "active"]


def test_the_office_names_its_source_and_the_expert_is_one(town):
    made = expert(town)
    tie = Tie(kind=Relation.Kind.ADVISER, organisation_name="示例港口集团")

    with pytest.raises(NoSource):
        enter_relation(made, tie=tie, source=" ", stamp=town.stamp(town.city_officer))
    own = enter_relation(made, tie=tie, source="", stamp=town.stamp(made.user))
    named = enter_relation(made, tie=tie, source="年报", stamp=town.stamp(town.city_officer))

    assert (own.source, named.source) == ("declared", "年报")


def test_an_ended_relation_stays_and_is_ended_once(town):
    made = expert(town)
    firm = organisation(town, "示例港口集团")
    stamp = town.stamp(made.user)
    tie = Tie(kind=Relation.Kind.EMPLOYER, organisation=firm)
    relation = enter_relation(made, tie=tie, source="", stamp=stamp)

    for _ in range(2):
        end_relation(relation, stamp=stamp)

    relation.refresh_from_db()
    assert relation.ended_at == NOON
    assert LedgerEntry.objects.filter(verb="selection.relation.ended").count() == 1


def test_a_shareholding_needs_a_source_and_the_office(town):
    share = Share(holder="示例资本", held="示例港口集团", percent=Decimal(12), source="")

    with pytest.raises(NoSource):
        enter_shareholding(town.city, share=share, stamp=town.stamp(town.city_officer))
    with pytest.raises(NotAllowed):
        enter_shareholding(town.city, share=share, stamp=town.stamp(town.officer))


def test_a_shareholding_is_entered_and_ended(town):
    firm = organisation(town, "示例港口集团")
    share = Share(holder="示例资本", held=firm, source="登记信息 2026-01")
    office = town.stamp(town.city_officer)

    made = enter_shareholding(town.city, share=share, stamp=office)
    ended = end_shareholding(made, city=town.city, stamp=office)

    assert (made.held, made.held_name, made.holder_name) == (firm, "示例港口集团", "示例资本")
    assert end_shareholding(ended, city=town.city, stamp=office).ended_at == NOON


def test_days_away_run_forward_and_can_be_taken_back(town):
    made = expert(town)
    stamp = town.stamp(made.user)
    day = date(2026, 3, 2)

    with pytest.raises(RunsBackward):
        note_absence(made, since=day, until=day, words="", stamp=stamp)
    absence = note_absence(made, since=day, until=day + timedelta(days=1), words="", stamp=stamp)
    drop_absence(absence, stamp=stamp)

    assert Absence.objects.count() == 0


def test_the_office_reads_its_city_and_an_expert_only_the_own_entry(town):
    first, second = expert(town, "刘工"), expert(town, "陈工")

    office = experts.register(town.stamp(town.city_officer).actor)

    assert [one.name for one in office] == ["刘工", "陈工"]
    assert list(experts.register(town.stamp(first.user).actor)) == []
    with pytest.raises(NotFound):
        experts.reach_expert(town.stamp(first.user).actor, second.pk)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"kinds": ("finance",)}, ["陈工"]),
        ({"states": ("stale",)}, ["刘工"]),
        ({"fields": ("port",)}, ["陈工"]),
        ({"text": "會計"}, ["陈工"]),
        ({"sort": "load"}, ["陈工", "刘工"]),
        ({"sort": "confirmed"}, ["刘工", "陈工"]),
    ],
)
def test_the_register_is_cut_and_sorted(town, wanted, found):
    expert(town, "刘工", state="stale", confirmed_at=NOON - timedelta(days=1))
    busy = expert(town, "陈工", kind="finance", fields=["port"], expertise="会计")
    seat(candidacy(town, programme(town)), busy)

    rows = experts.register(town.stamp(town.city_officer).actor, experts.ExpertFilter(**wanted))

    assert [one.name for one in rows] == found
