"""A project from its milestones to its landing, another closed honestly, a first use proven."""

import re

from playwright.sync_api import Page, expect

from citystage.cities.demo.pictures import picture
from tests.journeys.browsing import ZH, Visit, Way, both
from tests.journeys.steps import own, press
from tests.journeys.test_docking_promises import fits

ROBOTS = "示例智能机器人有限公司"
SCENARIO = "（示例）车站站台客流疏导机器人"


def _number(page: Page) -> str:
    """The number of an invented scenario, from its public page."""
    page.goto("/projects/?state=accepting")
    page.get_by_role("link", name="（示例）两座换乘站客流疏导机器人").click()
    page.locator("aside").get_by_role("link", name=SCENARIO).click()
    found = re.search(r"/scenarios/([^/]+)/", page.url)
    assert found, page.url
    return found[1]


def _begin(page: Page, way: Way, title: str) -> str:
    page.goto(f"/projects/new/?scenario={_number(page)}")
    page.fill("#id_title", title)
    page.fill("#id_supplier", ROBOTS)
    page.fill("#id_aims", "（示例）两站连续运行三十天")
    press(page, way, "Begin the project")
    return page.url


@both
def test_a_project_lands_with_a_photo_and_both_signatures(visit: Visit, way: Way) -> None:
    title = own("（示例）站台疏导一期")
    owner = visit("demo-demand-owner", way=way)
    address = _begin(owner, way, title)
    fits(owner)

    company = visit("demo-company-member", way=way, path=address)
    company.locator("ol").get_by_role("link", name=way.say("Photo")).first.click()
    company.set_input_files(
        "#id_paper", {"name": "photo.png", "mimeType": "image/png", "buffer": picture()}
    )
    company.fill("#id_title", "（示例）站台夜间照片")
    press(company, way, "Keep it as evidence")
    expect(company.locator("main img")).to_be_visible()
    fits(company)

    owner.goto(address)
    owner.locator("ol h3 a").first.click()
    owner.check("input[name='standing'][value='met']")
    press(owner, way, "Judge how far it was reached")
    fits(owner)

    company.goto(address)
    press(company, way, "Ask for acceptance")
    press(company, way, "Sign the acceptance")
    owner.goto(address)
    press(owner, way, "Sign the acceptance")
    expect(owner.locator("main")).to_contain_text(way.say("landed"))
    fits(owner)


def test_another_is_closed_and_its_reason_is_found(visit: Visit) -> None:
    way = ZH
    reason = own("（示例）客流高峰时定位漂移")
    owner = visit("demo-demand-owner", way=way)
    address = _begin(owner, way, own("（示例）站台疏导二期"))
    owner.goto(address)
    owner.get_by_text(way.say("Close it: it did not work")).first.click()
    owner.fill("#id_fail_reason", reason)
    press(owner, way, "Close it: it did not work")
    expect(owner.locator("main")).to_contain_text(reason)

    district = visit("demo-west-coast", way=way, path=f"/projects/lessons/?q={reason}")
    expect(district.locator("main li", has_text=reason)).to_have_count(1)


@both
def test_a_first_use_is_reported_proven_and_verified(visit: Visit, way: Way) -> None:
    name = own("（示例）站台疏导机器人")
    owner = visit("demo-demand-owner", way=way, path="/projects/first-uses/new/")
    owner.fill("#id_maker", ROBOTS)
    owner.fill("#id_name", name)
    owner.fill("#id_user", "示例轨道运营有限公司")
    owner.fill("#id_used_on", "2026-01-15")
    paper = {"name": "proof.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 example"}
    owner.set_input_files("#id_proofs", paper)
    fits(owner)
    press(owner, way, "Report it")
    address = owner.url

    officer = visit("demo-city-officer", way=way, path=address)
    press(officer, way, "Confirm as proven")
    verify = officer.locator("aside a[href*='/verify/']").first.get_attribute("href")
    assert verify is not None
    public = visit("", way=way, path=verify)
    expect(public.locator("main")).to_contain_text(way.say("This certificate is valid"))
    fits(public)
