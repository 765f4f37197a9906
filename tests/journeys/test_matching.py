"""A company describes what it can do and meets its scenarios; an officer weighs it, and decides."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.browsing import EN_PHONE, ZH, Visit, Way
from tests.journeys.steps import own, press

ROBOTS = "示例智能机器人有限公司"
# On the first list of Chengdu's state firms, as the newspaper had it.
GALLERY = "机器人巡检(地下综合管廊)"
NUMBER = "CD-2025-00010"
SENTENCES = (
    "地下综合管廊由轨道式机器人巡检，替代人工运维。"
    "可识别渗漏水、温度异常和可燃气体，单台每日巡检6公里。"
    "已在两段综合管廊连续运行14个月，漏报率低于1%。"
)


def describe(page: Page, way: Way, title: str) -> None:
    """Three sentences, published."""
    page.goto("/company/capabilities/new/")
    page.fill("#id_title", title)
    page.fill("#id_description", SENTENCES)
    press(page, way, "Publish")
    page.wait_for_url(re.compile(r"/company/capabilities/\d+/$"))


def line_of(page: Page, words: str) -> Locator:
    """The line of a supplier or scenario, opened."""
    line = page.locator("details.fit", has=page.locator(".fit-name", has_text=words)).first
    line.locator("summary").first.click()
    return line


def test_a_decision_on_a_supplier_outlives_the_next_match(visit: Visit):
    way = ZH
    company = visit("demo-company-member", way=way)
    describe(company, way, own("地下综合管廊巡检机器人"))
    shown = line_of(company, GALLERY)
    expect(shown.locator(".pair mark").first).to_be_visible()

    office = visit("demo-chengdu", way=way, path=f"/scenarios/{NUMBER}/")
    office.get_by_role("link", name=way.say("Who could do it?")).click()
    expect(office.locator("h1")).to_have_text(way.say("Who could do it?"))
    line = line_of(office, ROBOTS)
    expect(line.locator(".pair mark").first).to_be_visible()
    line.locator("summary", has_text=way.say("Does not fit")).click()
    line.get_by_role("button", name=way.say("Put aside"), exact=True).click()
    expect(
        line.get_by_text(way.say("Choose why this supplier does not fit.")).first
    ).to_be_visible()
    line.locator("select").select_option("place")
    line.get_by_role("button", name=way.say("Put aside"), exact=True).click()
    aside = office.locator("section", has=office.locator("#put-aside"))
    expect(aside).to_contain_text(ROBOTS)

    office.goto("/bureau/rematches/")
    office.locator("main button[name=city]").click()
    expect(office.get_by_text(way.say("What changed since the last time"))).to_be_visible(
        timeout=90_000
    )
    office.goto(f"/matching/{NUMBER}/")
    expect(aside).to_contain_text(ROBOTS)
    expect(office.locator(".fit-name", has_text=ROBOTS)).to_have_count(0)

    with office.expect_response(re.compile("/withdraw/")):
        aside.get_by_role("button", name=re.compile(way.say("Take it back"))).first.click()
    expect(office.locator(".fit-name", has_text=ROBOTS).first).to_be_visible()


def test_not_for_us_hides_a_scenario_from_one_profile_only(visit: Visit):
    way = EN_PHONE
    company = visit("demo-company-member", way=way, path="/company/fits/profiles/new/")
    company.fill("#id_title", own("管廊巡检"))
    company.fill("#id_words", SENTENCES)
    press(company, way, "Save")
    company.wait_for_url(re.compile(r"/company/fits/profiles/\d+/$"))

    line = line_of(company, GALLERY)
    line.locator("summary", has_text=way.say("Not for us, because …")).click()
    line.locator("input[value=place]").check()
    press(company, way, "Put aside", within=line)
    expect(company.locator(".fit-name", has_text=GALLERY)).to_have_count(0)
    refused = company.locator("section", has=company.locator("#refused"))
    expect(refused).to_contain_text(GALLERY)

    with company.expect_navigation():
        refused.get_by_role("button", name=re.compile(way.say("Take it back"))).click()
    expect(company.locator(".fit-name", has_text=GALLERY).first).to_be_visible()
