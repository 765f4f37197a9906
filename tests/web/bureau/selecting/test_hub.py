"""The hub of a selection."""

import pytest

from tests.selection.building import candidacy, programme
from tests.web.bureau.people import browser


@pytest.fixture
def made(town):
    found = programme(town)
    candidacy(town, found)
    return found


def test_the_list_names_the_selections_of_the_city(town, made):
    page = browser(town.city_officer).get("/bureau/selection/")

    assert page.status_code == 200
    assert "Example labs" in page.text


def test_the_hub_shows_the_timetable_and_what_stands_where(town, made):
    page = browser(town.city_officer).get(f"/bureau/selection/{made.pk}/")

    assert page.status_code == 200
    assert [str(one.name) for one, _days in page.context["stands"]][:2] == [
        "applications",
        "recommendation by districts",
    ]
    assert page.context["total"] == 1


def test_companies_and_other_cities_do_not_find_it(town, made):
    assert browser(town.owner).get("/bureau/selection/").status_code == 404
    assert browser(town.owner).get(f"/bureau/selection/{made.pk}/").status_code == 404
