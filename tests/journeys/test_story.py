"""From the call to the public list: what a stranger does who follows the README."""

import re
import secrets
import shutil
import subprocess

from playwright.sync_api import Page, expect

from tests.journeys.browsing import Visit, Way, both
from tests.journeys.serving import Site
from tests.journeys.steps import (
    SHARP,
    VAGUE,
    Need,
    draft,
    follow,
    number_in,
    own,
    press,
    recommend,
    submit,
)

# Each way has a need of its own; the words in Traditional characters find only that one.
TITLES = {1440: ("隧道排水泵房自动巡检", "隧道排水"), 390: ("灯塔助航设备远程监测", "燈塔助航")}


def score(page: Page) -> int:
    """What the quality gate gives."""
    return int(page.locator("#gate progress, main progress").first.get_attribute("value") or "0")


@both
def test_a_need_travels_from_the_form_to_the_public_search(way: Way, visit: Visit, site: Site):
    words, traditional = TITLES[way.width]
    title = own(words)
    district = visit(way=way, path="/")
    follow_in_top(district, way, "Sign in")
    district.locator("button[value=demo-district-officer]").click()
    expect(district).to_have_url(re.compile(r"/work/$"))

    number = draft(district, way, Need(title, need=VAGUE))
    district.goto(f"/company/file/{number}/edit/")
    before = score(district)
    district.fill("#id_need", SHARP)
    district.fill(
        "#id_goals", "1. 告警时间：由2小时缩短到5分钟以内，以平台时间为准。\n2. 漏报率不高于2%。"
    )
    press(district, way, "Save")
    district.goto(f"/company/file/{number}/edit/")
    assert score(district) > before
    submit(district, way, number)
    recommend(district, way, number)

    city = visit("demo-city-officer", way=way, path="/bureau/triage/")
    case = open_case(city, title)
    press(city, way, "Take up")
    polish(city, way, case)
    press(city, way, "Make ready")
    decide(city, way, title)
    released = release(city, way, title)
    expect(city.locator("main")).to_contain_text("SHA-256")
    follow(city, way, "Public page")
    document = city.request.get(city.url.rstrip("/") + "/file.pdf")

    stranger = visit(way=way, path="/")
    stranger.fill("main input[type=search]", traditional)
    stranger.press("main input[type=search]", "Enter")
    stranger.get_by_role("link", name=title, exact=True).first.click()

    assert released
    assert document.headers["content-type"] == "application/pdf"
    assert document.body().startswith(b"%PDF-")
    assert title in words_of(document.body())
    expect(stranger.locator("h1")).to_have_text(title)


def words_of(document: bytes) -> str:
    """The text of a PDF without its spaces, by an independent reader."""
    reader = shutil.which("pdftotext")
    assert reader, "install poppler-utils"
    done = subprocess.run([reader, "-", "-"], input=document, capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def follow_in_top(page: Page, way: Way, words: str) -> None:
    page.locator("header").get_by_role("link", name=way.say(words)).click()


def open_case(page: Page, title: str) -> int:
    """From the queue to the record's own page."""
    link = page.locator("[data-row] a[data-open]", has_text=title).first
    link.click()
    found = re.search(r"case=(\d+)", page.url)
    case = int(found[1]) if found else number_in(page.url)
    page.goto(f"/bureau/cases/{case}/")
    return case


def polish(page: Page, way: Way, case: int) -> None:
    """The questions of polishing that a released list needs."""
    page.goto(f"/bureau/cases/{case}/edit/")
    page.select_option("#id_tier", "narrow")
    page.select_option("#id_field", "water")
    page.fill("#id_current_state", "泵房86处，2025年接入监控平台；班组12人，年费用约160万元。")
    page.fill("#id_problem", "停机平均2小时后才被发现，去年4次积水影响通行，单次抢修约20万元。")
    page.fill("#id_place", "示例隧道及引道，泵房86处，可提供供电和网络接入。")
    page.fill("#id_acceptance", "连续试运行90天，由需求单位会同第三方测评，指标全部达到即通过。")
    page.fill("#id_data_open", "近12个月泵房运行日志，由需求单位提供，只在域内计算，不含个人信息。")
    page.fill("#id_mode_detail", "试用90天免费，达到指标后按年采购服务。")
    page.fill("#id_period_from", "2027-03-01")
    page.fill("#id_period_until", "2027-08-31")
    page.fill("#id_answer_until", "2027-01-31")
    page.fill("#note", "核实现状与验收办法。")
    press(page, way, "Save as a new revision")
    page.goto(f"/bureau/cases/{case}/")


def decide(page: Page, way: Way, title: str) -> None:
    """Prepare one decision in a batch of its own, and put it into effect."""
    page.goto("/bureau/decisions/")
    page.fill("#id_title", f"批次：{title}")
    press(page, way, "Begin")
    item = page.locator("li", has_text=title)
    item.locator("summary").click()
    item.locator("[name=outcome]").first.select_option("chosen")
    item.locator("form button").click()
    page.locator("[data-dialog=apply]").click()
    page.locator("dialog#apply form button.btn-primary").click()


def release(page: Page, way: Way, title: str) -> int:
    """A new list of one scenario, released."""
    page.goto("/bureau/lists/new/")
    page.fill("#id_code", f"journey-{secrets.token_hex(3)}")
    page.fill("#id_title", f"{title}清单")
    page.fill("#id_number", f"第{way.width}批")
    press(page, way, "Save")
    number = number_in(page.url)
    page.goto(f"/bureau/lists/{number}/choose/?q={title}")
    page.get_by_role("checkbox", name=title).check()
    press(page, way, "Add to the list")
    page.goto(f"/bureau/lists/{number}/")
    page.locator("[data-dialog=release]").click()
    page.locator("dialog#release form button.btn-primary").click()
    return number
