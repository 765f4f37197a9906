"""Organisations register by their code; the district decides once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from citystage.foundation.access.models import Grant
from citystage.foundation.access.roles import Role
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger.models import Entry
from citystage.foundation.membership import queries
from citystage.foundation.membership.actions.decide import approve, decline, withdraw
from citystage.foundation.membership.actions.register import (
    AlreadyMember,
    AlreadyWaiting,
    Details,
    register,
)
from citystage.foundation.membership.models import Registration
from citystage.foundation.notices.models import Mail, Notice
from citystage.foundation.tenancy.models import Unit, plant
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.codes import BadCode
from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.catalogue.models import SearchDocument
from tests.conftest import Town

USCC = "91370200163562681G"
OTHER = "91110000600037341L"


def details(town: Town, **said: object) -> Details:
    known: dict[str, object] = {
        "uscc": USCC,
        "name": "示例海洋装备有限公司",
        "kind": Organisation.Kind.COMPANY,
        "district": town.laoshan,
    }
    return Details(**(known | said))  # type: ignore[arg-type]


def file(town: Town, username: str = "applicant", **said: object) -> Registration:
    person = town.person(username)
    return register(
        details(town, **said), role=Role.COMPANY_MEMBER, note="法务", stamp=town.stamp(person)
    )


def test_registering_enters_an_organisation_that_waits(town):
    registration = file(town)

    organisation = registration.organisation
    assert (organisation.uscc, organisation.standing) == (USCC, "waiting")
    assert registration.decider == town.laoshan
    assert list(queries.waiting(town.stamp().actor)) == [registration]
    assert list(queries.waiting(town.stamp(town.jimo_officer).actor)) == []


def test_the_officers_of_the_district_are_told(town):
    file(town)

    assert [notice.person.username for notice in Notice.objects.order_by("person_id")] == [
        "officer",
        "city_officer",
    ]


def test_a_wrong_code_is_no_registration(town):
    with pytest.raises(BadCode):
        file(town, uscc="913702001635626810")

    assert Organisation.objects.count() == 0


def test_nobody_registers_as_an_administrator(town):
    person = town.person("climber")

    with pytest.raises(NotAllowed):
        register(details(town), role=Role.SYSTEM_ADMINISTRATOR, note="", stamp=town.stamp(person))


def test_the_same_person_does_not_wait_twice(town):
    registration = file(town)

    with pytest.raises(AlreadyWaiting):
        register(
            details(town),
            role=Role.DEMAND_OWNER,
            note="",
            stamp=town.stamp(registration.person),
        )


def test_a_second_person_joins_the_same_organisation(town):
    first, second = file(town), file(town, "colleague")

    assert first.organisation == second.organisation


@pytest.mark.django_db(transaction=True)
def test_two_who_register_the_same_code_at_once_make_one_organisation(town):
    people = [town.person(f"racer{number}") for number in range(4)]
    start = Barrier(len(people))

    def race(person):
        try:
            stamp = town.stamp(person)
            start.wait()
            return register(details(town), role=Role.COMPANY_MEMBER, note="", stamp=stamp).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        made = list(pool.map(race, people))

    assert len(set(made)) == 4
    assert Organisation.objects.filter(uscc=USCC).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_cities_that_enter_the_same_code_at_once_make_one_organisation(town):
    chengdu = plant(parent=None, kind=Unit.Kind.CITY, name="成都市", code="chengdu")
    jinjiang = plant(parent=chengdu, kind=Unit.Kind.DISTRICT, name="锦江区", code="jinjiang")
    pairs = [
        (town.person(f"racer{number}"), district)
        for number, district in enumerate((town.laoshan, jinjiang) * 2)
    ]
    start = Barrier(len(pairs))

    def race(pair):
        person, district = pair
        try:
            stamp, said = town.stamp(person), details(town, district=district)
            start.wait()
            return register(said, role=Role.COMPANY_MEMBER, note="", stamp=stamp).organisation_id
        finally:
            connection.close()

    with ThreadPoolExecutor(len(pairs)) as pool:
        found = list(pool.map(race, pairs))

    assert len(set(found)) == 1


def test_approval_gives_a_seat_and_the_role_and_makes_it_public(town):
    registration = file(town, introduction="水下机器人", website="https://example.invalid")

    approve(registration, stamp=town.stamp())

    organisation = Organisation.objects.get()
    assert organisation.standing == "approved"
    assert (organisation.introduction, organisation.website) == (
        "水下机器人",
        "https://example.invalid",
    )
    assert organisation.seat.parent == town.laoshan
    grant = Grant.objects.get(user=registration.person)
    assert (grant.role, grant.unit) == (Role.COMPANY_MEMBER, organisation.seat)
    document = SearchDocument.objects.get(kind="organisation", object_id=organisation.pk)
    assert document.public


def test_approval_says_where_one_is_that_a_list_had_elsewhere(town):
    registration = file(town)
    Organisation.objects.update(in_city=False, elsewhere="杭州")

    approve(registration, stamp=town.stamp())

    assert Organisation.objects.get().whereabouts == "青岛市 · 崂山区"


def test_approval_is_told_to_the_applicant_by_page_and_mail(town):
    registration = file(town)

    approve(registration, stamp=town.stamp())

    notice = Notice.objects.get(person=registration.person)
    assert notice.values == {"organisation": "示例海洋装备有限公司"}
    assert Mail.objects.filter(to=registration.person.email).count() == 1


def test_approving_twice_is_refused_and_changes_nothing(town):
    registration = file(town)
    approve(registration, stamp=town.stamp())
    before = Entry.objects.count()

    with pytest.raises(WrongState):
        approve(registration, stamp=town.stamp())

    assert Entry.objects.count() == before
    assert Organisation.objects.get().seat.grants.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_approve_at_once_make_one_seat(town):
    registration = file(town)
    start = Barrier(2)

    def race(officer):
        try:
            stamp = town.stamp(officer)
            start.wait()
            approve(registration, stamp=stamp)
        except WrongState:
            return "refused"
        else:
            return "approved"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(race, [town.officer, town.city_officer]))

    assert answers == ["approved", "refused"]
    assert Unit.objects.filter(name="示例海洋装备有限公司").count() == 1


def test_whoever_is_member_already_does_not_register_again(town):
    registration = file(town)
    approve(registration, stamp=town.stamp())

    with pytest.raises(AlreadyMember):
        register(
            details(town),
            role=Role.COMPANY_MEMBER,
            note="",
            stamp=town.stamp(registration.person),
        )


def test_a_listed_organisation_keeps_what_was_known_and_learns_its_code(town):
    listed = Organisation.objects.create(
        name="示例海洋装备有限公司", folded_name="示例海洋装备有限公司", introduction="旧介绍"
    )
    registration = file(town, introduction="新介绍")

    approve(registration, stamp=town.stamp())

    listed.refresh_from_db()
    assert (listed.uscc, listed.introduction, listed.district) == (USCC, "旧介绍", town.laoshan)


def test_only_the_district_decides_and_nobody_for_themselves(town):
    registration = file(town)
    own = register(
        details(town, uscc=OTHER, name="另一家"),
        role=Role.COMPANY_MEMBER,
        note="",
        stamp=town.stamp(town.officer),
    )

    for refused, officer in ((registration, town.jimo_officer), (own, town.officer)):
        with pytest.raises(NotAllowed):
            approve(refused, stamp=town.stamp(officer))


def test_declining_tells_the_reason_and_puts_the_organisation_aside(town):
    registration = file(town)

    decline(registration, reason="材料不全", stamp=town.stamp())

    assert Organisation.objects.get().standing == "declined"
    notice = Notice.objects.get(person=registration.person)
    assert notice.values["reason"] == "材料不全"


def test_declining_one_of_two_leaves_the_organisation_waiting(town):
    first = file(town)
    file(town, "colleague")

    decline(first, reason="不是本单位人员", stamp=town.stamp())

    assert Organisation.objects.get().standing == "waiting"


def test_a_declined_organisation_may_register_anew(town):
    registration = file(town)
    decline(registration, reason="材料不全", stamp=town.stamp())

    register(
        details(town), role=Role.COMPANY_MEMBER, note="", stamp=town.stamp(registration.person)
    )

    assert Organisation.objects.get().standing == "waiting"


def test_withdrawing_is_for_the_person_alone(town):
    registration = file(town)
    with pytest.raises(NotAllowed):
        withdraw(registration, stamp=town.stamp())

    withdraw(registration, stamp=town.stamp(registration.person))

    registration.refresh_from_db()
    assert registration.state == "withdrawn"
    assert Organisation.objects.get().standing == "declined"


def test_a_registration_is_reached_by_its_person_and_its_deciders_only(town):
    registration = file(town)

    reached = [
        queries.reach_registration(town.stamp(user).actor, registration.pk)
        for user in (registration.person, town.officer, town.city_officer)
    ]
    assert reached == [registration] * 3
    for stranger in (town.jimo_officer, town.owner):
        with pytest.raises(NotFound):
            queries.reach_registration(town.stamp(stranger).actor, registration.pk)


def test_same_and_alike_organisations_are_found_the_surest_first(town):
    file(town, name="青岛示例海洋装备有限公司")
    Organisation.objects.create(name="青岛示例海洋装备厂", folded_name="青岛示例海洋装备厂")
    Organisation.objects.create(name="成都别家公司", folded_name="成都别家公司")

    found = queries.same_or_alike(uscc=USCC, name="青岛示例海洋装备厂")

    assert [one.name for one in found] == ["青岛示例海洋装备有限公司", "青岛示例海洋装备厂"]
    assert queries.same_or_alike(uscc="", name="") == []


def test_decided_registrations_are_listed_for_the_office(town):
    registration = file(town)
    approve(registration, stamp=town.stamp())

    assert list(queries.decided(town.stamp().actor)) == [registration]
    assert registration.person.registrations.get() in queries.registrations_of(registration.person)


def test_a_city_without_districts_takes_registrations_itself(town):
    bare = plant(parent=None, kind=Unit.Kind.CITY, name="小城", code="bare")

    assert queries.registrable_districts(bare) == [bare]
    assert queries.registrable_districts(town.city) == [town.laoshan, town.jimo]
