"""The duty matrix: numbers that open, white spots that are said, filters, files, its cost."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from citystage.engines.text.folding import fold
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit, plant
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.docking.models import FollowUp
from citystage.stages.evaluation.queries import duties as queries
from citystage.stages.evaluation.queries.duties import Cut
from tests.conftest import NOON
from tests.web.bureau.people import FRAME, browser, cost

pytestmark = pytest.mark.usefixtures("english")
DUTIES = "/steering/duties/"
RECORDS = "/steering/duties/records/"


@pytest.fixture
def filled(town):
    """Transport opened two scenes in Laoshan and one in Jimo; one landed, one is overdue."""
    late = town.scenario(title="甲", lead_department=town.transport)
    FollowUp.objects.create(
        scenario=late,
        person_name="张三",
        next_on=timezone.localdate() - timedelta(days=2),
        changed_at=NOON,
    )
    town.scenario(title="乙", lead_department=town.transport, state=ScenarioState.LANDED)
    town.scenario(title="丙", lead_department=town.transport, district=town.jimo, year=2025)
    town.scenario(title="丁", district=None)
    town.scenario(title="藏", lead_department=town.transport, state=ScenarioState.RESERVE)
    return town


def the_matrix(town, user=None, **cut):
    actor = town.stamp(user or town.city_officer).actor
    return queries.matrix(actor, town.city, Cut(**cut), at=timezone.now())


def test_each_scene_stands_in_its_place_once(filled):
    found = the_matrix(filled)

    rows = {row.key: [cell.opened for cell in row.cells] for row in found.rows}
    assert [key for key, _label in found.columns] == ["laoshan", "jimo", "none"]
    assert rows == {"transport": [2, 1, 0], "health": [0, 0, 0], "none": [0, 0, 1]}
    transport = next(row for row in found.rows if row.key == "transport").total
    assert (transport.opened, transport.landed, transport.overdue) == (3, 1, 1)
    assert found.whole.opened == 4
    assert [cell.opened for cell in found.below] == [2, 1, 1]


def test_white_spots_are_those_with_a_name_on_both_sides(filled):
    found = the_matrix(filled)

    assert [row.key for row in found.white_rows] == ["health"]
    assert found.white_columns == []
    assert found.white_cells == 2
    page = browser(filled.city_officer).get(DUTIES).text
    assert "Nothing opened by" in page
    assert page.count("data-blank") == 2
    assert "2 places are blank" in page


def test_a_year_cuts_the_matrix_and_stands_in_the_address(filled):
    assert the_matrix(filled, year=2025).whole.opened == 1
    assert "year=2025" in browser(filled.city_officer).get(DUTIES).text


def test_state_firms_make_rows_of_their_own(filled):
    firm = Organisation.objects.create(
        city=filled.city,
        name="示例港务集团",
        folded_name=fold("示例港务集团"),
        kind=Organisation.Kind.STATE_FIRM,
    )
    filled.scenario(title="戊", owner=firm)
    office = browser(filled.city_officer)

    found = the_matrix(filled, rows="firm")

    assert [(row.label, row.total.opened) for row in found.rows] == [("示例港务集团", 1)]
    assert "戊" in office.get(f"{RECORDS}?rows=firm&row={firm.pk}").text
    assert "戊" not in office.get(f"{RECORDS}?rows=firm&row=x").text
    assert office.get(f"{DUTIES}?rows=firm").status_code == 200


def test_a_state_firm_of_elsewhere_stands_in_the_last_row_which_opens(filled):
    elsewhere = plant(parent=None, kind=Unit.Kind.CITY, name="成都市", code="chengdu")
    firm = Organisation.objects.create(
        city=elsewhere,
        name="外地示例集团",
        folded_name=fold("外地示例集团"),
        kind=Organisation.Kind.STATE_FIRM,
    )
    filled.scenario(title="己", owner=firm)

    found = the_matrix(filled, rows="firm")
    page = browser(filled.city_officer).get(f"{RECORDS}?rows=firm&row=none").text

    assert [(row.key, row.total.opened) for row in found.rows] == [("none", 1)]
    assert [title for title in "甲乙丙丁己" if f">{title}</a>" in page] == ["己"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"甲", "乙", "丙", "丁"}),
        ("row=transport&district=laoshan", {"甲", "乙"}),
        ("row=transport&measure=landed", {"乙"}),
        ("measure=overdue", {"甲"}),
        ("row=none", {"丁"}),
        ("district=none", {"丁"}),
        ("row=transport&year=2025", {"丙"}),
        ("measure=answered", set()),
        ("row=health", set()),
    ],
)
def test_every_number_opens_into_its_records(filled, query, titles):
    office = browser(filled.city_officer)

    page = office.get(f"{RECORDS}?{query}")
    file = office.get(f"{reverse('steering:duty_records_export', args=['csv'])}?{query}")

    assert page.status_code == 200
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert {row[1] for row in rows[1:]} == titles
    assert {title for title in "甲乙丙丁" if f">{title}</a>" in page.text} == titles


def test_the_records_are_sorted_as_asked(filled):
    office = browser(filled.city_officer)

    def order(sort):
        text = office.get(f"{RECORDS}?sort={sort}").text
        return sorted("甲乙丙丁", key=lambda title: text.index(f">{title}</a>"))

    assert order("new") == ["丁", "丙", "乙", "甲"]
    assert order("district")[-1] == "丁"
    assert order("nothing") == order("new")


def test_the_matrix_goes_out_as_a_file(filled):
    made = browser(filled.city_officer).get(reverse("steering:duties_export", args=["csv"]))

    rows = list(csv.reader(io.StringIO(made.content.decode("utf-8-sig"))))
    assert len(rows) == 1 + 9
    assert ["市交通运输局", "崂山区", "2", "0", "1", "1"] in rows


def test_officers_see_their_own_area(filled):
    district = the_matrix(filled, filled.officer)
    department = the_matrix(filled, filled.clerk)

    assert [key for key, _label in district.columns] == ["laoshan"]
    assert district.whole.opened == 2
    assert [row.key for row in department.rows] == ["transport"]
    assert department.whole.opened == 3


def test_what_is_not_there_is_not_found(filled):
    office = browser(filled.city_officer)

    for query in ("rows=nothing", "measure=nothing", "city=nowhere"):
        assert office.get(f"{DUTIES}?{query}").status_code == 404
    assert browser(filled.owner).get(DUTIES).status_code == 404
    assert browser(filled.owner).get(RECORDS).status_code == 404


def test_without_state_firms_the_page_says_where_they_come_from(town):
    page = browser(town.city_officer).get(f"{DUTIES}?rows=firm").text

    assert "register of organisations" in page


def test_the_matrix_takes_the_same_queries_for_one_scene_and_for_three(town):
    office = browser(town.city_officer)
    town.scenario(lead_department=town.transport)
    cost(office, DUTIES)
    matrix, records = cost(office, DUTIES), cost(office, RECORDS)
    for _more in range(2):
        town.scenario(lead_department=town.health)

    assert cost(office, DUTIES) == matrix
    assert cost(office, RECORDS) == records
    assert matrix <= FRAME + 4
    assert records <= FRAME + 4
