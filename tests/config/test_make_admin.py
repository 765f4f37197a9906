"""The first administrators, and what `citystage up` says until there is one."""

import pytest
from django.contrib.auth import authenticate
from django.test import RequestFactory

from citystage.config.cli import run_within
from citystage.config.next_steps import next_steps
from citystage.foundation.access.models import Grant, User
from citystage.foundation.access.roles import Role
from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.foundation.ledger.models import Entry
from citystage.foundation.membership.actions.appoint import Newcomer, appoint
from citystage.foundation.tenancy.models import Unit, plant
from citystage.kernel.refusals import NotAllowed
from tests.conftest import HOUSE

PASSWORD = "a long word 搭台"  # noqa: S105 -- of an account of this test


@pytest.fixture(autouse=True)
def _typed(monkeypatch):
    monkeypatch.setenv("CITYSTAGE_ADMIN_PASSWORD", PASSWORD)


def test_the_first_administrator_can_sign_in_and_is_on_record(town, capsys):
    code = run_within(["make-admin", "root", "root@example.com"])

    signed_in = authenticate(RequestFactory().get("/"), username="root", password=PASSWORD)
    grant = Grant.objects.get(user=signed_in)
    entry = Entry.objects.latest("pk")
    assert code == 0
    assert (grant.role, grant.unit) == (Role.SYSTEM_ADMINISTRATOR, town.city)
    assert (entry.verb, entry.channel) == ("membership.grant.given", "cli")
    assert User.objects.get(username="root").emailaddress_set.get().verified


def test_the_three_roles_stay_with_three_people(town, capsys):
    run_within(["make-admin", "root", "root@example.com"])

    again = run_within(["make-admin", "root", "root@example.com"])
    other = run_within(["make-admin", "root", "root@example.com", "--role", "audit"])
    taken = run_within(["make-admin", "second", "ROOT@example.com", "--role", "audit"])
    third = run_within(["make-admin", "auditor", "auditor@example.com", "--role", "audit"])

    assert [again, other, taken, third] == [1, 1, 1, 0]
    assert Grant.objects.filter(user__username="root").count() == 1
    assert len(capsys.readouterr().err.splitlines()) == 3


@pytest.mark.parametrize("password", ["", "123", "password"])
def test_a_weak_password_makes_no_account(town, capsys, monkeypatch, password):
    monkeypatch.setenv("CITYSTAGE_ADMIN_PASSWORD", password or "x")

    code = run_within(["make-admin", "root", "root@example.com"])

    assert code == 1
    assert not User.objects.filter(username="root").exists()


def test_of_several_cities_one_is_named(town, capsys):
    plant(parent=None, kind=Unit.Kind.CITY, name="成都市", code="chengdu")

    unsaid = run_within(["make-admin", "root", "root@example.com"])
    said = run_within(["make-admin", "root", "root@example.com", "--city", "chengdu"])

    assert (unsaid, said) == (1, 0)
    assert "qingdao, chengdu" in capsys.readouterr().err


def test_without_a_city_there_is_nobody_to_appoint(db, capsys):
    code = run_within(["make-admin", "root", "root@example.com"])

    assert code == 1
    assert "load-city" in capsys.readouterr().err


@pytest.mark.parametrize("role", [Role.CITY_OFFICER, Role.SYSTEM_ADMINISTRATOR])
def test_nobody_is_appointed_from_elsewhere_or_to_another_role(town, role):
    channel = "cli" if role is Role.CITY_OFFICER else "web"
    stamp = Stamp(NOBODY, HOUSE.at, channel, HOUSE.request_id)

    with pytest.raises(NotAllowed):
        appoint(Newcomer("x", "x@example.com", ""), role=role, unit=town.city, stamp=stamp)


def test_an_empty_installation_says_what_comes_next(db, settings):
    settings.DEMO = False

    said = "\n".join(next_steps())

    assert "citystage load-city NAME" in said
    assert "citystage make-admin USERNAME EMAIL --city CITY" in said


def test_a_city_without_an_administrator_asks_for_one_and_then_is_quiet(town, settings):
    settings.DEMO = False

    before = list(next_steps())
    run_within(["make-admin", "root", "root@example.com"])

    assert before[1].split() == [
        "citystage",
        "make-admin",
        "USERNAME",
        "EMAIL",
        "--city",
        "qingdao",
    ]
    assert list(next_steps()) == []


def test_a_demonstration_is_told_nothing(db, settings):
    settings.DEMO = True

    assert list(next_steps()) == []


def test_the_empty_house_says_it_on_its_page_too(db, client):
    page = client.get("/", headers={"accept-language": "en"}).content.decode()

    assert "citystage load-city qingdao" in page
    assert "citystage make-admin USERNAME EMAIL" in page
