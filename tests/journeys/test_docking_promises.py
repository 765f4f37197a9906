"""On the phone: a promise is noted at the table, confirmed, reported as done, and accepted."""

from playwright.sync_api import Page, expect

from tests.journeys.browsing import EN_PHONE, ZH_PHONE, Visit, Way
from tests.journeys.steps import press

ROBOTS, RAIL = "示例智能机器人有限公司", "示例轨道运营有限公司"
WHAT = "（示例）两周内提供一台样机"


def fits(page: Page) -> None:
    """Nothing stands out of the screen of a phone."""
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, page.url


def test_a_promise_is_noted_on_the_phone_and_kept(visit: Visit) -> None:
    way: Way = ZH_PHONE
    company = visit("demo-company-member", way=way, path="/docking/promises/new/")
    fits(company)
    company.check("input[name='direction'][value='ours']")
    company.fill("#id_other", RAIL)
    company.fill("#id_what", WHAT)
    press(company, way, "Note it")
    address = company.url
    expect(company.locator("main")).to_contain_text(way.say("not confirmed yet"))
    fits(company)

    owner = visit("demo-demand-owner", way=way, path=address)
    press(owner, way, "Confirm")
    fits(owner)

    company.goto(address)
    company.fill("#id_report_words", "（示例）样机已送达。")
    press(company, way, "Report as done")
    owner.goto(address)
    press(owner, way, "Accept as kept")
    expect(owner.locator("main")).to_contain_text(way.say("kept", "promises"))


def test_minutes_and_follow_up_fit_a_phone(visit: Visit) -> None:
    officer = visit("demo-city-officer", way=EN_PHONE, path="/docking/responsibility/")
    for path in ("responsibility", "funnel", "coverage", "asks", "promises", "agreements"):
        answer = officer.goto(f"/docking/{path}/")
        assert answer is not None
        assert answer.status == 200
        fits(officer)
