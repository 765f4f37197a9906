"""A number is clicked, and one arrives at the record that made it."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.browsing import EN_PHONE, ZH_PHONE, Visit


def fits(page: Page) -> None:
    """Nothing stands out of the screen of a phone."""
    wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert wide <= 0, page.url


def test_an_officer_opens_a_number_into_its_record(visit: Visit) -> None:
    page = visit("demo-city-officer", way=ZH_PHONE, path="/steering/figures/?period=2026")
    fits(page)
    page.click("a[href*='/figures/qingdao/firms-served/']")
    fits(page)
    number = page.locator("section[aria-labelledby='number']")
    expect(number).to_contain_text("2026年")
    shown = page.locator("section[aria-labelledby='behind'] li.grid")
    assert shown.count() > 0
    record = page.locator("section[aria-labelledby='behind'] a[href^='/go/']").first
    record.click()
    expect(page).not_to_have_url(re.compile(r"/steering/figures/"))
    fits(page)


def test_everybody_reads_the_public_figures(visit: Visit) -> None:
    page = visit("", way=EN_PHONE, path="/steering/figures/?period=2026")
    fits(page)
    page.fill("#q", "brought in")
    page.press("#q", "Enter")
    page.click("a[href*='/figures/qingdao/firms-brought-in/']")
    fits(page)
    expect(page.locator("h1")).to_have_text("Innovative firms brought in")
    answer = page.request.get(page.url.replace("/?", "/export.jsonl?").replace("q=brought+in", ""))
    assert answer.status == 200
