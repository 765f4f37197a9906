"""The three administrators: people and roles, lock-outs, the ledger."""

import csv
import io
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils import timezone

from citystage.foundation.access.models import Grant
from citystage.foundation.access.roles import Role
from citystage.foundation.ledger import journal
from citystage.foundation.ledger.models import Entry
from citystage.foundation.membership.facts import LockoutLifted
from tests.conftest import HOUSE


def client_of(town, role):
    client = Client()
    client.force_login(town.person(f"the-{role}", role, town.city))
    return client


@pytest.fixture
def keeper(town):
    return client_of(town, Role.SYSTEM_ADMINISTRATOR)


@pytest.fixture
def guard(town):
    return client_of(town, Role.SECURITY_ADMINISTRATOR)


@pytest.fixture
def auditor(town):
    return client_of(town, Role.AUDIT_ADMINISTRATOR)


def test_a_person_is_found_and_given_a_role_for_a_term(town, keeper):
    found = keeper.get("/operator/people/?words=clerk").context["found"]
    last = timezone.localdate() + timedelta(days=30)

    response = keeper.post(
        f"/operator/people/{town.clerk.pk}/give/",
        {"role": "expert", "unit": "崂山区", "until": last.isoformat()},
    )

    grant = Grant.objects.get(user=town.clerk, role=Role.EXPERT)
    assert (found, response.status_code) == ([town.clerk], 302)
    assert timezone.localtime(grant.until).date() == last + timedelta(days=1)
    assert keeper.get(f"/operator/people/{town.clerk.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"role": "expert", "unit": "成都市"}, "unit"),
        ({"role": "expert", "unit": "同名"}, "unit"),
        ({"role": "expert", "unit": "崂山区", "until": "2020-01-01"}, "until"),
    ],
)
def test_a_wrong_unit_or_day_is_told(town, keeper, said, wrong):
    for _ in range(2):
        town.unit("department", "同名", "")

    response = keeper.post(f"/operator/people/{town.clerk.pk}/give/", said)

    assert (response.status_code, list(response.context["form"].errors)) == (422, [wrong])


def test_two_of_the_three_administrators_are_refused(town, keeper):
    person = town.person("two", Role.AUDIT_ADMINISTRATOR, town.city)

    response = keeper.post(
        f"/operator/people/{person.pk}/give/",
        {"role": "security_administrator", "unit": "青岛市"},
    )

    assert response.status_code == 409


def test_a_role_ends_with_a_reason(town, keeper):
    grant = Grant.objects.get(user=town.clerk)

    empty = keeper.post(f"/operator/grants/{grant.pk}/end/", {"reason": ""})
    keeper.post(f"/operator/grants/{grant.pk}/end/", {"reason": "调离"})

    assert empty.status_code == 422
    assert not Grant.objects.filter(pk=grant.pk).exists()


def test_ones_own_roles_are_not_ones_own_business(keeper):
    own = Grant.objects.get(role=Role.SYSTEM_ADMINISTRATOR).user_id

    assert keeper.get(f"/operator/people/{own}/").context["self"]


@pytest.mark.parametrize("page", ["people", "lockouts", "ledger", "ledger/verify"])
def test_each_administrator_has_the_own_pages_only(town, keeper, guard, auditor, page):
    answers = [one.get(f"/operator/{page}/").status_code for one in (keeper, guard, auditor)]

    assert answers.count(200) == 1


def test_lock_outs_are_shown_and_lifted(town, guard):
    AccessAttempt.objects.create(
        username="owner", ip_address="192.0.2.7", user_agent="a", failures_since_start=5
    )

    shown = guard.get("/operator/lockouts/").context["rows"]
    home = guard.get("/work/").context["locked"]
    guard.post("/operator/lockouts/lift/", {"username": "owner"})

    assert [one.username for one in shown] == [one.username for one in home] == ["owner"]
    assert guard.get("/operator/lockouts/").context["rows"] == []


def note(town, number=1, name="x"):
    for _ in range(number):
        journal.record(LockoutLifted(username=name), subject=town.owner, stamp=HOUSE)


def test_the_ledger_is_filtered_by_the_form(town, auditor):
    note(town)
    journal.record(LockoutLifted(username="y"), subject=town.owner, stamp=town.stamp())

    def numbers(query):
        return len(auditor.get(f"/operator/ledger/?{query}").context["leaf"].rows)

    queries = [
        "",
        "person=officer",
        "unit=崂山区",
        "verb=membership.lockout.lifted",
        "verb=ledger",
        "subject=access.user:0",
        "since=2026-11-21&until=2026-11-21",
        "until=2026-11-20",
    ]
    assert [numbers(query) for query in queries] == [2, 1, 1, 2, 0, 0, 2, 0]
    assert auditor.get("/operator/ledger/?person=who").status_code == 422
    assert auditor.get("/operator/ledger/?unit=what").status_code == 422


def test_the_ledger_turns_its_pages(town, auditor):
    note(town, 51)

    first = auditor.get("/operator/ledger/")
    second = auditor.get(first.context["older"])
    back = auditor.get(second.context["newer"])

    pages = [len(page.context["leaf"].rows) for page in (first, second, back)]
    assert pages == [50, 1, 50]


def test_an_entry_opens(town, auditor):
    note(town)

    pk = Entry.objects.get().pk

    assert auditor.get(f"/operator/ledger/{pk}/").status_code == 200
    assert auditor.get("/operator/ledger/0/").status_code == 404
    assert auditor.get("/operator/ledger/unmaskings/").context["leaf"].rows == []


def test_the_export_holds_what_is_seen_and_runs_nothing(town, auditor):
    note(town, name="=cmd|x")
    journal.record(LockoutLifted(username="y"), subject=town.owner, stamp=town.stamp())

    response = auditor.get("/operator/ledger/export.csv")

    text = b"".join(response.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["person"], row["unit"]) for row in rows] == [("officer", "崂山区"), ("", "")]
    assert auditor.get("/operator/ledger/export.csv?person=who").status_code == 422


def test_verifying_says_that_the_ledger_is_whole(town, auditor):
    note(town)

    report = auditor.post("/operator/ledger/verify/").context["report"]

    assert (report.whole, report.rows) == (True, 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_ledger_takes_as_many_queries_for_three_as_for_one(
    town, auditor, rows, django_assert_max_num_queries
):
    note(town, rows)

    with django_assert_max_num_queries(10):
        auditor.get("/operator/ledger/")
