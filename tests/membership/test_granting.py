"""Roles, invitations, lock-outs and profiles: given, ended, on record."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from axes.models import AccessAttempt
from django.db import connection

from citystage.foundation.access.models import Grant
from citystage.foundation.access.roles import APART, Role
from citystage.foundation.ledger.models import Entry
from citystage.foundation.membership import queries
from citystage.foundation.membership.actions.change_profile import (
    change_profile,
    choose_language,
)
from citystage.foundation.membership.actions.granting import (
    AlreadyHeld,
    KeptApart,
    end_role,
    give_role,
)
from citystage.foundation.membership.actions.inviting import (
    InvitationSpent,
    WrongAddress,
    accept,
    invite,
)
from citystage.foundation.membership.actions.lift_lockout import NotLocked, lift_lockout
from citystage.foundation.membership.models import Invitation
from citystage.foundation.notices.models import Notice
from citystage.foundation.tenancy.models import Unit, plant
from citystage.kernel.refusals import NotAllowed, NotFound
from tests.conftest import NOON


@pytest.fixture
def keeper(town):
    return town.person("keeper", Role.SYSTEM_ADMINISTRATOR, town.city)


@pytest.fixture
def guard(town):
    return town.person("guard", Role.SECURITY_ADMINISTRATOR, town.city)


def give(town, keeper, person, *, role=Role.EXPERT, unit=None):
    return give_role(
        person, role=role, unit=unit or town.laoshan, until=None, stamp=town.stamp(keeper)
    )


def test_a_given_role_is_worn_recorded_and_told(town, keeper):
    person = town.person("new")

    grant = give(town, keeper, person)

    assert list(queries.grants_of(town.stamp(keeper).actor, person)) == [grant]
    assert Entry.objects.get(verb="membership.grant.given").payload["user_id"] == person.pk
    assert Notice.objects.get(person=person).values["unit"] == "崂山区"


def test_a_role_held_already_is_not_given_twice(town, keeper):
    person = town.person("new")
    give(town, keeper, person)

    with pytest.raises(AlreadyHeld):
        give(town, keeper, person)


def test_a_role_whose_term_ended_may_be_given_again(town, keeper):
    person = town.person("new")
    Grant.objects.create(
        user=person, role=Role.EXPERT, unit=town.laoshan, until=NOON - timedelta(days=1)
    )

    grant = give(town, keeper, person)

    assert (grant.since, grant.until) == (NOON, None)


def test_nobody_gives_a_role_to_themselves_or_outside_their_reach(town, keeper):
    elsewhere = plant(parent=None, kind=Unit.Kind.CITY, name="成都市", code="chengdu")

    with pytest.raises(NotAllowed):
        give(town, keeper, keeper)
    with pytest.raises(NotAllowed):
        give(town, keeper, town.person("new"), unit=elsewhere)


@pytest.mark.parametrize("second", APART)
def test_the_three_administrators_are_kept_apart(town, keeper, second):
    person = town.person("one", APART[0], town.laoshan)

    with pytest.raises((KeptApart, AlreadyHeld)):
        give(town, keeper, person, role=second)


@pytest.mark.django_db(transaction=True)
def test_two_hands_cannot_give_two_of_the_three_at_once(town, keeper):
    other = town.person("other_keeper", Role.SYSTEM_ADMINISTRATOR, town.city)
    person = town.person("one")
    start = Barrier(2)

    def race(pair):
        giver, role = pair
        try:
            stamp = town.stamp(giver)
            start.wait()
            give_role(person, role=role, unit=town.city, until=None, stamp=stamp)
        except KeptApart:
            return "apart"
        else:
            return "given"
        finally:
            connection.close()

    pairs = [(keeper, Role.SECURITY_ADMINISTRATOR), (other, Role.AUDIT_ADMINISTRATOR)]
    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(race, pairs))

    assert answers == ["apart", "given"]


def test_an_ended_role_is_gone_and_its_end_is_told_with_the_reason(town, keeper):
    person = town.person("new")
    grant = give(town, keeper, person)

    end_role(grant, reason="岗位调整", stamp=town.stamp(keeper))

    assert not Grant.objects.filter(user=person).exists()
    assert Notice.objects.filter(person=person).first().values["reason"] == "岗位调整"


def test_grants_are_reached_by_the_administrator_of_their_unit_only(town, keeper):
    grant = Grant.objects.get(user=town.officer)

    assert queries.reach_grant(town.stamp(keeper).actor, grant.pk) == grant
    assert grant in queries.grants_under(town.stamp(keeper).actor, at=NOON)
    with pytest.raises(NotFound):
        queries.reach_grant(town.stamp(town.city_officer).actor, grant.pk)


def test_people_are_found_by_administrators_only(town, keeper):
    actor = town.stamp(keeper).actor

    assert queries.find_people(actor, "offic") == [
        town.city_officer,
        town.jimo_officer,
        town.officer,
    ]
    assert queries.find_people(actor, " ") == []
    assert queries.reach_person(actor, town.owner.pk) == town.owner
    with pytest.raises(NotFound):
        queries.reach_person(actor, 0)
    with pytest.raises(NotFound):
        queries.find_people(town.stamp(town.owner).actor, "x")


def test_units_are_named_within_reach(town, keeper):
    actor = town.stamp(keeper).actor

    assert queries.units_named(actor, " 崂山区 ") == [town.laoshan]
    assert queries.units_named(actor, "成都市") == []
    assert town.firm not in queries.offices_under(actor)
    assert town.laoshan in queries.offices_under(actor)


def test_an_invited_colleague_gets_a_letter_with_the_link(town, mailoutbox):
    invitation, token = invite(
        town.firm,
        email="Colleague@Example.invalid",
        role=Role.DEMAND_OWNER,
        stamp=town.stamp(town.owner),
    )

    (mail,) = mailoutbox
    assert (mail.to, invitation.email) == ([invitation.email], "colleague@example.invalid")
    assert f"/invitation/{token}/" in mail.body
    assert token not in Invitation.objects.get().token_hash
    assert queries.invitation_by(token) == invitation
    assert list(queries.invitations_to(town.firm, at=NOON)) == [invitation]


def test_the_letter_speaks_the_language_of_the_invited(town, mailoutbox):
    person = town.person("colleague")
    choose_language(person, language="en")

    invite(town.firm, email=person.email, role=Role.DEMAND_OWNER, stamp=town.stamp(town.owner))

    assert mailoutbox[0].subject == "owner invites you to act for 示例港口集团"


@pytest.mark.parametrize("role", [Role.CITY_OFFICER, Role.COMPANY_MEMBER])
def test_nobody_hands_on_more_than_they_hold(town, role):
    with pytest.raises(NotAllowed):
        invite(town.firm, email="a@example.invalid", role=role, stamp=town.stamp(town.owner))


def test_nobody_invites_to_another_unit(town):
    with pytest.raises(NotAllowed):
        invite(
            town.laoshan,
            email="a@example.invalid",
            role=Role.DEMAND_OWNER,
            stamp=town.stamp(town.owner),
        )


def invited(town, person):
    invitation, _token = invite(
        town.firm, email=person.email, role=Role.DEMAND_OWNER, stamp=town.stamp(town.owner)
    )
    return invitation


def test_accepting_gives_the_role_once_and_tells_the_inviter(town):
    person = town.person("colleague")
    invitation = invited(town, person)
    assert list(queries.invitations_for(person, at=NOON)) == [invitation]

    grant = accept(invitation, person=person, stamp=town.stamp(person))

    assert (grant.role, grant.unit) == (Role.DEMAND_OWNER, town.firm)
    assert Notice.objects.get(person=town.owner).values["person"] == "colleague"
    assert grant in queries.members_of(town.firm, at=NOON)
    with pytest.raises(InvitationSpent):
        accept(invitation, person=person, stamp=town.stamp(person))


def test_accepting_begins_an_ended_role_anew(town):
    person = town.person("colleague")
    Grant.objects.create(
        user=person, role=Role.DEMAND_OWNER, unit=town.firm, until=NOON - timedelta(days=1)
    )

    grant = accept(invited(town, person), person=person, stamp=town.stamp(person))

    grant.refresh_from_db()
    assert (grant.since, grant.until) == (NOON, None)


def test_an_invitation_is_for_its_address_and_its_days(town):
    person, other = town.person("colleague"), town.person("other")
    invitation = invited(town, person)

    with pytest.raises(WrongAddress):
        accept(invitation, person=other, stamp=town.stamp(other))
    late = town.stamp(person, at=NOON + timedelta(days=15))
    with pytest.raises(InvitationSpent):
        accept(invitation, person=person, stamp=late)
    with pytest.raises(NotFound):
        queries.reach_invitation(other, invitation.pk)
    with pytest.raises(NotFound):
        queries.invitation_by("unknown")
    assert queries.reach_invitation(person, invitation.pk) == invitation


@pytest.mark.django_db(transaction=True)
def test_an_invitation_pressed_twice_at_once_is_accepted_once(town):
    person = town.person("colleague")
    invitation = invited(town, person)
    start = Barrier(2)

    def race(_number):
        try:
            stamp = town.stamp(person)
            start.wait()
            accept(invitation, person=person, stamp=stamp)
        except InvitationSpent:
            return "spent"
        else:
            return "accepted"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(race, range(2)))

    assert answers == ["accepted", "spent"]
    assert Entry.objects.filter(verb="membership.invitation.accepted").count() == 1


def attempt(username, failures, at, agent="a"):
    made = AccessAttempt.objects.create(
        username=username,
        ip_address="192.0.2.7",
        user_agent=agent,
        failures_since_start=failures,
    )
    AccessAttempt.objects.filter(pk=made.pk).update(attempt_time=at)


def test_lock_outs_are_seen_and_lifted_by_the_security_administrator(town, guard):
    attempt("owner", 3, NOON)
    attempt("owner", 2, NOON - timedelta(minutes=1), agent="b")
    attempt("clerk", 4, NOON)
    attempt("officer", 9, NOON - timedelta(hours=1))
    actor = town.stamp(guard).actor

    (found,) = queries.lockouts(actor, at=NOON)
    lift_lockout("owner", stamp=town.stamp(guard))

    assert (found.username, found.failures, found.until) == (
        "owner",
        5,
        NOON + timedelta(minutes=15),
    )
    assert queries.lockouts(actor, at=NOON) == []
    assert Entry.objects.get(verb="membership.lockout.lifted").payload == {"username": "owner"}
    with pytest.raises(NotLocked):
        lift_lockout("owner", stamp=town.stamp(guard))


def test_a_lock_out_of_a_name_nobody_has_is_lifted_as_well(town, guard):
    attempt("nobody", 5, NOON)

    lift_lockout("nobody", stamp=town.stamp(guard))

    assert Entry.objects.get().subject == f"access.user:{guard.pk}"


def test_nobody_else_sees_or_lifts_lock_outs(town, keeper):
    for act in (
        lambda: queries.lockouts(town.stamp(keeper).actor, at=NOON),
        lambda: lift_lockout("owner", stamp=town.stamp(keeper)),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_changed_profile_names_what_changed_but_not_the_values(town):
    stamp = town.stamp(town.owner)

    first = change_profile(town.owner, name="王工", phone="", language="en", stamp=stamp)
    again = change_profile(town.owner, name="王工", phone="", language="en", stamp=stamp)

    assert (first, again) == (("name", "language"), ())
    assert [entry.payload for entry in Entry.objects.all()] == [{"columns": ["name", "language"]}]
