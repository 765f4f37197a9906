"""Account, colleagues, invitations: what a person sees of themselves and their unit."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from citystage.foundation.access.models import Grant, User
from citystage.foundation.access.roles import Role
from citystage.foundation.membership.actions.inviting import invite
from tests.conftest import NOON


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def owner(town):
    return signed_in(town.owner)


def test_a_person_changes_name_telephone_and_language(town, owner):
    said = {"name": "王工", "phone": "0532-8888 6666", "language": "en"}

    response = owner.post("/me/", said)

    person = User.objects.get(pk=town.owner.pk)
    assert (response["Location"], person.name, person.phone) == ("/me/", "王工", "0532-8888 6666")
    assert response.cookies["django_language"].value == "en"
    assert owner.get("/me/").status_code == 200


def test_a_wrong_telephone_is_told(owner):
    response = owner.post("/me/", {"name": "王工", "phone": "<b>", "language": "en"})

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["phone"])


def test_a_hat_acts_with_its_own_grants_only(town):
    both = town.person("both", Role.DEMAND_OWNER, town.firm)
    Grant.objects.create(user=both, role=Role.DISTRICT_OFFICER, unit=town.laoshan)
    client = signed_in(both)

    as_owner = client.get("/bureau/registrations/").status_code
    client.post("/hat/", {"unit": town.laoshan.pk})
    as_officer = client.get("/bureau/registrations/").status_code
    client.post("/hat/", {"unit": town.jimo.pk})
    still = client.get("/work/").context["unit"]

    assert (as_owner, as_officer, still) == (404, 200, town.laoshan)


def test_colleagues_are_invited_from_the_page(town, owner, mailoutbox):
    shown = owner.get("/work/colleagues/")
    wrong = owner.post("/work/colleagues/", {"email": "x", "role": "demand_owner"})
    owner.post("/work/colleagues/", {"email": "new@example.invalid", "role": "demand_owner"})

    assert (shown.status_code, wrong.status_code) == (200, 422)
    assert mailoutbox[0].to == ["new@example.invalid"]
    assert [one.email for one, _role in owner.get("/work/colleagues/").context["invitations"]] == [
        "new@example.invalid"
    ]


def test_whoever_acts_for_nobody_has_no_colleagues(town):
    assert signed_in(town.person("alone")).get("/work/colleagues/").status_code == 404


@pytest.fixture
def invitation(town):
    person = town.person("colleague")
    stamp = town.stamp(town.owner, at=timezone.now())
    made, token = invite(town.firm, email=person.email, role=Role.DEMAND_OWNER, stamp=stamp)
    return person, made, token


def test_a_visitor_sees_what_the_letter_is_about(invitation, client):
    _person, _made, token = invitation

    shown = client.get(f"/invitation/{token}/")
    pressed = client.post(f"/invitation/{token}/")

    assert (shown.status_code, shown.context["fits"]) == (200, False)
    assert pressed["Location"].startswith("/account/login/")
    assert client.get("/invitation/unknown/").status_code == 404


def test_the_invited_accepts_and_acts_for_the_unit_at_once(town, invitation):
    person, made, token = invitation
    client = signed_in(person)
    waiting = client.get("/work/").context["groups"]

    client.post(f"/invitation/{token}/")

    assert [task.url for group in waiting for task in group.tasks] == [f"/invitations/{made.pk}/"]
    assert client.get("/work/").context["unit"] == town.firm
    assert client.get(f"/invitation/{token}/").context["spent"]


def test_the_to_do_list_leads_to_the_invitation_too(town, invitation):
    person, made, _token = invitation
    client = signed_in(person)

    response = client.post(f"/invitations/{made.pk}/")

    assert response["Location"] == "/work/"
    assert signed_in(town.clerk).get(f"/invitations/{made.pk}/").status_code == 404


def test_another_address_may_look_but_not_accept(town, invitation):
    _person, _made, token = invitation
    client = signed_in(town.clerk)

    assert client.get(f"/invitation/{token}/").context["fits"] is False
    assert client.post(f"/invitation/{token}/").status_code == 409


def test_the_days_of_an_invitation_are_counted(town):
    invitation, _token = invite(
        town.firm, email="a@example.invalid", role=Role.DEMAND_OWNER, stamp=town.stamp(town.owner)
    )

    assert invitation.expires_at == NOON + timedelta(days=14)
