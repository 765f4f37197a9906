"""Two companies answer a scenario, one is chosen, the other reads its letter."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.answering import published, shut
from tests.journeys.browsing import EN_PHONE, ZH_PHONE, Visit, Way, both
from tests.journeys.serving import Site
from tests.journeys.steps import own, press
from tests.journeys.test_accessibility import troubles

OWNER, FIRST, SECOND = "demo-demand-owner", "demo-company-member", "demo-lab-applicants"


@both
def test_two_companies_answer_one_is_chosen_and_the_letter_is_read(
    way: Way, visit: Visit, site: Site
):
    scenario = published(site, own("（示例）扶梯预警"))
    address = f"/scenarios/J-{scenario}/"
    phone = ZH_PHONE if way.language == "zh-hans" else EN_PHONE
    owner = visit(OWNER, way=way, path=address)
    first, second = visit(FIRST, way=phone), visit(SECOND, way=phone)

    open_it(owner, way)
    ask(first, phone, address)
    for page in (first, second):
        answer(page, phone, address)
    reply(owner, way)
    shut(site, scenario)
    decide(owner, way)

    second.goto("/docking/answers/?state=not_chosen")
    second.locator("main tbody a").first.click()
    second.locator("main a[href$='/letter/']").click()
    expect(second.locator("article")).to_contain_text("案例不足")
    assert not troubles(second)
    press(second, phone, "I have read it")


def open_it(owner: Page, way: Way) -> None:
    owner.locator("main a[href$='/open/']").click()
    expect(owner.locator("#id_essentials")).to_have_value("能在夜间安装")
    owner.uncheck("#id_sealed")
    assert not troubles(owner)
    press(owner, way, "Take answers")
    owner.wait_for_url(re.compile(r"/docking/openings/\d+/$"))
    assert not troubles(owner)


def ask(page: Page, way: Way, address: str) -> None:
    page.goto(address)
    assert not troubles(page)
    page.locator("main a[href$='/questions/']").first.click()
    page.fill("#id_text", "扶梯有多少台？")
    press(page, way, "Ask without a name")
    expect(page.locator("main")).to_contain_text("扶梯有多少台？")
    assert not troubles(page)


def answer(page: Page, way: Way, address: str) -> None:
    page.goto(address)
    page.locator("main a[href$='/answer/']").click()
    assert not troubles(page)
    press(page, way, "Begin the answer")
    page.get_by_label(way.say("Yes"), exact=True).check()
    page.fill("#id_evidence_e1", "2025年在12台扶梯夜间安装。")
    expect(page.locator("[data-words-of='id_evidence_e1']")).to_have_text("11")
    page.select_option("#id_price_mode", "negotiable")
    page.fill("#id_schedule", "第12周验收。")
    assert not troubles(page)
    press(page, way, "Save and go on to submit")
    assert not troubles(page)
    press(page, way, "Submit the answer")
    expect(page.locator("main")).to_contain_text(way.say("submitted"))
    assert not troubles(page)


def reply(owner: Page, way: Way) -> None:
    owner.reload()
    owner.locator("main a[href*='/docking/questions/']").first.click()
    owner.fill("#id_reply", "共40台。")
    assert not troubles(owner)
    press(owner, way, "Answer for all")


def decide(owner: Page, way: Way) -> None:
    owner.reload()
    owner.locator("main a[href$='/compare/']").click()
    expect(owner.locator("main thead th")).to_have_count(3)
    assert not troubles(owner)
    owner.locator("main a[href$='/outcome/']").click()
    owner.fill("#id_reason", "方案完整，经验充分。")
    owner.locator("input[name='chosen']").first.check()
    owner.locator("textarea[name^='reason-']").nth(1).fill("案例不足，夜间安装经验有限。")
    press(owner, way, "Look at the letters")
    assert not troubles(owner)
    press(owner, way, "Record the outcome and send the letters")
    expect(owner.locator("main")).to_contain_text("方案完整，经验充分。")
