"""After the plaque: report, assessment, improvement, kept; then another term that verifies."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.journeys.browsing import Visit, Way, both
from tests.journeys.following import recognised
from tests.journeys.serving import Site
from tests.journeys.steps import own, press
from tests.journeys.test_accessibility import troubles

OFFICER, COMPANY = "demo-city-officer", "demo-company-member"
EXPERTS = {"demo-expert-2": "（示例）林智行", "demo-expert-4": "（示例）吴审计"}


def sound(page: Page) -> None:
    """No barrier, nothing wider than the screen."""
    assert troubles(page) == []


@both
def test_a_lab_reports_is_assessed_improves_and_is_renewed(way: Way, visit: Visit, site: Site):
    name = own("（示例）旅程实验室")
    number = recognised(site, name)
    phone = replace(way, width=390)
    company, officer = visit(COMPANY, way=phone), visit(OFFICER, way=way)

    report(company, phone, number)
    address = begin(officer, way, name)
    for account in EXPERTS:
        score(visit(account, way=way), way, name)
    decide(officer, way, address)
    improve(company, phone, number)
    look_again(officer, way, number)
    renew(company, phone, officer, way, number)
    verified(visit(way=way, path=f"/labs/{number}/"), way)


def report(page: Page, way: Way, number: int) -> None:
    page.goto("/company/labs/")
    sound(page)
    page.goto(f"/company/labs/{number}/")
    sound(page)
    page.locator("main").get_by_role("link", name=way.say("Write the report")).last.click()
    page.wait_for_url(re.compile(r"/reports/\d+/$"))
    sound(page)
    press(page, way, "Hand in the report")
    expect(page.locator("[role=alert]")).to_be_visible()
    for field in page.locator("textarea[id^='answer-']").all():
        field.fill("完成两项验证，数据由使用单位记录。")
    for field in page.locator("input[id^='answer-']").all():
        field.fill("3")
    press(page, way, "Hand in the report")
    expect(page.locator("#reports").locator("..").locator("..")).to_contain_text(
        way.say("report handed in")
    )
    sound(page)


def begin(page: Page, way: Way, name: str) -> str:
    page.goto("/bureau/labs/")
    sound(page)
    page.goto("/bureau/labs/assessments/")
    sound(page)
    page.fill("#id_title", f"{name}评估")
    press(page, way, "Prepare")
    sound(page)
    page.locator("label", has_text=name).locator("input").check()
    for expert in EXPERTS.values():
        page.locator("label", has_text=expert).locator("input").check()
    press(page, way, "Keep and open the assessment")
    sound(page)
    return page.url


def score(page: Page, way: Way, name: str) -> None:
    page.goto("/expert/assessments/")
    sound(page)
    page.get_by_role("link", name=name, exact=True).click()
    page.wait_for_url(re.compile(r"/assessments/\d+/$"))
    for field in page.locator("input[id^='mark-']").all():
        field.fill("5")
    for field in page.locator("textarea[id^='reason-']").all():
        field.fill("材料只覆盖一个试点。")
    sound(page)
    press(page, way, "Hand in")
    expect(page.locator("main")).to_contain_text(way.say("scores handed in"))


def decide(page: Page, way: Way, address: str) -> None:
    page.goto(address)
    day = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    page.get_by_label(way.say("improve by a date"), exact=True).check()
    page.locator("input[type=date]").fill(day)
    page.locator("textarea[name=reason]").nth(2).fill("请补充第三方检测报告。")
    press(page, way, "Keep the proposal")
    expect(page.locator("main")).to_contain_text("请补充第三方检测报告。")
    sound(page)
    page.locator("main").get_by_role("link", name=way.say("Let all outcomes take effect")).click()
    press(page, way, "Let them take effect")
    sound(page)


def improve(page: Page, way: Way, number: int) -> None:
    page.goto(f"/company/labs/{number}/")
    page.locator("main").get_by_role("link", name=way.say("Hand in the proof")).click()
    page.wait_for_url(re.compile(r"/improvements/\d+/$"))
    sound(page)
    page.fill("#id_words", "已补充三个病区的第三方检测报告。")
    proof = {"name": "检测报告.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 x"}
    page.set_input_files("#id_file", files=[proof])
    press(page, way, "Hand in the proof")
    sound(page)


def look_again(page: Page, way: Way, number: int) -> None:
    page.goto(f"/bureau/labs/{number}/")
    sound(page)
    form = page.locator("form[action*='second-look']")
    form.locator("input[value=keep]").check()
    form.locator("textarea").fill("整改到位，予以保留。")
    press(page, way, "Decide; in effect at once", within=form)
    expect(page.locator("main")).to_contain_text("整改到位，予以保留。")


def renew(company: Page, phone: Way, officer: Page, way: Way, number: int) -> None:
    company.goto(f"/company/labs/{number}/")
    company.fill("#id_renew_words", "下一期拟推广到五家医院。")
    press(company, phone, "Ask for renewal")
    officer.goto(f"/bureau/labs/{number}/")
    sound(officer)
    press(officer, way, "Give another term")
    expect(officer.locator("main")).to_contain_text(way.say("renewed"))
    company.goto(f"/company/labs/{number}/")
    sound(company)


def verified(page: Page, way: Way) -> None:
    sound(page)
    page.locator("main").get_by_role("link", name=way.say("Verify now")).first.click()
    page.wait_for_url(re.compile(r"/verify/"))
    expect(page.locator("main")).to_contain_text(way.say("This recognition is valid"))
    sound(page)
