"""Steps that several journeys take, as a person takes them: by what is written on the page."""

import re
import secrets
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.journeys.browsing import Way

VAGUE = "提升水平，提高效率。"
SHARP = (
    "目前由12名班组人员每日目视检查86处排水泵房，单次耗时5小时，去年有4次停机在2小时后才被发现。"
    "希望自动巡检每30分钟一遍，停机后5分钟内告警，漏报率不高于2%。"
)


@dataclass(frozen=True, slots=True)
class Need:
    """The six fields."""

    title: str
    need: str = SHARP
    owner: str = "示例排水运营有限公司"
    district: str = "laoshan"


def press(page: Page, way: Way, words: str, *, within: Locator | None = None) -> None:
    """Press the button that says ``words``, and wait for the page that answers."""
    place = within or page.locator("main")
    with page.expect_navigation():
        place.get_by_role("button", name=way.say(words), exact=True).first.click()


def follow(page: Page, way: Way, words: str) -> None:
    """Follow the link that begins with ``words``."""
    name = re.compile("^\\s*" + re.escape(way.say(words)))
    page.locator("main").get_by_role("link", name=name).first.click()


def fill_six(page: Page, need: Need) -> None:
    """The six fields of the intake form."""
    page.fill("#id_title", need.title)
    page.fill("#id_owner_unit", need.owner)
    page.select_option("#id_side", "industry")
    page.select_option("#id_district", need.district)
    page.fill("#id_need", need.need)
    page.fill("[name='contact.name']", "示例联系人")
    page.fill("[name='contact.unit']", need.owner)
    page.fill("[name='contact.phone']", "0532-5550 1009")


def draft(page: Page, way: Way, need: Need) -> int:
    """A new draft in the call that is always open and has places for many; its number."""
    page.goto("/company/file/calls/")
    always = page.locator("article", has_text=way.say("always open"))
    always.get_by_role("link", name=re.compile(way.say("File a need"))).first.click()
    fill_six(page, need)
    press(page, way, "Save the draft and go on")
    page.wait_for_url(re.compile(r"/company/file/\d+/"))
    return number_in(page.url)


def submit(page: Page, way: Way, number: int) -> None:
    """Look once more, then submit."""
    page.goto(f"/company/file/{number}/submit/")
    press(page, way, "Submit")
    expect(page).to_have_url(re.compile(rf"/company/file/{number}/$"))


def recommend(page: Page, way: Way, number: int) -> None:
    """The district's word."""
    page.goto(f"/bureau/recommending/{number}/")
    page.fill("#id_recommend_opinion", "需求真实，现场可立即提供。")
    press(page, way, "Recommend")


def own(title: str) -> str:
    """The title with a mark of its own, so that no two journeys meet each other's records."""
    return f"{title}{secrets.token_hex(2)}"


def number_in(address: str) -> int:
    """The number of the record in an address."""
    found = re.search(r"/(\d+)/", address)
    assert found, address
    return int(found[1])


def title(page: Page) -> str:
    """The heading of the page."""
    return page.locator("h1").inner_text().strip()
