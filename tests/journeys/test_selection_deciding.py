"""From the vote to the plaque: decided together, noticed, objected to, in effect, verified."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.browsing import Visit, Way, both
from tests.journeys.selecting import ready
from tests.journeys.serving import Site
from tests.journeys.steps import own, press
from tests.journeys.test_accessibility import troubles

_LOOKS = 70
OFFICER, VOTERS = "demo-city-officer", [f"demo-voter-{n}" for n in (1, 2, 3)]


@both
def test_a_selection_is_decided_noticed_objected_to_and_takes_effect(
    way: Way, visit: Visit, site: Site
):
    name = own("示例遴选")
    programme = ready(site, name)
    officer = visit(OFFICER, way=way)

    decide(officer, way, visit, programme)
    notice = announce(officer, way, name)
    receipt = object_to_first(visit(way=way, path=notice), way, notice)
    uphold(officer, way, programme)
    answer = visit(way=way, path="/objections/")
    answer.fill("#id_receipt", receipt)
    press(answer, way, "Show")
    expect(answer.locator("main")).to_contain_text("情况属实")
    officer.goto(f"/bureau/selection/{programme}/notices/")
    with officer.expect_navigation():
        officer.locator("form[action$='/pass/'] button").first.click()

    lab(visit(way=way, path="/labs/"), way, name)


def decide(officer: Page, way: Way, visit: Visit, programme: int) -> None:
    officer.goto(f"/bureau/selection/{programme}/decision/")
    officer.fill("#id_title", "遴选委员会表决")
    press(officer, way, "Prepare")
    address = officer.url
    for voter in VOTERS:
        number = officer.locator("#id_voters_people label", has_text=NAMES[voter])
        number.locator("input").check()
    press(officer, way, "Name these voters")
    press(officer, way, "Open the vote")
    assert not troubles(officer)
    for voter in VOTERS:
        page = visit(voter, way=way, path="/work/")
        page.goto(f"/work/votes/{address.rstrip('/').rsplit('/', 1)[1]}/")
        assert not troubles(page)
        for place in (0, 1):
            form = page.locator("main form").nth(place)
            form.get_by_label(way.say("for"), exact=True).check()
            with page.expect_navigation():
                form.locator("button").click()
    officer.goto(address)
    press(officer, way, "Close and count")
    assert not troubles(officer)


NAMES = {
    "demo-voter-1": "演示·遴选委员会主持人",
    "demo-voter-2": "演示·委员（科技局）",
    "demo-voter-3": "演示·委员（工信局）",
}


def announce(officer: Page, way: Way, name: str) -> str:
    officer.fill("#id_apply_title", f"{name}拟认定名单公示")
    press(officer, way, "Put into effect together")
    officer.goto("/public-notices/")
    officer.get_by_role("link", name=f"{name}拟认定名单公示").click()
    officer.wait_for_url(re.compile(r"/public-notices/[^/]+/$"))
    assert not troubles(officer)
    return officer.url


def object_to_first(page: Page, way: Way, notice: str) -> str:
    page.goto(f"{notice}object/")
    page.fill("#id_argument", "申报材料所列专利已失效。")
    page.get_by_label(way.say("anonymously"), exact=True).check()
    assert not troubles(page)
    press(page, way, "File the objection")
    receipt = page.locator("main .font-mono")
    expect(receipt).to_be_visible()
    assert not troubles(page)
    return receipt.inner_text()


def uphold(officer: Page, way: Way, programme: int) -> None:
    officer.goto(f"/bureau/selection/{programme}/notices/")
    assert not troubles(officer)
    officer.locator("table tbody a").first.click()
    press(officer, way, "Take it up")
    officer.locator("summary", has_text=way.say("Uphold")).click()
    officer.fill("#id_uphold_answer", "情况属实，取消入选。")
    officer.get_by_label(way.say("it is not selected"), exact=True).check()
    press(officer, way, "Uphold")
    assert not troubles(officer)


def lab(page: Page, way: Way, name: str) -> None:
    page.fill("#lab-q", name)
    press(page, way, "Search")
    assert not troubles(page)
    recognised = page.locator("article a", has_text=f"{name}实验室2").first
    # The clock looks once a minute for what has come to its end, and a minute after it.
    for _ in range(_LOOKS):
        if recognised.count():
            break
        page.wait_for_timeout(3_000)
        page.reload()
    recognised.click()
    page.wait_for_url(re.compile(r"/labs/\d+/$"))
    assert not troubles(page)
    page.get_by_role("link", name=way.say("Verify now")).click()
    page.wait_for_url(re.compile(r"/verify/[0-9A-Z]{12}/$"))
    expect(page.locator("main")).to_contain_text(way.say("This recognition is valid"))
    assert not troubles(page)
