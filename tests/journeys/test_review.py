"""Officers at their queue: keys, needs that say the same, several hats."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.browsing import EN, ZH, Visit, Way, both
from tests.journeys.steps import Need, draft, own, press, recommend, submit

CITY = "demo-city-officer"
OFFICER = "demo-district-officer"
SAME = (
    "沿海步道护栏共14公里，由6人每周巡查一遍，去年有3处松动未及时发现。"
    "希望用图像识别每日巡查，松动1天内告警。"
)


@both
def test_needs_that_say_the_same_are_linked_and_the_judgement_is_remembered(way: Way, visit: Visit):
    district = visit(OFFICER, way=way)
    names = [own("海岸护栏巡查"), own("滨海步道护栏松动识别")]
    for name, words in zip(names, (SAME, SAME + "雨后加巡。"), strict=True):
        number = draft(district, way, Need(name, need=words))
        submit(district, way, number)
        recommend(district, way, number)
    city = visit(CITY, way=way)

    compare(city, names)
    expect(city.locator("mark").first).to_contain_text("护栏")
    judge(city, way, "not_same")
    open_record(city, names)
    expect(city.get_by_role("link", name=re.compile(f"“{names[0]}”"))).to_have_count(0)
    city.goto("/bureau/likeness/")
    with city.expect_navigation():
        city.locator("tr", has_text=names[1]).locator("form button").click()
    compare(city, names)
    judge(city, way, "family")
    city.goto("/bureau/likeness/")

    expect(city.locator("tr", has_text=names[1])).to_contain_text(names[0])


def open_record(page: Page, names: list[str]) -> None:
    page.goto(f"/bureau/triage/?q={names[1]}")
    with page.expect_navigation():
        page.locator("[data-row] a[data-open]", has_text=names[1]).first.click()


def compare(page: Page, names: list[str]) -> None:
    open_record(page, names)
    page.get_by_role("link", name=re.compile(f"“{names[0]}”")).first.click()
    page.wait_for_url(re.compile("/like/"))


def judge(page: Page, way: Way, verdict: str) -> None:
    page.select_option("#id_tie_verdict", verdict)
    press(page, way, "Keep the judgement")


def test_keys_walk_tick_and_open_the_queue(visit: Visit):
    city = visit(CITY, path="/bureau/triage/")
    rows = city.locator("[data-row]")

    city.keyboard.press("j")
    expect(rows.nth(0)).to_be_focused()
    city.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    city.keyboard.press("k")
    city.keyboard.press("x")
    expect(rows.nth(0).locator("input[type=checkbox]")).to_be_checked()
    name = rows.nth(0).locator("a[data-open]").inner_text()
    city.keyboard.press("e")

    expect(city.locator("#record h2").first).to_have_text(name)


@pytest.mark.parametrize("way", [ZH, EN], ids=str)
def test_the_search_box_takes_the_focus_with_a_slash(way: Way, visit: Visit):
    page = visit(way=way, path="/")

    page.keyboard.press("/")

    expect(page.locator("header [data-search]")).to_be_focused()
