"""Events among the answers of the search: the card, the tab, the suggestion, who sees them."""

import pytest
from django.test import Client
from django.urls import reverse

from citystage.stages.catalogue.queries import fresh
from citystage.stages.events.actions.announce_event import cancel_event
from tests.events.building import announced, draft
from tests.web.public.conftest import BACKEND

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _vocabulary_anew():
    fresh.forget()


def officer(town, language="en"):
    client = Client(headers={"accept-language": language})
    client.force_login(town.city_officer, backend=BACKEND)
    return client


def test_an_event_is_a_card_with_its_day_place_and_state(town, visitor):
    event = announced(town, text="海洋装备企业与需求单位面对面。")

    page = visitor.get("/search", {"q": "海洋", "kind": "event"}).content.decode()

    assert f'href="{reverse("events:event", args=[event.number])}"' in page
    for said in (
        "themed session",
        "registration is open",
        event.number,
        "<mark>海洋</mark>装备企业",
        "示例会展中心",
        "Events",
    ):
        assert said in page, said


def test_in_chinese_it_speaks_chinese(town):
    announced(town)
    chinese = Client(headers={"accept-language": "zh-hans"})

    page = chinese.get("/search", {"q": "类型:活动 海洋"}).content.decode()

    assert "示例<mark>海洋</mark>场景对对碰" in page
    assert "场景对对碰" in page


def test_suggestions_lead_to_the_event(town, visitor):
    event = announced(town)

    offered = visitor.get("/search/suggest", {"q": "示例海洋"}).content.decode()

    assert f'data-url="{reverse("events:event", args=[event.number])}"' in offered


def test_a_draft_says_so_to_its_organisers_and_nothing_to_others(town, visitor):
    draft(town)

    page, own = (
        who.get("/search", {"q": "海洋"}).content.decode() for who in (visitor, officer(town))
    )

    assert "示例海洋" not in page
    assert "Example marine session" in own
    assert "not public" in own


def test_one_called_off_says_so(town, visitor):
    cancel_event(announced(town), reason="台风", stamp=town.stamp(town.city_officer))

    page = visitor.get("/search", {"q": "海洋"}).content.decode()

    assert "event cancelled" in page
    assert "registration is open" not in page


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_one_event_as_for_three(
    town, visitor, number, django_assert_num_queries
):
    for at in range(number):
        announced(town, title=f"示例海洋场景对对碰第{at}场")
    visitor.get("/search", {"q": "海洋"})

    with django_assert_num_queries(4):
        visitor.get("/search", {"q": "海洋"})
