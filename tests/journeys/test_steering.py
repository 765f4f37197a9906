"""The office steers: view, parts, plan revised with its reason, white spots, brief, results."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.browsing import EN_PHONE, ZH, Visit, Way, both
from tests.journeys.steps import follow, own, press
from tests.journeys.test_accessibility import troubles

OFFICER, DISTRICT = "demo-city-officer", "demo-district-officer"
PLAN = "“十百千”工程"


def sound(page: Page) -> None:
    """No barrier, nothing wider than the screen."""
    assert troubles(page) == []


@both
def test_the_view_shows_the_plan_and_its_parts_are_chosen(way: Way, visit: Visit) -> None:
    page = visit(OFFICER, way=way, path="/steering/")
    sound(page)
    expect(page.locator("#wall-plan")).to_be_visible()
    expect(page.locator("main")).to_contain_text("审图号")

    page.locator("summary", has_text=way.say("Parts")).click()
    page.get_by_role("checkbox", name=way.say("What is stuck, and with whom")).uncheck()
    press(page, way, "Show these")

    assert "part=plan" in page.url
    expect(page.locator("#wall-stuck")).to_have_count(0)
    page.goto("/steering/")
    expect(page.locator("#wall-stuck")).to_have_count(0)
    page.goto("/steering/?part=stuck")
    expect(page.locator("#wall-stuck")).to_be_visible()


def test_the_board_renews_itself_and_says_as_of_when(visit: Visit) -> None:
    page = visit(OFFICER, way=ZH, path="/steering/screen/")
    sound(page)
    page.evaluate("document.querySelector('[data-as-of]').textContent = ''")

    page.evaluate("htmx.trigger('#board', 'refresh')")

    expect(page.locator("[data-as-of]")).to_contain_text("截至")


@both
def test_a_plan_is_written_and_a_target_revised(way: Way, visit: Visit) -> None:
    name = own("（示例）旅程计划")
    page = visit(OFFICER, way=way, path="/steering/plan/")
    sound(page)
    follow(page, way, "New plan")
    page.fill("#id_name", name)
    press(page, way, "Enter the plan")
    sound(page)

    follow(page, way, "New target")
    sound(page)
    page.fill("#id_name", "（示例）目标")
    page.fill("#id_unit", "项")
    page.fill("#id_at_least", "40")
    page.fill("#id_milestones", "2026 10")
    press(page, way, "Set the target")
    follow(page, way, "Revise")
    sound(page)
    page.fill("#id_at_least", "60")
    press(page, way, "Revise")
    expect(page.locator("[role=alert]")).to_be_visible()
    page.fill("#id_reason", "（示例）范围扩大")
    press(page, way, "Revise")

    expect(page.locator("table")).to_contain_text("（示例）范围扩大")
    expect(page.locator("tbody tr")).to_have_count(2)
    sound(page)


@both
def test_the_matrix_opens_into_records(way: Way, visit: Visit) -> None:
    page = visit(DISTRICT, way=way, path="/steering/duties/")
    sound(page)
    page.locator("table.data tbody a").first.click()
    page.wait_for_url(re.compile(r"/duties/records/"))
    sound(page)
    expect(page.locator("table.data tbody tr").first).to_be_visible()


def test_the_brief_comes_as_two_files(visit: Visit) -> None:
    page = visit(OFFICER, way=ZH, path="/steering/")
    for kind in ("PDF", "DOCX"):
        page.locator("summary", has_text=ZH.say("Two-page brief")).click()
        with page.expect_download() as taken:
            page.locator("main").get_by_role("link", name=kind, exact=True).click()
        assert taken.value.suggested_filename == f"steering-brief.{kind.lower()}"
        page.reload()


def test_everybody_reads_results_with_their_sources(visit: Visit) -> None:
    for way in (ZH, EN_PHONE):
        page = visit(way=way, path="/steering/results/")
        sound(page)
        expect(page.locator("main")).to_contain_text(
            way.say("Reported by sources, not computed here")
        )
        expect(page.locator("main")).to_contain_text("6.3")
