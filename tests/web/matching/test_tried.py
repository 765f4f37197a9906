"""Beside a match stands what came of it with this owner before, for those who may read it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from citystage.foundation.tenancy.models import Unit, plant
from citystage.stages.matchmaking.actions.mandates import give_mandate
from citystage.stages.projects.actions.begin_project import Start, begin_project
from citystage.stages.projects.actions.end_project import fail_project
from citystage.stages.trials.actions.conclude_trial import Outcome, close_as_failed, leave
from citystage.stages.trials.actions.publish_trial import allow_public
from citystage.web.shell.tried import Tie, tried_before
from tests.conftest import NOON
from tests.matchmaking.builders import capability, matching
from tests.trials.trying import TODAY, Tried
from tests.web.matching.conftest import NEED, client_of
from tests.web.queries import queries_of

WHY = "夜间识别率不达标"
SAID = f"It did not work, because: {WHY}"


@pytest.fixture(autouse=True)
def _noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


@pytest.fixture
def tried(town):
    matching(town)
    made = Tried(town)
    capability(town, made.blue)
    return made


@pytest.fixture
def other(tried):
    """Another scenario of the same owner."""
    return tried.town.scenario(summary=NEED, owner=tried.firm, owner_unit=tried.town.firm)


def failed(tried, *, shown=False):
    trial = tried.signed()
    if shown:
        for person in (tried.town.owner, tried.blue_person):
            allow_public(trial, stamp=tried.by(person))
    close_as_failed(trial, outcome=Outcome(words=WHY), stamp=tried.by(tried.blue_person))
    return trial


def able(client, scenario):
    return client.get(f"/matching/{scenario.number}/").content.decode()


def test_the_owner_reads_why_it_did_not_work_before(tried, other):
    trial = failed(tried)

    page = able(client_of(tried.town.owner), other)

    assert SAID in page
    assert f'href="/trials/{trial.pk}/"' in page
    assert "did not work with this owner before" in page


def test_a_failed_project_is_told_too(tried, other):
    stamp = tried.by(tried.town.owner)
    start = Start(
        title="无人集卡二期",
        begun_on=TODAY - timedelta(days=9),
        due_on=TODAY,
        supplier=tried.blue,
    )
    project = begin_project(tried.scenario, start=start, stamp=stamp)
    fail_project(project, reason="潮汐区定位漂移", stamp=stamp)

    page = able(client_of(tried.town.owner), other)

    assert "It did not work, because: 潮汐区定位漂移" in page
    assert f'href="/projects/{project.pk}/"' in page


def test_what_was_not_taken_over_is_told_and_no_failure(tried, other):
    outcome = Outcome(words="预算未落实")
    leave(tried.signed(), outcome=outcome, stamp=tried.by(tried.town.owner))

    page = able(client_of(tried.town.owner), other)

    assert "预算未落实" in page
    assert "did not work with this owner before" not in page


def test_with_another_owner_it_says_nothing(tried):
    failed(tried)
    seat = plant(parent=tried.town.laoshan, kind=Unit.Kind.ORGANISATION, name="示例乙港", code="")
    elsewhere = tried.town.scenario(summary=NEED, owner_unit=seat)

    page = able(client_of(tried.town.officer), elsewhere)

    assert "示例蓝色科技" in page
    assert WHY not in page


def test_a_broker_reads_only_what_both_sides_show(tried, other, go_between):
    client, seat = go_between
    give_mandate(other, broker=seat, stamp=tried.by(tried.town.city_officer))
    failed(tried)
    assert WHY not in able(client, other)

    shown = failed(tried, shown=True)

    page = able(client, other)
    assert SAID in page
    assert f'href="/trials/closed/{shown.pk}/"' in page
    assert page.count(SAID) == 1


def test_the_supplier_reads_it_beside_what_fits(tried, other):
    trial = failed(tried)

    page = client_of(tried.blue_person).get("/company/fits/").content.decode()

    assert SAID in page
    assert f'href="/trials/{trial.pk}/"' in page


def test_the_number_of_queries_stays(tried, other):
    failed(tried)
    owner, address = client_of(tried.town.owner), f"/matching/{other.number}/"
    one = queries_of(owner, address)

    failed(tried)
    failed(tried)

    assert queries_of(owner, address) == one


def test_nothing_is_asked_where_nobody_is_shown(django_assert_num_queries, tried):
    actor = tried.by(tried.town.owner).actor

    with django_assert_num_queries(0):
        assert tried_before(actor, []) == {}
    assert tried_before(actor, [Tie.of(tried.scenario, tried.blue.pk)]) == {}
