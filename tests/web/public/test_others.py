"""Front page, capabilities, organisations, open data, accessibility, subscriptions."""

import re

import pytest

from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Mail
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.models import Subscription
from citystage.stages.catalogue.states import ScenarioState
from tests.web.public.making import CONTACT, capability, organisation, released


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_an_empty_house_says_how_to_begin(db, visitor):
    assert "citystage load-city qingdao" in read(visitor, "/")


def test_the_front_page_opens_its_figures_into_records(town, visitor):
    Unit.objects.filter(pk=town.laoshan.pk).update(tile_column=2, tile_row=2)
    one = town.scenario(title="港区无人集卡")
    town.scenario(title="落地的场景", state=ScenarioState.LANDED)
    town.scenario(title="政策方向", source={"level": "policy_direction"})
    capability(town, organisation(town))
    released(town, one)

    page = read(visitor, "/")

    figures = re.findall(r'figure-value"><a href="([^"]*)">(\d+)<', page)
    assert [number for _, number in figures] == ["2", "1", "1"]
    assert "港区无人集卡" in read(visitor, figures[1][0].replace("&amp;", "&"))
    assert 'href="/scenarios/?city=qingdao&amp;grain=need&amp;district=laoshan"' in page
    assert "Call for scenario needs 2026" in page
    assert "Landed lately" in page
    assert "/lists/qingdao/2026-1/file.pdf" in page


def test_without_districts_the_calls_stand_beside_the_purpose(town, visitor):
    town.city.facts = {"tagline": {"zh": "把城市作为考场", "en": "The city as a proving ground"}}
    town.city.save()

    page = read(visitor, "/")

    assert "The city as a proving ground" in page
    assert "tilemap" not in page
    assert "No scenario is open just now" in page


def test_the_front_page_costs_at_most_its_queries(town, visitor, django_assert_max_num_queries):
    released(town, town.scenario())

    with django_assert_max_num_queries(12):
        visitor.get("/")


def test_capabilities_are_found_by_field_city_wish_and_words(town, visitor):
    of = organisation(town)
    capability(town, of, "无人机巡检", seeking="寻找场景")
    capability(town, of, "智能客服", field=None)

    wish = read(visitor, "/capabilities/?seeking=yes")
    field = read(visitor, "/capabilities/?field=port&city=qingdao")
    words = read(visitor, "/capabilities/?q=客服")
    none = read(visitor, "/capabilities/?field=none")

    assert ("智能客服" in wish, "智能客服" in field) == (False, False)
    assert "<mark>客服</mark>" in words
    assert "No capability matches all of this" in none


def test_a_capability_names_its_organisation_and_hides_its_contact(town, visitor, member):
    of = organisation(town)
    made = capability(
        town, of, contact=CONTACT, unverified=["cases"], readiness=7, source={"title": "某报"}
    )
    capability(town, of, "另一项能力")

    page = read(visitor, f"/capabilities/{made.pk}/")
    shown = member.post(f"/capabilities/{made.pk}/contact/").content.decode()

    assert "青岛示例轨道集团" in page
    assert "另一项能力" in page
    assert "not verified" in page
    assert "13812345678" not in page
    assert "13812345678" in shown
    assert Entry.objects.filter(verb="catalogue.contact.unmasked").count() == 1


def test_organisations_are_found_by_kind_and_initials(town, visitor):
    organisation(town)
    organisation(town, "示例大学", kind="university")

    kind = read(visitor, "/organisations/?kind=university&city=qingdao")
    initials = read(visitor, "/organisations/?q=qdslgd")

    assert ("示例大学" in kind, "青岛示例轨道集团" in kind) == (True, False)
    assert ("示例大学" in initials, "青岛示例轨道集团" in initials) == (False, True)


def test_an_organisation_shows_what_it_opened_and_can_do(town, visitor, member):
    of = organisation(town, contact=CONTACT, introduction="简介", standing="approved")
    for number in range(13):
        town.scenario(title=f"场景{number}", owner=of)
    capability(town, of)
    bare = organisation(town, "没有内容的单位")

    page = read(visitor, f"/organisations/{of.pk}/")
    shown = member.post(f"/organisations/{of.pk}/contact/").content.decode()

    assert f'href="/scenarios/?owner={of.pk}"' in page
    assert "无人机巡检" in page
    assert "13812345678" in shown
    assert "Nothing public is known of it yet" in read(visitor, f"/organisations/{bare.pk}/")


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [("/capabilities/", 8), ("/organisations/", 6)])
def test_lists_cost_the_same_queries_for_any_number_of_rows(  # noqa: PLR0913, PLR0917
    town, visitor, address, queries, rows, django_assert_num_queries
):
    for number in range(rows):
        capability(town, organisation(town, f"单位{number}"), f"能力{number}")

    with django_assert_num_queries(queries):
        visitor.get(address)


def test_open_data_and_accessibility_are_explained(town, visitor):
    released(town, town.scenario())

    data, access = read(visitor, "/data/"), read(visitor, "/accessibility/")

    assert "/scenarios/export.xlsx" in data
    assert "/lists/qingdao/2026-1/" in data
    assert "WCAG 2.2" in access


def test_a_filter_is_subscribed_to_confirmed_and_ended(town, visitor):
    town.scenario(title="港区无人集卡")

    page = read(visitor, "/scenarios/subscribe/?field=port&q=集卡")
    asked = visitor.post("/scenarios/subscribe/?field=port&q=集卡", {"email": "a@example.cn"})
    mail = Mail.objects.get(to="a@example.cn").body
    link = re.search(r"/subscribe/confirm/[^/\s]+/", mail).group()
    opened = read(visitor, link)
    before = Subscription.objects.get().confirmed_at
    confirmed = visitor.post(link).content.decode()
    end = link.replace("confirm", "end")
    ending = read(visitor, end)
    ended = visitor.post(end).content.decode()

    assert "Field: Ports and shipping" in page
    assert "Look into your mail" in asked.content.decode()
    assert "Confirm the subscription" in opened
    assert before is None
    assert "The subscription is confirmed" in confirmed
    assert "End the subscription" in ending
    assert "The subscription has ended" in ended
    assert Subscription.objects.get().ended_at is not None


def test_a_wrong_address_is_put_right(town, member):
    page = read(member, "/scenarios/subscribe/")
    response = member.post("/scenarios/subscribe/", {"email": "no address"})

    assert "owner@example.invalid" in page
    assert response.status_code == 422
    assert not Mail.objects.exists()
