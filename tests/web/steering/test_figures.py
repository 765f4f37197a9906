"""The pages of figures: numbers that open, who sees which records, files, closing a period."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from citystage.stages.evaluation.models import Closing, Evidence
from citystage.stages.evaluation.queries import figures
from tests.evaluation.figures.counted import arrival, at, counts, indicator, rebuild
from tests.web.bureau.people import FRAME, browser

PAGE = "/steering/figures/qingdao/firms-brought-in/?period=2026"


@pytest.fixture
def city(town):
    counts(town.city, indicator("internal", "count units of arrival", public=False))
    arrival(town, "Alpha", claimed_for=town.laoshan)
    later = date(2026, 3, 2)
    arrival(town, "Beta", district=town.jimo, claimed_for=town.jimo, arrived_on=later)
    arrival(town, "Beta", district=town.laoshan, claimed_for=town.laoshan, state="claimed")
    arrival(town, "Gamma", state="claimed")
    rebuild()
    return town.city


@pytest.fixture
def client():
    """Somebody who only looks."""
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def officer(town):
    return browser(town.city_officer)


def text(response):
    return response.content.decode()


def test_the_list_shows_every_public_figure(client, city):
    page = client.get("/steering/figures/?period=2026")

    assert page.status_code == 200
    assert "Innovative firms brought in" in text(page)
    assert "2 more only claimed" not in text(page)
    assert "1 more only claimed" in text(page)
    assert "internal" not in text(page)
    assert 'href="/steering/figures/qingdao/firms-served/?period=2026"' in text(page)


def test_the_list_finds_by_words_and_says_when_nothing_fits(client, city):
    found = text(client.get("/steering/figures/?q=brought+districts"))
    nothing = text(client.get("/steering/figures/?q=nonsense"))

    assert "Innovative firms brought in" in found
    assert "Firms served" not in found
    assert "No figure fits" in nothing


def test_a_figure_that_is_not_public_is_for_officers(client, town, city):
    shut = client.get("/steering/figures/qingdao/internal/?period=2026")
    opened = browser(town.city_officer).get("/steering/figures/qingdao/internal/?period=2026")

    assert (shut.status_code, opened.status_code) == (404, 200)


def test_the_number_opens_into_its_records(officer, city):
    page = officer.get(PAGE)

    assert [row.line.lead.unit for row in page.context["rows"]] == ["firm:Beta", "firm:Alpha"]
    assert page.context["page"].paginator.count == 2
    assert (page.context["value"], page.context["claimed"]) == ("2", "1")
    assert [one.url for row in page.context["rows"] for one in row.records] == [
        f"/go/{one.record}"
        for one in Evidence.objects.filter(proven=True).order_by("-happened_on", "-pk")
    ]


def test_claims_are_listed_apart(officer, city):
    page = officer.get(f"{PAGE}&show=claimed")

    assert [row.line.lead.unit for row in page.context["rows"]] == ["firm:Gamma"]


def test_a_part_opens_too(officer, city):
    page = officer.get(f"{PAGE}&by=district&key=jimo")

    assert [row.line.lead.unit for row in page.context["rows"]] == ["firm:Beta"]
    assert page.context["part"] == "即墨区"
    assert {(one["part"].key, one["value"]) for one in page.context["parts"]} == {
        ("laoshan", "1"),
        ("jimo", "1"),
    }


def test_what_one_may_not_see_is_counted_and_said(client, town, city):
    Evidence.objects.filter(unit="firm:Alpha").update(public=False)

    public = client.get(PAGE)
    own = browser(town.officer).get(PAGE)

    assert [row.line.lead.unit for row in public.context["rows"]] == ["firm:Beta"]
    assert (public.context["left_out"], public.context["value"]) == (1, "2")
    assert "1 more is counted and not shown" in text(public)
    # The officer of the district it was brought into.
    assert own.context["left_out"] == 0


def test_a_record_is_asked_again_before_it_opens(town, city):
    town_firm = arrival(town, "Delta", district=town.jimo, claimed_for=town.jimo, state="claimed")
    rebuild(1)
    Evidence.objects.filter(unit="firm:Delta").update(district="laoshan")

    page = browser(town.officer).get(f"{PAGE}&show=claimed")

    hidden = {row.line.lead.unit: row.hidden for row in page.context["rows"] if row.line.lead.unit}
    assert hidden["firm:Delta"] == 1
    assert f"projects.arrival:{town_firm.pk}" not in text(page)


def test_the_search_box_narrows_the_list(officer, city):
    found = officer.get(f"{PAGE}&q=alph")
    nothing = officer.get(f"{PAGE}&q=zzz")

    assert [row.line.lead.unit for row in found.context["rows"]] == ["firm:Alpha"]
    assert "Nothing of this name" in text(nothing)


@pytest.mark.parametrize(
    "address",
    [
        "/steering/figures/nowhere/firms-served/",
        "/steering/figures/qingdao/nothing/",
        "/steering/figures/qingdao/firms-served/?period=26",
        "/steering/figures/qingdao/firms-served/?period=2030-2033",
        "/steering/figures/qingdao/firms-served/?by=colour",
        "/steering/figures/?period=x",
        "/steering/figures/qingdao/close/2025/",
        "/steering/figures/qingdao/firms-served/export.doc",
    ],
)
def test_what_is_not_there_is_not_found(client, city, address):
    response = client.get(address, follow=True)

    assert response.status_code == 404 or "/login" in response.redirect_chain[-1][0]


def test_a_reading_tells_why_it_differs(officer, town, city):
    arrival(town, "Epsilon", arrived_on=date(2026, 1, 5))
    rebuild(1)

    page = officer.get(PAGE)

    words = [line for _one, _worth, said, *_rest in page.context["readings"] for line in said]
    assert words == [
        "1 piece of evidence came.",
        "1 of them was noted long after it happened.",
        "First reading.",
    ]


@pytest.mark.parametrize("kind", ["xlsx", "csv", "jsonl"])
def test_the_list_is_a_file_too(client, city, kind):
    response = client.get(f"/steering/figures/qingdao/firms-brought-in/export.{kind}?period=2026")

    assert response.status_code == 200
    assert f"firms-brought-in-2026.{kind}" in response["Content-Disposition"]
    if kind == "jsonl":
        assert len(response.content.splitlines()) == 2


def test_the_file_names_nobody_who_reports_a_record_that_does_not_open(town, city):
    arrival(town, "Delta", district=town.jimo, claimed_for=town.jimo, state="claimed")
    rebuild(1)
    shut = Evidence.objects.filter(unit="firm:Delta")
    shut.update(district="laoshan", claimant="示例申报单位")
    address = "/steering/figures/qingdao/firms-brought-in/export.csv?period=2026&show=claimed"

    file = browser(town.officer).get(address).content.decode("utf-8-sig")

    (told,) = (row for row in csv.reader(io.StringIO(file)) if row[-1] == "firm:Delta")
    assert (told[4], told[8]) == ("", "")


def test_the_office_closes_a_period_once(officer, town, city):
    page = "/steering/figures/qingdao/close/2025/"

    first = officer.post(page, {"note": "Reported to the council"})
    again = officer.post(page, {"note": ""})

    assert (first.status_code, again.status_code) == (302, 409)
    assert Closing.objects.get().note == "Reported to the council"


def test_a_running_period_is_not_closed(officer, city):
    year = timezone.localdate().year
    page = officer.get(f"/steering/figures/qingdao/close/{year}/")
    sent = officer.post(f"/steering/figures/qingdao/close/{year}/", {})

    assert "A period is closed once it is over." in text(page)
    assert sent.status_code == 403
    assert not Closing.objects.exists()


def test_a_change_after_the_close_is_a_correction(officer, town, city):
    Closing.objects.create(city=town.city, period="2026", closed_at=at(0))
    arrival(town, "Late", arrived_on=date(2026, 1, 5))
    rebuild(2)

    page = officer.get(PAGE)

    assert figures.value(town.city, "firms-brought-in", "2026").value == 3
    assert "correction" in text(page)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_number_page_costs_the_same_for_more_rows(
    officer, town, rows, django_assert_max_num_queries
):
    counts(town.city)
    for number in range(rows):
        arrival(town, f"Firm {number}", arrived_on=date(2026, 3, 1) + timedelta(days=number))
    rebuild()
    officer.get(PAGE)

    with django_assert_max_num_queries(FRAME + 9):
        assert len(officer.get(PAGE).context["rows"]) == rows


def test_a_figure_never_counted_teaches(officer, city):
    page = officer.get("/steering/figures/qingdao/trials-signed/?period=2026")

    assert "No evidence of this period or part is on record." in text(page)
    assert "Nothing to show" in text(page)
