"""A scenario with its suppliers, and people on each side of it."""

import pytest
from django.test import Client

from citystage.stages.matchmaking.finding import knowledge
from tests.matchmaking.builders import DRONES, broker, matching, supplier

NEED = "码头前沿至堆场之间的水平运输由外包司机完成，希望以无人驾驶集卡替代，实现自动接驳。"


@pytest.fixture(autouse=True)
def _knowledge_is_fresh():
    knowledge.forget()


@pytest.fixture
def scenario(town):
    matching(town)
    return town.scenario(summary=NEED, owner_unit=town.firm)


@pytest.fixture
def trucks(town):
    return supplier(town)


@pytest.fixture
def drones(town):
    return supplier(town, "示例无人机有限公司", title="无人机巡检", text=DRONES)


def client_of(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def owner(town):
    return client_of(town.owner)


@pytest.fixture
def office(town):
    return client_of(town.city_officer)


@pytest.fixture
def go_between(town):
    person, seat = broker(town)
    return client_of(person), seat
