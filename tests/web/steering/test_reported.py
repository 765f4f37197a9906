"""Reported readings by hand: entered with their source, corrected by another, never computed."""

import pytest
from django.test import Client
from django.urls import reverse

from citystage.foundation.ledger.models import Entry
from citystage.stages.evaluation.models import Reported
from citystage.stages.evaluation.queries import reported as queries
from tests.conftest import Town
from tests.evaluation.plan import building
from tests.evaluation.plan.building import counted, stated
from tests.web.bureau.people import browser, cost

NEW = "/steering/reported/new/"


@pytest.fixture
def town(transactional_db):
    return Town()


def form(**changes):
    return {
        "name": "累计开放场景",
        "value": "240",
        "unit": "项",
        "measure": "number",
        "exactness": "over",
        "as_of_text": "截至2026年6月底",
        "source_title": "示例通报",
        "source_publisher": "示例社",
        "url": "https://example.invalid/a?b=1",
        "published": "2026-07-02",
        "reason": "市政府通报",
    } | changes


def correction(reading):
    return reverse("steering:reported_correct", args=[reading.pk])


def test_a_reading_is_entered_with_its_source_and_shown_as_reported(town):
    counted(town)
    office = browser(town.city_officer)

    assert office.get(NEW).status_code == 200
    sent = office.post(NEW, form(indicator=building.CODE))

    assert sent["Location"] == "/steering/plan/?city=qingdao"
    made = Reported.objects.get()
    assert (made.value, made.as_written, made.source["url"]) == (
        240,
        "240项",
        "https://example.invalid/a?b=1",
    )
    for client in (office, Client(headers={"accept-language": "en"})):
        page = client.get(reverse("steering:results")).text
        assert "Reported by sources, not computed here" in page
        assert "Entered by hand on" in page
        assert "市政府通报" in page
        assert 'href="https://example.invalid/a?b=1"' in page
    assert [one.pk for one in queries.beside(town.city, building.CODE)] == [made.pk]
    assert Entry.objects.filter(verb="evaluation.reported.entered").count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": ""},
        {"value": "viele"},
        {"value": "NaN"},
        {"as_of_text": ""},
        {"source_title": ""},
        {"url": ""},
        {"url": "javascript:alert(1)"},
        {"url": "ftp://example.invalid/"},
        {"published": ""},
        {"indicator": "unknown"},
    ],
)
def test_what_lacks_value_source_or_reason_is_not_entered(town, changes):
    page = browser(town.city_officer).post(NEW, form(**changes))

    assert page.status_code == 422
    assert "累计开放场景" in page.text
    assert not Reported.objects.exists()


def test_a_correction_is_a_reading_of_its_own_and_the_former_one_stays(town):
    office = browser(town.city_officer)
    office.post(NEW, form())
    first = Reported.objects.get()

    assert 'value="240"' in office.get(correction(first)).text
    said = form(value="245", reason="通报更正", _version=str(first.pk))
    assert office.post(correction(first), said).status_code == 302
    stale = office.post(correction(first), said | {"value": "250"})

    assert stale.status_code == 409
    assert 'value="250"' in stale.text
    (shown,) = queries.reported(town.city)
    assert (shown.value, [one.value for one in shown.formers]) == (245, [240])
    page = office.get(reverse("steering:plans")).text
    assert "Before that 240 项" in page
    assert "通报更正" in page
    again = form(value="250", reason="再次更正", _version=str(shown.pk))
    assert office.post(correction(first), again).status_code == 302
    assert [one.value for one in queries.reported(town.city)[0].formers] == [245, 240]


def test_readings_of_the_pack_are_corrected_in_the_pack(town):
    told = stated(town)
    office = browser(town.city_officer)

    assert office.get(correction(told)).status_code == 404
    assert correction(told) not in office.get(reverse("steering:plans")).text


def test_only_the_coordinating_office_enters_readings(town):
    browser(town.city_officer).post(NEW, form())
    made = Reported.objects.get()

    for person in (town.officer, town.clerk):
        assert browser(person).post(NEW, form()).status_code == 403
        assert browser(person).get(correction(made)).status_code == 404
        assert NEW not in browser(person).get(reverse("steering:plans")).text
    assert browser(town.owner).get(NEW).status_code == 404
    assert Reported.objects.count() == 1


def test_the_list_takes_the_same_queries_for_one_and_for_three(town):
    office = browser(town.city_officer)
    office.post(NEW, form())
    cost(office, reverse("steering:plans"))
    one = cost(office, reverse("steering:plans"))
    for _more in range(2):
        office.post(NEW, form())
        newest = Reported.objects.order_by("-pk")[0]
        office.post(correction(newest), form(value="9", _version=str(newest.pk)))

    assert cost(office, reverse("steering:plans")) == one
