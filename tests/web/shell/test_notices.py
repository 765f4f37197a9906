"""Notices in the page, wishes for mail, and the way from a notice to its record."""

import pytest

from citystage.foundation.notices import queries
from citystage.foundation.notices.models import Group, Notice, Preference
from citystage.foundation.notices.telling import tell
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Capability, Release
from citystage.web.shell.going import DESTINATIONS
from tests.catalogue.listing import begin
from tests.events.building import announced
from tests.web.company.conftest import signed_in


@pytest.fixture
def browser(town):
    return signed_in(town.owner)


def say(town, about, number=1):
    for _ in range(number):
        tell(
            [town.owner],
            group=Group.FOLLOWED,
            template="“%(title)s” is public now.",
            values={"title": "甲"},
            about=about,
            stamp=town.stamp(town.city_officer),
        )
    return Notice.objects.first()


def test_an_empty_page_teaches(browser):
    assert "Nothing new" in browser.get("/notices/").content.decode()


def test_a_notice_is_opened_and_read(town, browser):
    scenario = town.scenario()
    notice = say(town, scenario)

    opened = browser.post("/notices/read/", {"notice": notice.pk, "open": "1"})
    led = browser.get(opened["Location"])

    assert opened["Location"] == f"/go/catalogue.scenario:{scenario.pk}"
    assert led["Location"] == f"/scenarios/{scenario.number}/"
    assert queries.unread_count(town.owner.pk) == 0


def test_notices_are_marked_read_one_or_all(town, browser):
    notice = say(town, town.scenario(), 3)

    browser.post("/notices/read/", {"notice": notice.pk})
    unread = browser.get("/notices/", {"unread": "1"})
    browser.post("/notices/read/")

    assert unread.context["page"].paginator.count == 2
    assert queries.unread_count(town.owner.pk) == 0


def test_the_bell_counts(town, browser):
    say(town, town.scenario(), 2)

    assert browser.get("/notices/").context["frame"].unread == 2


def test_wishes_are_kept(town, browser):
    chosen = {group.value: "daily" for group in Group}

    shown = browser.get("/notices/settings/")
    saved = browser.post("/notices/settings/", chosen)
    wrong = browser.post("/notices/settings/", chosen | {"task": "hourly"})

    assert (shown.status_code, saved.status_code, wrong.status_code) == (200, 302, 422)
    assert set(queries.wishes_of(town.owner).values()) == {Preference.Mail.DAILY}


@pytest.mark.parametrize(
    "subject", ["nonsense", "no.such:1", "catalogue.scenario:x", "catalogue.scenario:999"]
)
def test_what_has_no_page_is_said(browser, subject):
    assert browser.get(f"/go/{subject}").status_code == 404


def test_everybody_is_led_to_the_page_that_suits(town, browser):
    office = signed_in(town.city_officer)
    scenario, release = town.scenario(), begin(town)

    assert office.get(f"/go/catalogue.scenario:{scenario.pk}")["Location"] == (
        f"/bureau/records/{scenario.number}/"
    )
    assert office.get(f"/go/catalogue.release:{release.pk}")["Location"] == (
        f"/bureau/lists/{release.pk}/"
    )
    assert browser.get(f"/go/catalogue.release:{release.pk}")["Location"] == (
        "/lists/qingdao/2026-1/"
    )
    assert browser.get("/go/catalogue.release:999").status_code == 404
    assert Capability._meta.label_lower in DESTINATIONS.known
    assert Release._meta.label_lower in DESTINATIONS.known


def test_every_destination_leads_to_an_address(town):
    officer, owner = town.stamp(town.city_officer).actor, town.stamp(town.owner).actor
    known = {
        "catalogue.scenario": town.scenario().pk,
        "catalogue.release": begin(town).pk,
        "events.event": announced(town).pk,
    }
    away = set()

    for kind, destination in DESTINATIONS.known.items():
        for actor in (officer, owner):
            try:
                assert destination(actor, known.get(kind, 1)).startswith("/")
            except NotFound:
                away.add(kind)

    # Others lead to lists, or see by themselves that there is no such record.
    assert away.isdisjoint(known)


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_same_for_any_number(town, browser, number, django_assert_num_queries):
    say(town, town.scenario(), number)
    browser.get("/notices/")

    with django_assert_num_queries(QUERIES):
        browser.get("/notices/")


QUERIES = 8
