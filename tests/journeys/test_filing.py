"""Filing on a bad day: pressed twice, two tabs, signed out in mid-form, no script, sent back."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import EN, ZH, Visit, Way, both
from tests.journeys.serving import Site
from tests.journeys.steps import (
    SHARP,
    Need,
    draft,
    fill_six,
    follow,
    number_in,
    own,
    press,
    recommend,
    submit,
    title,
)

OWNER = "demo-demand-owner"
OFFICER = "demo-district-officer"


def filed(site: Site, name: str) -> int:
    """How many applications have this title."""
    ((count,),) = site.rows("SELECT count(*) FROM intake_application WHERE title = %s", name)
    return int(str(count))


@both
def test_what_was_sent_back_shows_the_difference_and_is_submitted_again(way: Way, visit: Visit):
    owner, officer = visit(OWNER, way=way), visit(OFFICER, way=way)
    number = draft(owner, way, Need(own("站台屏蔽门夹人检测")))
    submit(owner, way, number)

    officer.goto(f"/bureau/recommending/{number}/")
    officer.fill("#id_return_reason", "请补充站点数量和夜间情况。")
    press(officer, way, "Return for changes")
    owner.goto(f"/company/file/{number}/edit/")
    expect(owner.locator("main")).to_contain_text("请补充站点数量和夜间情况。")
    owner.fill("#id_need", SHARP + "共涉及14座车站，夜间停运后开展。")
    press(owner, way, "Save")
    owner.goto(f"/company/file/{number}/revisions/")
    expect(owner.locator("ins").first).to_contain_text("14座车站")
    submit(owner, way, number)

    officer.goto(f"/bureau/recommending/{number}/")
    expect(officer.locator("main")).to_contain_text("共涉及14座车站")


def test_submitting_pressed_twice_creates_one(visit: Visit, site: Site):
    owner = visit(OWNER)
    need = Need(own("双击提交一次"))
    owner.goto("/company/file/calls/")
    follow(owner, ZH, "File a need")
    fill_six(owner, need)

    owner.get_by_role("button", name=ZH.say("Save the draft and go on")).dblclick(
        no_wait_after=True
    )
    owner.wait_for_url(re.compile(r"/company/file/\d+/"))

    assert filed(site, need.title) == 1


def test_the_back_button_does_not_file_twice(visit: Visit, site: Site):
    owner = visit(OWNER)
    need = Need(own("返回后再存一次"))
    owner.goto("/company/file/calls/")
    follow(owner, ZH, "File a need")
    fill_six(owner, need)
    press(owner, ZH, "Save the draft and go on")
    owner.go_back()
    fill_six(owner, need)

    press(owner, ZH, "Save the draft and go on")

    assert filed(site, need.title) in {1, 2}
    assert re.search(r"/company/file/\d+/", owner.url)


@both
def test_a_stale_form_says_who_changed_it_and_keeps_what_was_typed(way: Way, visit: Visit):
    first = visit(OWNER, way=way)
    number = draft(first, way, Need(own("两个窗口同时修改")))
    second = first.context.new_page()
    for page in (first, second):
        page.goto(f"/company/file/{number}/edit/")
    first.fill("#id_need", "先写的一句。")
    press(first, way, "Save")

    second.fill("#id_need", "后写的一句。")
    press(second, way, "Save")

    warned = way.say("Someone changed this while you were writing; what you typed is kept")
    notice = second.locator(".notice-warn", has_text=warned)
    expect(notice).to_contain_text("演示·需求单位")
    expect(second.locator("#id_need")).to_have_value("后写的一句。")
    press(second, way, "Save")
    second.goto(f"/company/file/{number}/edit/")
    expect(second.locator("#id_need")).to_have_value("后写的一句。")


@both
def test_a_session_that_ends_in_mid_form_loses_nothing(way: Way, visit: Visit, site: Site):
    owner = visit(OWNER, way=way)
    need = Need(own("会话到期仍保留"))
    owner.goto("/company/file/calls/")
    follow(owner, way, "File a need")
    fill_six(owner, need)
    owner.context.clear_cookies(name="sessionid")

    press(owner, way, "Save the draft and go on")
    owner.locator(f"button[value={OWNER}]").click()
    expect(owner.locator("main")).to_contain_text(need.title)
    press(owner, way, "Send now")
    owner.wait_for_url(re.compile(r"/company/file/\d+/"))

    assert filed(site, need.title) == 1


@pytest.mark.parametrize("way", [ZH, EN], ids=str)
def test_filing_works_without_script(way: Way, visit: Visit):
    owner = visit(OWNER, way=way, script=False)
    need = Need(own("不用脚本也能申报"))

    number = draft(owner, way, need)
    submit(owner, way, number)

    assert title(owner) == need.title
    expect(owner.locator("main")).to_contain_text(way.say("submitted"))


def test_a_draft_saves_itself_while_one_writes(visit: Visit):
    owner = visit(OWNER)
    number = draft(owner, ZH, Need(own("边写边保存")))
    owner.goto(f"/company/file/{number}/edit/")

    with owner.expect_response(re.compile("autosave"), timeout=30_000):
        owner.locator("#id_need").press_sequentially("再补一句")
    expect(owner.locator("#saved")).not_to_contain_text("未保存")
    owner.reload()

    assert "再补一句" in owner.input_value("#id_need")


def test_what_is_missing_is_said_before_submitting(visit: Visit):
    owner = visit(OWNER)
    owner.goto("/company/file/calls/")
    follow(owner, ZH, "File a need")
    owner.fill("#id_title", own("只有名称"))
    press(owner, ZH, "Save the draft and go on")
    number = number_in(owner.url)

    owner.goto(f"/company/file/{number}/submit/")

    gaps = owner.locator("[role=alert]")
    expect(gaps).to_contain_text(ZH.say("These answers are needed before submitting"))
    expect(gaps.get_by_role("link", name="需求概述")).to_have_attribute(
        "href", f"/company/file/{number}/edit/#id_need"
    )
    assert owner.get_by_role("button", name=ZH.say("Submit"), exact=True).count() == 0


def test_a_recommended_need_cannot_be_recommended_twice(visit: Visit):
    owner, officer = visit(OWNER), visit(OFFICER)
    number = draft(owner, ZH, Need(own("只推荐一次")))
    submit(owner, ZH, number)
    late = officer.context.new_page()
    late.goto(f"/bureau/recommending/{number}/")
    recommend(officer, ZH, number)

    late.fill("#id_recommend_opinion", "同意。")
    press(late, ZH, "Recommend")

    assert late.locator(".notice").count() > 0
    assert late.locator("#id_recommend_opinion").count() == 0
