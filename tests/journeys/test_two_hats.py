"""One person, two hats: each hat has its own work, and changing it is one click."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.browsing import Visit, Way, both
from tests.journeys.steps import Need, draft, own

DRAFT = "（示例）近海浮标生物附着监测"


def put_on(page: Page, way: Way, chinese: str, english: str) -> None:
    """Choose the unit to act for, in the menu of the account."""
    top = page.locator("header")
    top.locator("summary", has_text=way.say("Account and roles")).click()
    name = re.compile(re.escape(way.say_unit(chinese, english)))
    with page.expect_navigation():
        top.get_by_role("button", name=name).click()


@both
def test_each_hat_has_a_list_of_its_own(way: Way, visit: Visit):
    title = own("崂山区公园夜间安防巡检")
    person = visit("demo-two-hats", way=way, path="/work/")
    main = person.locator("main")

    to_recommend = main.get_by_role("link", name=re.compile("^" + way.say("Recommend") + " "))

    expect(main).not_to_contain_text(DRAFT)
    expect(to_recommend.first).to_be_visible()

    put_on(person, way, "示例海洋技术研究院", "Example Institute of Marine Technology")
    expect(main).to_contain_text(DRAFT)
    expect(to_recommend).to_have_count(0)
    number = draft(person, way, Need(title))
    person.goto("/work/")
    expect(main).to_contain_text(title)

    put_on(person, way, "崂山区", "Laoshan District")
    expect(main).not_to_contain_text(title)
    answer = person.goto(f"/company/file/{number}/edit/")
    assert answer is not None
    assert answer.status == 404
