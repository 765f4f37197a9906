"""A selection is set up in the browser and applied to: template, dry run, terms, a whole draft."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import EN, ZH_PHONE, Visit, Way, both
from tests.journeys.serving import Site
from tests.journeys.steps import press
from tests.journeys.test_accessibility import troubles

OFFICER = "demo-city-officer"
COMPANY = "demo-company-member"


def sound(page: Page) -> None:
    """No barrier, nothing wider than the screen."""
    assert troubles(page) == []


@both
def test_an_officer_sets_up_a_selection_and_opens_it(way: Way, visit: Visit):
    page = visit(OFFICER, way=way)
    code = f"journey-labs-{way.language[:2]}"

    page.goto("/bureau/selection/new/")
    sound(page)
    page.get_by_role("radio").first.check()
    page.fill("#id_code", code)
    page.fill("#id_title", "旅程实验室")
    page.fill("#id_title_en", "Journey labs")
    page.fill("#id_opens_at", "2027-01-04T09:00")
    press(page, way, "Prepare")
    hub = page.url
    sound(page)

    page.goto(f"{hub}dry-run/")
    sound(page)
    expect(page.locator("main table")).to_be_visible()

    page.goto(f"{hub}terms/edit/")
    sound(page)
    press(page, way, "Add an item")
    rows = page.locator("fieldset", has=page.locator("[name^='checks-']"))
    number = rows.count() - 1
    page.fill(f"[name='checks-{number}-code']", "video")
    page.fill(f"[name='checks-{number}-zh']", "视频可以播放")
    page.fill(f"[name='checks-{number}-en']", "The video plays")
    page.fill("[name='reason']", "补充一项审查内容。")
    press(page, way, "Save as a new version")
    expect(page).to_have_url(re.compile(r"/terms/$"))
    sound(page)
    page.goto(f"{hub}terms/2/")
    expect(page.locator("main")).to_contain_text("补充一项审查内容。")
    sound(page)


@pytest.mark.parametrize("way", [ZH_PHONE, EN], ids=["phone", "desk"])
def test_the_example_call_is_read_and_its_draft_is_whole(way: Way, visit: Visit, site: Site):
    page = visit(COMPANY, way=way)
    ((number,),) = site.rows(
        "SELECT a.id FROM intake_application a JOIN intake_call c ON c.id = a.call_id"
        " WHERE c.code = 'labs-example' AND a.state = 'draft' ORDER BY a.id LIMIT 1"
    )

    page.goto("/selections/qingdao/labs-example/")
    sound(page)
    page.goto(f"/company/file/{number}/")
    expect(page.locator("#complete-title")).to_be_visible()
    sound(page)
    page.goto(f"/company/file/{number}/edit/")
    sound(page)
    officer = visit(OFFICER, way=way)
    answer = officer.request.get(f"{site.address}/company/file/{number}/")
    assert answer.status == 404
    officer.goto("/bureau/selection/")
    sound(officer)
    officer.locator("main table a").first.click()
    sound(officer)
    officer.goto(f"{officer.url}candidacies/")
    sound(officer)
