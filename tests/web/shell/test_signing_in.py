"""Signing in: by name or address, the lock-out, the language, mails, the demonstration."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from citystage.foundation.access.models import User
from citystage.foundation.access.roles import Role
from citystage.foundation.membership.queries import lockout_of

PHRASE = "eine-lange-Parole-77"


@pytest.fixture(autouse=True)
def _limits_begin_anew():
    cache.clear()


@pytest.fixture
def member(town):
    person = town.owner
    person.set_password(PHRASE)
    person.save()
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person


def sign_in(client, login, password=PHRASE, **more):
    return client.post("/account/login/", {"login": login, "password": password, **more})


@pytest.mark.parametrize("login", ["owner", "owner@example.invalid", "OWNER@example.invalid"])
def test_signing_in_works_by_name_and_by_address(member, client, login):
    response = sign_in(client, login)

    assert (response.status_code, response["Location"]) == (302, "/work/")
    assert client.session["_auth_user_id"] == str(member.pk)


def test_the_password_is_kept_with_argon2(member):
    assert User.objects.get(pk=member.pk).password.startswith("argon2")


def test_a_device_without_language_speaks_the_persons(member, client):
    User.objects.filter(pk=member.pk).update(language="en")

    assert sign_in(client, "owner").cookies["django_language"].value == "en"


def test_a_device_with_a_language_keeps_it(member, client):
    client.cookies["django_language"] = "zh-hans"

    assert "django_language" not in sign_in(client, "owner").cookies


def test_five_wrong_passwords_by_name_or_address_lock_and_say_until_when(member, client):
    for login in ("owner", "owner@example.invalid", "owner", "owner", "owner"):
        last = sign_in(client, login, "wrong")

    right = sign_in(client, "owner")

    assert (last.status_code, right.status_code) == (429, 429)
    assert "account/locked_out.html" in [one.name for one in right.templates]
    assert 1 <= right.context["minutes"] <= 15
    assert int(right["Retry-After"]) <= 900


def test_attempts_during_a_lock_out_do_not_prolong_it(member, client):
    for _ in range(5):
        sign_in(client, "owner", "wrong")
    before = lockout_of("owner", "127.0.0.1", at=timezone.now())

    sign_in(client, "owner", "wrong")

    after = lockout_of("owner", "127.0.0.1", at=timezone.now())
    assert after.until == before.until
    later = before.until + timedelta(seconds=1)
    assert lockout_of("owner", "127.0.0.1", at=later) is None


def test_an_unknown_name_is_answered_as_a_wrong_password_is(member, client):
    wrong = sign_in(client, "owner", "wrong").context["form"].non_field_errors()
    unknown = sign_in(client, "nobody", "wrong").context["form"].non_field_errors()

    assert wrong == unknown


def test_reset_tells_nothing_and_mails_only_those_who_are_known(member, client, mailoutbox):
    known = client.post("/account/password/reset/", {"email": member.email})
    unknown = client.post("/account/password/reset/", {"email": "who@example.invalid"})

    assert known["Location"] == unknown["Location"]
    assert [mail.to for mail in mailoutbox] == [[member.email]]


def test_a_reset_link_sets_a_new_password_once(member, client, mailoutbox):
    client.post("/account/password/reset/", {"email": member.email})
    (link,) = re.findall(r"https?://[^/]+(/account/password/reset/key/\S+)", mailoutbox[0].body)
    form = client.get(link)["Location"]

    client.post(form, {"password1": "noch-laenger-88", "password2": "noch-laenger-88"})

    assert User.objects.get(pk=member.pk).check_password("noch-laenger-88")
    assert Client().get(link).context["token_fail"]


def new_person(client, **said):
    known = {
        "name": "王工",
        "email": "wang@example.invalid",
        "username": "wang",
        "password1": PHRASE,
        "password2": PHRASE,
    }
    return client.post("/account/signup/", known | said)


def test_a_new_person_confirms_the_address_before_entering(town, client, mailoutbox):
    client.cookies["django_language"] = "en"

    response = new_person(client)

    person = User.objects.get(username="wang")
    assert response["Location"] == "/account/confirm-email/"
    assert (person.name, person.language) == ("王工", "en")
    assert "_auth_user_id" not in client.session
    (link,) = re.findall(r"https?://[^/]+(/account/confirm-email/\S+)", mailoutbox[0].body)
    client.post(link)
    assert EmailAddress.objects.get(user=person).verified


def test_a_known_address_is_not_betrayed_by_signing_up(member, client, mailoutbox):
    response = new_person(client, email=member.email)

    assert response["Location"] == "/account/confirm-email/"
    assert not User.objects.filter(username="wang").exists()
    assert [mail.to for mail in mailoutbox] == [[member.email]]


def test_names_of_the_demonstration_are_kept_back(town, client):
    response = new_person(client, username="Demo-expert")

    assert "username" in response.context["form"].errors


def test_the_language_switch_follows_the_person(member, client):
    client.force_login(member)

    client.post("/i18n/setlang/", {"language": "en", "next": "/"})
    client.post("/i18n/setlang/", {"language": "xx", "next": "/"})

    assert User.objects.get(pk=member.pk).language == "en"


def test_the_language_switch_serves_visitors(db, client):
    assert client.post("/i18n/setlang/", {"language": "en"}).cookies["django_language"]


@pytest.fixture
def demonstration(town, settings):
    settings.DEMO = True
    return town.person("demo-expert", Role.EXPERT, town.laoshan)


def test_one_click_enters_the_demonstration(demonstration, client):
    offered = client.get("/demo/").context["groups"]

    response = client.post("/demo/", {"account": "demo-expert", "next": "//evil.example"})

    assert [[one.username for one in accounts] for _label, accounts in offered] == [["demo-expert"]]
    assert response["Location"] == "/work/"
    assert client.session["_auth_user_id"] == str(demonstration.pk)


def test_the_sign_in_page_offers_the_accounts_and_goes_on_where_one_was(demonstration, client):
    page = client.get("/account/login/?next=/me/").content.decode()

    assert 'value="demo-expert"' in page
    response = client.post("/demo/", {"account": "demo-expert", "next": "/me/"})
    assert response["Location"] == "/me/"


def test_outside_the_demonstration_there_is_none(town, client):
    town.person("demo-expert", Role.EXPERT, town.laoshan)

    assert client.get("/demo/").status_code == 404
    assert client.post("/demo/", {"account": "demo-expert"}).status_code == 404
    page = client.get("/account/login/").content.decode()
    assert ("demo-expert" in page, "demo-note" in page) == (False, False)


def test_an_account_with_a_password_is_no_demonstration_account(demonstration, client):
    demonstration.set_password(PHRASE)
    demonstration.save()

    assert client.post("/demo/", {"account": "demo-expert"}).status_code == 404
    assert client.post("/demo/", {"account": "owner"}).status_code == 404


@pytest.mark.parametrize("page", ["email", "password/change", "password/set", "reauthenticate"])
def test_nobody_changes_the_sign_in_of_a_shared_account(demonstration, client, page):
    client.force_login(demonstration)

    assert client.get(f"/account/{page}/").status_code == 403


def test_every_page_of_the_demonstration_says_so(demonstration, client):
    assert "demo-note" in client.get("/account/signup/").content.decode()


def test_a_person_of_their_own_changes_the_password(member, client, mailoutbox):
    sign_in(client, "owner")
    said = {"oldpassword": PHRASE, "password1": "ganz-neu-99-x", "password2": "ganz-neu-99-x"}

    client.post("/account/password/change/", said)

    assert User.objects.get(pk=member.pk).check_password("ganz-neu-99-x")
    assert len(mailoutbox) == 1


def test_what_was_typed_outlives_the_session(member, client):
    kept = client.post("/me/", {"name": "王工", "phone": "", "language": "en"})
    assert kept["Location"].startswith("/account/login/?next=%2Fkept%2F")

    sign_in(client, "owner", next="/kept/")
    page = client.get("/kept/").content.decode()

    assert 'name="name" value="王工"' in page
