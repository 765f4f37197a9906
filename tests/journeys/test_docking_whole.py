"""All of docking by a newcomer: asked, answered, met, promised, broken, and the city's board."""

import re

from playwright.sync_api import Page, expect

from tests.journeys import gathering
from tests.journeys.answering import published, shut
from tests.journeys.browsing import EN, EN_PHONE, Visit
from tests.journeys.serving import Site
from tests.journeys.steps import own, press
from tests.journeys.test_accessibility import troubles
from tests.journeys.test_docking_answers import (
    FIRST,
    OWNER,
    SECOND,
    answer,
    ask,
    decide,
    open_it,
    reply,
)
from tests.journeys.test_docking_promises import ROBOTS, fits
from tests.journeys.test_meetings import prepared, registered

OFFICER = "demo-city-officer"
OWED, KEPT, BROKEN = "（示例）派驻一名工程师", "（示例）提供一台样机", "（示例）开放夜间窗口"


def test_a_newcomer_plays_all_sides_and_the_board_tells_where_each_talk_stands(
    visit: Visit, site: Site
):
    title = own("（示例）扶梯夜检")
    scenario = published(site, title)
    address = f"/scenarios/J-{scenario}/"
    owner, officer = visit(OWNER, way=EN, path=address), visit(OFFICER, way=EN)
    first, second = visit(FIRST, way=EN_PHONE), visit(SECOND, way=EN_PHONE)

    conversed(owner, first, second, address)
    shut(site, scenario)
    decide(owner, EN)
    event, number = met(officer, owner, first, site, f"J-{scenario}")
    promised(owner, first, f"event={event}&scenario=J-{scenario}")

    told(officer, number, event, f"J-{scenario}", title)


def conversed(owner: Page, first: Page, second: Page, address: str) -> None:
    """It takes answers; a question is answered in public; two companies hand in."""
    open_it(owner, EN)
    ask(first, EN_PHONE, address)
    for page in (first, second):
        answer(page, EN_PHONE, address)
    reply(owner, EN)
    first.goto(address)
    expect(first.locator("main")).to_contain_text("共40台。")


def met(officer: Page, owner: Page, firm: Page, site: Site, shown: str) -> tuple[int, str]:
    """A one-to-one day of thirty firms and eight buyers: its plan is published, the day passes."""
    hub, number = prepared(officer, EN, site, own("旅程供需洽谈日"))
    event = int(re.findall(r"/manage/(\d+)/", hub)[0])
    officer.goto(f"{hub}description/")
    officer.fill("#id_scenarios", shown)
    press(officer, EN, "Save")
    registered(firm, EN_PHONE, number, "supply")
    registered(owner, EN, number, "demand")
    gathering.crowd(site, event)
    officer.goto(f"{hub}meetings/")
    press(officer, EN, "Set the frame")
    assert gathering.wishing(site, event) == gathering.FIRMS
    officer.goto(f"{hub}meetings/")
    press(officer, EN, "Compute a plan")
    expect(officer.locator("#plan-progress [role=status]")).to_have_count(0, timeout=90_000)
    officer.reload()
    press(officer, EN, "Publish the plan")
    assert not troubles(officer)
    ((sides, meetings),) = site.rows(
        "SELECT count(DISTINCT supply_id), count(*) FROM events_meeting met"
        " JOIN events_meetingplan plan ON plan.id = met.plan_id"
        " JOIN events_meetingday day ON day.id = plan.day_id"
        " WHERE day.event_id = %s AND met.cancelled_at IS NULL",
        event,
    )
    assert sides == meetings == gathering.FIRMS
    owner.reload()
    owner.get_by_role("link", name=EN.say("My meetings"), exact=True).click()
    expect(owner.locator("main ol li.paper").first).to_be_visible()
    gathering.over(site, event)
    return event, number


def promised(owner: Page, firm: Page, where: str) -> None:
    """Three promises at the table, confirmed by the other side: one kept, one broken, one owed."""
    places = {}
    for what in (KEPT, BROKEN, OWED):
        owner.goto(f"/docking/promises/new/?{where}")
        owner.check("input[name='direction'][value='theirs']")
        owner.fill("#id_other", ROBOTS)
        owner.fill("#id_what", what)
        press(owner, EN, "Note it")
        places[what] = owner.url
        firm.goto(owner.url)
        press(firm, EN_PHONE, "Confirm")
        fits(firm)
    firm.goto(places[KEPT])
    firm.fill("#id_report_words", "（示例）样机已送达。")
    press(firm, EN_PHONE, "Report as done")
    owner.goto(places[KEPT])
    press(owner, EN, "Accept as kept")
    firm.goto(places[BROKEN])
    firm.locator("summary", has_text=EN.say("Drop it, with the reason")).click()
    firm.fill("#id_drop_reason", "（示例）夜间窗口被占用。")
    press(firm, EN_PHONE, "Drop it, with the reason")
    expect(firm.locator("main")).to_contain_text("夜间窗口被占用")


def told(officer: Page, number: str, event: int, scenario: str, title: str) -> None:
    """The board: how far it came, what was promised and what became of it, who follows it up."""
    for step, there in (("answer", 1), ("meeting", 1), ("landing", 0)):
        officer.goto(f"/docking/funnel/records/?step={step}")
        rows = officer.locator("main li", has_text=title)
        expect(rows).to_have_count(there)
    assert not troubles(officer)
    for address in (f"/events/{number}/", f"/scenarios/{scenario}/"):
        officer.goto(address)
        expect(officer.locator("main")).to_contain_text("1 of 3 promises were kept.")
    officer.goto(f"/docking/promises/minutes/event/{event}/")
    minutes = officer.locator("main")
    expect(minutes).to_contain_text("夜间窗口被占用")
    for what in (KEPT, BROKEN, OWED):
        expect(minutes).to_contain_text(what)
    assert not troubles(officer)
