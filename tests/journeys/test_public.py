"""Visitors: languages, cities, contacts, subscriptions, print, and the day the database is gone."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.browsing import EN, ZH, Visit, Way, both
from tests.journeys.serving import Site
from tests.journeys.test_accessibility import troubles

SCENARIO = "main h3 a[href^='/scenarios/'], main h2 a[href^='/scenarios/']"


def test_the_language_changes_on_the_page_one_reads(visit: Visit):
    page = visit(way=ZH, path="/scenarios/?field=water")

    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="中文").click()

    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")
    assert page.url.endswith("/scenarios/?field=water")


def test_another_city_brings_its_own_name_and_scenarios(visit: Visit):
    page = visit(path="/")

    page.locator("header details summary").first.click()
    page.locator("header button[value=chengdu]").click()

    expect(page).to_have_title(re.compile("成都"))


@both
def test_a_contact_is_masked_and_each_look_is_on_record(way: Way, visit: Visit, site: Site):
    reader = visit("demo-company-member", way=way, path="/lists/qingdao/demo-1/")
    reader.locator("main a[href^='/scenarios/']").first.click()
    contact = reader.locator("#contact")
    expect(contact).to_contain_text("***")
    looks = "SELECT count(*) FROM ledger_entry WHERE verb = 'catalogue.contact.unmasked'"
    before = site.rows(looks)

    contact.get_by_role("button").click()
    expect(reader.locator("#contact")).to_contain_text("0532-5550")

    assert site.rows(looks) != before


@both
def test_a_subscription_begins_with_the_link_in_the_mail(way: Way, visit: Visit, site: Site):
    reader = visit(way=way, path="/scenarios/subscribe/?field=water")
    address = f"reader-{way.width}@example.com"
    reader.fill("[name=email]", address)
    reader.locator("main form button.btn-primary").click()
    expect(reader.locator("main [role=status]")).to_contain_text(address)

    link = re.search(r"http://\S+/subscribe/confirm/\S+", site.mail_to(address))
    assert link
    reader.goto(link[0])
    reader.locator("main form button.btn-primary").click()

    expect(reader.locator("h1")).to_have_text(way.say("The subscription is confirmed"))


def test_the_printed_page_leaves_out_what_only_a_screen_needs(visit: Visit):
    page = visit(path="/lists/qingdao/demo-1/")
    page.locator("main a[href^='/scenarios/']").first.click()

    page.emulate_media(media="print")

    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("header.top")).to_be_hidden()
    expect(page.locator("footer.foot")).to_be_hidden()


@pytest.mark.parametrize("way", [ZH, EN], ids=str)
def test_search_and_a_scenario_work_without_script(way: Way, visit: Visit):
    page = visit(way=way, script=False, path="/")
    page.fill("main input[type=search]", "機器人")
    page.locator("main form[action='/search'] button").click()

    expect(page.locator("main a[href^='/scenarios/']").first).to_be_visible()


def test_the_hat_one_wears_is_shown(visit: Visit):
    page = visit("demo-district-officer", path="/me/")

    expect(page.locator("header .hat-as")).to_contain_text("崂山区")


def test_the_site_says_plainly_when_the_database_is_gone_and_comes_back(visit: Visit, site: Site):
    page = visit()
    with site.without_its_database():
        answer = page.goto("/scenarios/")
        assert answer
        gone = answer.status, answer.headers.get("retry-after"), page.locator("h1").inner_text()
    back = page.goto("/scenarios/")

    assert gone == (503, "10", ZH.say("Back in a moment"))
    assert back
    assert back.status == 200


@both
def test_suggestions_are_chosen_with_the_keyboard(way: Way, visit: Visit):
    page = visit(way=way, path="/")
    box = page.locator("header input[type=search]")
    box.press_sequentially("sl")
    first = page.locator("#top-offers [role=option]").first
    expect(first).to_be_visible()

    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "top-offer-1")
    assert troubles(page) == []
    box.press("Escape")
    expect(first).to_be_hidden()
    box.press("ArrowDown")
    leads_to = first.get_attribute("data-url")
    box.press("Enter")

    page.wait_for_url(f"**{leads_to}")


@both
def test_a_question_that_finds_nothing_offers_what_to_leave_out(way: Way, visit: Visit):
    page = visit(way=way, path="/search?q=无人机 金额:>999999")
    assert troubles(page) == []

    page.locator(".loosen a").first.click()

    expect(page.locator("main h3 a").first).to_be_visible()
    assert troubles(page) == []


@both
def test_a_column_keeps_the_width_one_gave_it(way: Way, visit: Visit):
    page = visit(way=way, path="/scenarios/?view=table")
    grip = page.locator("thead th").first.get_by_role("separator")
    grip.focus()
    before = int(grip.get_attribute("aria-valuenow") or 0)

    for _ in range(3):
        grip.press("ArrowRight")
    page.reload()

    again = page.locator("thead th").first.get_by_role("separator")
    expect(again).to_have_attribute("aria-valuenow", str(before + 48))
    assert troubles(page) == []
    again.press("Delete")
    page.reload()
    expect(page.locator("table.data")).not_to_have_attribute("data-sized", "")


@both
def test_the_map_narrows_the_list_by_district(way: Way, visit: Visit):
    page = visit(way=way, path="/scenarios/?view=map&city=qingdao")

    page.locator("a.tile:not(.tile-0)").first.click()

    expect(page).to_have_url(re.compile("view=map&city=qingdao&district="))
    expect(page.locator("a.tile[aria-current=true]")).to_have_count(1)
    assert troubles(page) == []
