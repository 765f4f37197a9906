"""A broker answers on behalf of a company, page by page."""

import pytest
from django.urls import reverse

from citystage.foundation.access.roles import Role
from citystage.foundation.tenancy.models import Unit, plant
from citystage.stages.docking.models import Answer
from tests.web.docking.conftest import browser

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def broker(town):
    seat = plant(parent=town.city, kind=Unit.Kind.ORGANISATION, name="示例促进中心")
    return browser(town.person("broker", Role.BROKER, seat))


@pytest.fixture
def address(docked, opening):
    return reverse("docking:prepare", args=[opening.scenario.number])


def test_a_broker_begins_for_a_client_and_finds_it_again(docked, opening, broker, blue, address):
    begin = reverse("docking:begin", args=[opening.scenario.number])
    assert broker.get(begin).url == address
    assert broker.get(address).status_code == 200

    sent = {"organisation": docked.blue.name, "consent": "王经理电话同意"}
    answer = broker.post(address, sent)

    made = Answer.objects.get()
    assert answer.url == reverse("docking:write", args=[made.pk])
    assert broker.get(answer.url).status_code == 200
    assert docked.blue.label in broker.get(address).text
    page = reverse("docking:answer", args=[made.pk])
    assert "王经理电话同意" in blue.get(page).text
    assert reverse("docking:submit", args=[made.pk]) not in broker.get(page).text
    assert page in broker.get(reverse("docking:answers")).text


def test_what_cannot_be_begun_is_told_beside_the_field(docked, broker, blue, address):
    for sent in (
        {"organisation": "没有的公司", "consent": "同意"},
        {"organisation": docked.firm.name, "consent": "同意"},
        {"organisation": docked.blue.name, "consent": ""},
    ):
        answer = broker.post(address, sent)
        assert answer.status_code == 422
        assert sent["organisation"] in answer.text
    assert not Answer.objects.exists()
    assert blue.get(address).status_code == 404


def test_an_answer_the_company_began_itself_stays_its_own(docked, opening, broker, address):
    docked.draft(opening, docked.blue_person)

    answer = broker.post(address, {"organisation": docked.blue.name, "consent": "同意"})

    assert answer.url == address
    assert "can write once it asks you in" in broker.get(address).text


def test_a_scenario_that_takes_nothing_says_so(docked, opening, broker, address, clock):
    clock.now = opening.closes_at

    assert "takes no answers now" in broker.get(address).text


def test_a_member_writes_along_from_its_own_page(docked, opening, blue, red):
    answer = docked.draft(opening, docked.blue_person)
    page = reverse("docking:answer", args=[answer.pk])
    sent = {"organisation": docked.red.name, "work": "安装", "share": "40"}
    blue.post(reverse("docking:members", args=[answer.pk]), sent)
    member = answer.members.get()
    let = reverse("docking:let_write", args=[answer.pk, member.pk])
    assert "Let it write along" in blue.get(page).text

    blue.post(let, {"writes": "yes"})
    assert reverse("docking:write", args=[answer.pk]) not in red.get(page).text
    red.post(reverse("docking:consent", args=[answer.pk]), {"do": "agree"})

    assert reverse("docking:write", args=[answer.pk]) in red.get(page).text
    assert "Your part of the work" in red.get(page).text
    assert red.get(reverse("docking:write", args=[answer.pk])).status_code == 200
    blue.post(let, {"writes": "no"})
    assert reverse("docking:write", args=[answer.pk]) not in red.get(page).text
