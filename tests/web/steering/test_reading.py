"""The page of a reading: every row that changed with it, or was known then, and who may see it."""

import csv
import io

import pytest
from django.test import Client

from citystage.stages.evaluation.models import Evidence
from citystage.stages.evaluation.queries import figures
from citystage.stages.projects.models import Arrival
from tests.evaluation.figures.counted import arrival, counts, rebuild
from tests.web.bureau.people import browser, cost

NUMBER = "/steering/figures/qingdao/firms-brought-in/?period=2026"


@pytest.fixture
def city(town):
    """Seven firms, of which one went and seven came with the second reading."""
    counts(town.city, only={"firms-brought-in"})
    for number in range(7):
        arrival(town, f"firm-{number}")
    rebuild()
    Arrival.objects.filter(name="firm-0").update(state="withdrawn", reason="迁出")
    for number in range(7, 14):
        arrival(town, f"firm-{number}")
    rebuild(1)
    return town.city


@pytest.fixture
def office(town):
    return browser(town.city_officer)


@pytest.fixture
def client():
    return Client(headers={"accept-language": "en"})


def page_of(city, place=0):
    kept = figures.history(city, "firms-brought-in", "2026")[place]
    return f"/steering/figures/qingdao/reading/{kept.pk}/"


def units(answer):
    return sorted(one.row.unit for one in answer.context["rows"])


def named(*numbers):
    return sorted(f"firm:firm-{number}" for number in numbers)


def test_a_reading_of_many_rows_leads_to_all_of_them(office, city):
    number = office.get(NUMBER).content.decode()

    assert page_of(city) in number
    assert page_of(city, 1) in number


def test_what_came_and_what_went_stand_apart(office, city):
    went = office.get(page_of(city))
    came = office.get(f"{page_of(city)}?show=came")

    assert units(went) == named(0)
    assert units(came) == named(*range(7, 14))
    assert [(one.value, one.count) for one in came.context["which"]] == [
        ("went", 1),
        ("came", 7),
        ("then", None),
    ]


def test_the_list_is_as_it_was_known_then(office, city):
    first = office.get(f"{page_of(city, 1)}?show=then")
    second = office.get(f"{page_of(city)}?show=then")

    assert units(first) == named(*range(7))
    assert (first.context["value"], first.context["page"].paginator.count) == ("7", 7)
    assert (second.context["value"], second.context["page"].paginator.count) == ("13", 13)


def test_the_first_reading_shows_what_was_known(office, city):
    answer = office.get(page_of(city, 1))

    assert [one.value for one in answer.context["which"]] == ["then"]
    assert answer.context["page"].paginator.count == 7


def test_rows_that_one_may_not_see_are_said_and_left_out(client, city):
    Evidence.objects.filter(unit="firm:firm-9").update(public=False)

    answer = client.get(f"{page_of(city)}?show=came")

    assert (answer.context["page"].paginator.count, answer.context["left_out"]) == (6, 1)


def test_the_file_holds_what_the_page_lists(office, city):
    file = office.get(f"{page_of(city)}export.csv?show=came")

    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert len(rows) == 1 + 7


def test_the_file_says_no_more_of_a_record_than_the_page(town, city):
    shut = Evidence.objects.filter(unit="firm:firm-9")
    shut.update(public=False, claimant="示例申报单位", title="示例记录")
    elsewhere = {"state": "claimed", "district": town.jimo, "claimed_for": town.jimo}
    Arrival.objects.filter(name="firm-9").update(**elsewhere)
    officer = browser(town.officer)

    page = officer.get(f"{page_of(city)}?show=came")
    file = officer.get(f"{page_of(city)}export.csv?show=came").content.decode("utf-8-sig")

    assert [one.row.unit for one in page.context["rows"] if one.hidden] == ["firm:firm-9"]
    (told,) = (row for row in csv.reader(io.StringIO(file)) if row[-1] == "firm:firm-9")
    assert told[2:4] == ["", ""]


def test_the_page_costs_the_same_for_one_row_and_for_many(office, city):
    office.get(page_of(city))

    one, many = (cost(office, f"{page_of(city)}?show={which}") for which in ("went", "came"))

    assert one == many


@pytest.mark.parametrize(
    "address", ["reading/0/", "reading/{pk}/?show=changed", "reading/{pk}/export.doc"]
)
def test_what_is_not_there_is_not_found(office, city, address):
    pk = figures.history(city, "firms-brought-in", "2026")[0].pk

    assert office.get(f"/steering/figures/qingdao/{address.format(pk=pk)}").status_code == 404


def test_a_reading_of_a_figure_that_is_not_open_is_not_found(client, city):
    address = page_of(city)
    setting = counts(city, only={"firms-brought-in"})
    setting.value["indicators"][0]["public"] = False
    setting.save()

    assert client.get(address).status_code == 404
