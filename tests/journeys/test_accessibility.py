"""Every kind of page, for all who can reach it: no barrier, no dead link, nothing off screen."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.journeys.browsing import EN, EN_PHONE, ZH, ZH_PHONE, Visit, Way
from tests.journeys.crawling import Crawl, Drawn
from tests.journeys.serving import CHECKOUT, Site

AXE = (CHECKOUT / "node_modules/axe-core/axe.min.js").read_text("utf-8")
# Without `preload`: only an experimental rule, which is off, reads the style sheets themselves.
RUN = "axe.run(document, {resultTypes: ['violations'], preload: false})"
WIDER = "document.documentElement.scrollWidth - window.innerWidth"

WALKS = [
    ("", ZH),
    ("", EN_PHONE),
    ("demo-city-officer", ZH_PHONE),
    ("demo-city-officer", EN),
    ("demo-district-officer", ZH),
    ("demo-district-officer", EN_PHONE),
    ("demo-department-officer", ZH_PHONE),
    ("demo-demand-owner", EN_PHONE),
    ("demo-demand-owner", ZH),
    ("demo-company-member", ZH_PHONE),
    ("demo-broker", EN),
    ("demo-expert", ZH),
    ("demo-fund", EN_PHONE),
    ("demo-data-steward", ZH),
    ("demo-system-administrator", EN_PHONE),
    ("demo-security-administrator", ZH_PHONE),
    ("demo-audit-administrator", ZH),
]


def barriers(page: Page) -> list[str]:
    """What axe finds on the page, one line for each rule with the first place."""
    page.evaluate(AXE)
    found = page.evaluate(RUN)["violations"]
    return [f"{one['id']} ×{len(one['nodes'])}: {one['nodes'][0]['html'][:200]}" for one in found]


def troubles(page: Page) -> list[str]:
    """Barriers, and what one would have to scroll sideways for."""
    page.wait_for_load_state()  # a page that waits for a job may just be loading itself anew
    wider = page.evaluate(WIDER)
    return barriers(page) + ([f"{wider} px wider than the screen"] if wider > 0 else [])


@pytest.fixture(scope="module")
def drawn() -> Drawn:
    """What the walks before this one drew; each asks for every link it finds all the same."""
    return Drawn()


@pytest.mark.parametrize(("account", "way"), WALKS, ids=lambda one: str(one) or "visitor")
def test_every_page_is_open_to_all_and_every_link_answers(
    account: str, way: Way, visit: Visit, site: Site, drawn: Drawn
):
    page = visit(account, way=way)
    crawl = Crawl(page, site.address, account=account, way=way, others=drawn)
    met: list[str] = []

    def look(page: Page, kind: str) -> None:
        met.extend(f"{kind} {page.url}: {trouble}" for trouble in troubles(page))

    kinds = list(crawl.walk(look))

    assert met == []
    assert crawl.dead == []
    assert {"public:home", "public:scenario"} <= set(kinds)


SELDOM = [
    "/account/login/",
    "/account/signup/",
    "/account/password/reset/",
    "/account/password/reset/done/",
    "/account/confirm-email/",
    "/style/",
    "/scenarios/?text=没有这样的词",
    "/search?q=没有这样的词",
    "/search?q=機器人",
    "/no-such-page/",
    "/scenarios/QD-1999-00001/",
]


@pytest.mark.parametrize("way", [ZH_PHONE, EN], ids=str)
@pytest.mark.parametrize("path", SELDOM)
def test_pages_that_no_link_leads_to_are_open_to_all(path: str, way: Way, visit: Visit):
    page = visit(way=way, path=path)

    assert troubles(page) == []


def test_open_menus_and_dialogs_are_open_to_all(visit: Visit, site: Site):
    page = visit("demo-district-officer", path="/work/")
    for summary in page.locator("header summary").all():
        summary.click()

        assert troubles(page) == []


def test_axe_is_the_one_that_the_project_locks():
    assert Path(CHECKOUT / "node_modules/axe-core/package.json").exists()
    assert AXE.startswith("/*! axe v")
