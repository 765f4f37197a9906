"""An event in the browser: prepared at the desk, registered for and checked in on a phone."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import EN, ZH_PHONE, Visit, Way
from tests.journeys.serving import Site
from tests.journeys.steps import own, press
from tests.journeys.test_selection_applying import sound

OFFICER = "demo-city-officer"
COMPANY = "demo-company-member"
HALL = "市级机关会议中心"


@pytest.mark.parametrize("way", [ZH_PHONE, EN], ids=["phone", "desk"])
def test_an_event_is_prepared_registered_for_and_checked_in(way: Way, visit: Visit, site: Site):
    officer, title = visit(OFFICER, way=way), own("旅程对接会")
    officer.goto("/events/manage/new/")
    sound(officer)
    officer.fill("#id_title", title)
    officer.fill("#id_starts_at", "2030-05-06T14:00")
    officer.fill("#id_ends_at", "2030-05-06T17:00")
    officer.fill("#id_place", "示例会展中心")
    officer.fill("#id_capacity", "2")
    press(officer, way, "Save")
    expect(officer).to_have_url(re.compile(r"/events/manage/\d+/$"))
    hub = officer.url
    sound(officer)
    press(officer, way, "Announce it")
    for part in ("description", "agenda", "invitations", "participants", "desk", "brochure"):
        officer.goto(f"{hub}{part}/")
        sound(officer)

    ((number,),) = site.rows("SELECT number FROM events_event ORDER BY id DESC LIMIT 1")
    page = visit(COMPANY, way=way)
    page.goto(f"/events/{number}/")
    sound(page)
    page.goto(f"/events/{number}/register/")
    sound(page)
    press(page, way, "Register")
    expect(page).to_have_url(re.compile(r"/events/places/\d+/$"))
    sound(page)
    page.check("#id_in_brochure")
    page.fill("#id_direction", "巡检机器人")
    press(page, way, "Save the page")
    page.goto("/events/mine/")
    sound(page)
    page.goto(f"/events/{number}/participants/1/")
    sound(page)

    ((token, code),) = site.rows("SELECT token, code FROM events_place ORDER BY id DESC LIMIT 1")
    officer.goto(f"/events/checkin/{token}/")
    sound(officer)
    officer.get_by_role("button", name=way.say("Check in"), exact=True).click()
    expect(officer.get_by_role("status")).to_contain_text(way.say("Checked in."))
    officer.goto(f"{hub}desk/")
    officer.fill("#code", code.lower())
    press(officer, way, "Check in")
    expect(officer.get_by_role("status").first).to_contain_text(re.compile("already|已于"))
    sound(officer)


def test_everybody_sees_what_was_held_and_what_is_to_come(visit: Visit, site: Site):
    ((title,),) = site.rows("SELECT title FROM events_event WHERE place = %s", HALL)
    page = visit(way=ZH_PHONE)

    page.goto("/events/")
    sound(page)
    page.goto("/events/?when=past&city=qingdao")
    page.locator("#results h2 a", has_text=str(title)).first.click()
    expect(page.locator("main")).to_contain_text(HALL)
    sound(page)
