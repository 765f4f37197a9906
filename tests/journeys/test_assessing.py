"""A year is assessed: districts report, experts mark, both reply, letters go, all may read."""

import re
from dataclasses import replace

from playwright.sync_api import Page, expect

from tests.journeys.browsing import Visit, Way, both
from tests.journeys.steps import own, press
from tests.journeys.test_accessibility import troubles

OFFICER = "demo-city-officer"
DISTRICTS = {"demo-district-officer": "laoshan", "demo-west-coast": "huangdao"}
NAMES = {
    "zh-hans": {"laoshan": "崂山区", "huangdao": "黄岛区（西海岸新区）"},
    "en": {"laoshan": "Laoshan District", "huangdao": "Huangdao District (West Coast New Area)"},
}
EXPERTS = {"demo-expert-2": "（示例）林智行", "demo-expert-4": "（示例）吴审计"}


def sound(page: Page) -> None:
    """No barrier, nothing wider than the screen."""
    assert troubles(page) == []


@both
def test_two_districts_are_assessed(way: Way, visit: Visit) -> None:
    title = own("（示例）旅程年度评估")
    office, phone = visit(OFFICER, way=way), replace(way, width=390)

    address = begin(office, way, title)
    for account in DISTRICTS:
        report(visit(account, way=phone), phone, title)
    check(office, way, address)
    for account in EXPERTS:
        mark(visit(account, way=way), way, title)
    look(office, way, address)
    for account in DISTRICTS:
        reply(visit(account, way=phone), phone, title)
    decide(office, way, address)
    read(visit(way=way, path="/steering/rankings/"), title)


def names(way: Way) -> dict[str, str]:
    return NAMES["en" if way.language == "en" else "zh-hans"]


def begin(page: Page, way: Way, title: str) -> str:
    page.goto("/steering/assessments/")
    sound(page)
    page.goto("/steering/assessments/new/")
    sound(page)
    page.fill("#id_title", title)
    press(page, way, "Prepare")
    page.wait_for_url(re.compile(r"/assessments/\d+/$"))
    address = page.url
    sound(page)
    page.goto(f"{address}subjects/")
    for box in page.locator("input[name='subject']").all():
        box.uncheck()
    for name in names(way).values():
        page.locator("label", has_text=name).locator("input").check()
    sound(page)
    press(page, way, "Keep the choice")
    page.goto(f"{address}assessors/")
    for name in EXPERTS.values():
        page.locator("label", has_text=name).locator("input").check()
    sound(page)
    press(page, way, "Keep the choice")
    page.goto(f"{address}weights/")
    page.fill("#weight-quality", "2")
    sound(page)
    press(page, way, "Set these weights")
    page.goto(address)
    press(page, way, "Ask for the self-reports")
    expect(page.locator("main")).to_contain_text(way.say("self-report and check"))
    return address


def report(page: Page, way: Way, title: str) -> None:
    page.goto("/steering/assessed/")
    sound(page)
    page.get_by_role("link", name=title).click()
    press(page, way, "Hand in")
    expect(page.locator("main [role=alert]")).to_be_visible()
    for field in page.locator("textarea[id^='words-']").all():
        field.fill("（示例）按计划推进，数据见台账。")
    sound(page)
    press(page, way, "Hand in")
    expect(page.locator("main")).to_contain_text(way.say("self-report handed in, to be checked"))
    sound(page)


def check(page: Page, way: Way, address: str) -> None:
    for name in names(way).values():
        page.goto(address)
        page.locator("main").get_by_role("link", name=name, exact=True).click()
        sound(page)
        press(page, way, "Accept as checked")
        expect(page.locator("main")).to_contain_text(way.say("self-report checked"))
    page.goto(address)
    press(page, way, "Close the self-reports and begin scoring")
    expect(page.locator("main")).to_contain_text(way.say("scoring"))


def mark(page: Page, way: Way, title: str) -> None:
    for _turn in DISTRICTS:
        page.goto("/steering/marks/")
        sound(page)
        row = page.locator("main li", has_text=title).filter(has_text=way.say("to be marked"))
        with page.expect_navigation():  # the fields are those of the page that comes
            row.first.get_by_role("link").click()
        for field in page.locator("input[id^='mark-']").all():
            field.fill("8")
        sound(page)
        press(page, way, "Hand in")
        page.wait_for_url(re.compile(r"/steering/marks/$"))


def look(page: Page, way: Way, address: str) -> None:
    page.goto(f"{address}matrix/")
    sound(page)
    page.goto(f"{address}sensitivity/")
    sound(page)
    page.goto(address)
    press(page, way, "Close the scoring and show the results to the assessed")
    expect(page.locator("main")).to_contain_text(way.say("results shown, replies open"))
    sound(page)


def reply(page: Page, way: Way, title: str) -> None:
    page.goto("/steering/assessed/")
    page.get_by_role("link", name=title).click()
    page.fill("#id_reply_words", "（示例）请复核对接服务一项。")
    press(page, way, "Send the reply")
    expect(page.locator("main")).to_contain_text(way.say("replied to the result"))
    sound(page)


def decide(page: Page, way: Way, address: str) -> None:
    for name in names(way).values():
        page.goto(address)
        page.locator("main").get_by_role("link", name=name, exact=True).click()
        page.fill("#id_answer_words", "（示例）已复核，得分不变。")
        press(page, way, "Answer the reply")
        page.locator("input[name='grade']").first.check()
        page.fill("#id_grade_reason", "（示例）综合情况较好。")
        press(page, way, "Propose the grade")
        sound(page)
    page.goto(address)
    press(page, way, "Decide, and send the result letters")
    expect(page.locator("main")).to_contain_text(way.say("results decided"))
    press(page, way, "Publish the ranking")
    sound(page)


def read(page: Page, title: str) -> None:
    sound(page)
    page.get_by_role("link", name=title).click()
    expect(page.locator("main table")).to_contain_text("1")
    sound(page)
