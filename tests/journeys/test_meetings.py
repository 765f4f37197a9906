"""A one-to-one day in the browser: both sides tell wishes, a plan is computed and published."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import EN, ZH_PHONE, Visit, Way
from tests.journeys.serving import Site
from tests.journeys.steps import own, press
from tests.journeys.test_selection_applying import sound

OFFICER, FIRM, BUYER = "demo-city-officer", "demo-company-member", "demo-demand-owner"


@pytest.mark.parametrize("way", [ZH_PHONE, EN], ids=["phone", "desk"])
def test_two_sides_meet_one_to_one(way: Way, visit: Visit, site: Site):
    officer, title = visit(OFFICER, way=way), own("旅程洽谈日")
    hub, number = prepared(officer, way, site, title)
    registered(visit(FIRM, way=way), way, number, "supply")
    buyer = registered(visit(BUYER, way=way), way, number, "demand")

    officer.goto(f"{hub}meetings/")
    sound(officer)
    press(officer, way, "Set the frame")
    sound(officer)

    buyer.reload()
    buyer.get_by_role("link", name=way.say("My wishes"), exact=True).click()
    sound(buyer)
    buyer.locator("select[name=word]").first.select_option("3")
    press(buyer, way, "Save")  # the times; the wish has a button of its own
    buyer.locator("select[name=word]").first.select_option("3")
    with buyer.expect_navigation():
        buyer.locator("form:has(select[name=word]) button").first.click()
    expect(buyer.locator("select[name=word]").first).to_have_value("3")

    officer.goto(f"{hub}meetings/")
    press(officer, way, "Compute a plan")
    expect(officer.locator("#plan-progress [role=status]")).to_have_count(0, timeout=90_000)
    officer.reload()
    sound(officer)
    press(officer, way, "Publish the plan")
    for part in ("people", "unmet", "arrange", "replan"):
        officer.goto(f"{hub}meetings/{part}/")
        sound(officer)
    officer.goto(f"{hub}meetings/")
    officer.locator("table.data a").first.click()
    sound(officer)

    buyer.get_by_role("link", name=way.say("My meetings"), exact=True).click()
    expect(buyer.locator("main ol li.paper")).to_have_count(1)
    sound(buyer)


def prepared(officer: Page, way: Way, site: Site, title: str) -> tuple[str, str]:
    """The hub's address and the number of an announced day."""
    officer.goto("/events/manage/new/")
    officer.select_option("#id_kind", "one_to_one")
    officer.fill("#id_title", title)
    officer.fill("#id_starts_at", "2030-05-06T14:00")
    officer.fill("#id_ends_at", "2030-05-06T18:00")
    officer.fill("#id_place", "示例会展中心")
    press(officer, way, "Save")
    expect(officer).to_have_url(re.compile(r"/events/manage/\d+/$"))
    hub = officer.url
    press(officer, way, "Announce it")
    ((number,),) = site.rows("SELECT number FROM events_event ORDER BY id DESC LIMIT 1")
    return hub, number


def registered(page: Page, way: Way, number: str, side: str) -> Page:
    page.goto(f"/events/{number}/register/")
    page.locator(f"[name=side][value={side}], select[name=side]").first.evaluate(
        f"one => one.tagName === 'SELECT' ? (one.value = '{side}') : one.click()"
    )
    press(page, way, "Register")
    expect(page).to_have_url(re.compile(r"/events/places/\d+/$"))
    return page
