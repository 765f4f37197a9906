"""One person, two hats: each hat has its own work, and changing it is one click."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.browsing import Visit, Way, both

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
    person = visit("demo-two-hats", way=way, path="/work/")
    main, rail = person.locator("main"), person.locator("body")
    to_recommend = main.get_by_role("link", name=re.compile("^" + way.say("Recommend") + " "))
    capabilities = rail.locator("nav a[href='/company/capabilities/']")
    expect(to_recommend.first).to_be_visible()
    expect(capabilities).to_have_count(0)

    put_on(person, way, "示例海洋技术研究院", "Example Institute of Marine Technology")
    expect(to_recommend).to_have_count(0)
    expect(main).to_contain_text(DRAFT)
    expect(capabilities).to_have_count(1)
    refused = person.goto("/bureau/recommending/")
    assert refused is not None
    assert refused.status >= 400

    person.goto("/work/")
    put_on(person, way, "崂山区", "Laoshan District")
    expect(to_recommend.first).to_be_visible()
