"""Plans in the browser: read by officers, written by the office, results for everybody."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from citystage.stages.evaluation.models import Plan, Revision, Target
from tests.conftest import Town
from tests.evaluation.plan import building
from tests.evaluation.plan.building import counted, planned, read, stated, targeted
from tests.web.bureau.people import FRAME, browser, cost


@pytest.fixture
def town(transactional_db):
    return Town()


def plan_form(**changes):
    return {
        "name": "市级计划",
        "from_year": "2026",
        "until_year": "2028",
        "public": "on",
    } | changes


def target_form(**changes):
    return {
        "name": "新技术新产品",
        "unit": "项",
        "at_least": "100",
        "milestones": "2026 20\n2027：60",
        "in_force_on": "2026-01-01",
        "period": "whole",
        "indicator": building.CODE,
        "pipeline": "scenarios",
    } | changes


def test_what_is_on_its_way_in_the_city_leads_a_district_to_no_shorter_list(town):
    counted(town)
    office, district = browser(town.city_officer), browser(town.officer)
    office.post(reverse("steering:plan_new"), plan_form())
    at = reverse("steering:plan", args=[Plan.objects.get().pk])
    office.post(reverse("steering:target_new", args=[Plan.objects.get().pk]), target_form())
    behind = f'href="{reverse("projects:list")}?state='

    pages = [office.get(at).text, district.get(at).text]

    assert [page.count(behind) for page in pages] == [2, 0]
    assert all("实施中的项目" in page or "Projects under way" in page for page in pages)


def test_the_office_writes_a_plan_and_revises_a_target(town):
    counted(town)
    office = browser(town.city_officer)

    made = office.post(reverse("steering:plan_new"), plan_form())
    plan = Plan.objects.get()
    assert made["Location"] == reverse("steering:plan", args=[plan.pk])
    assert office.get(made["Location"]).status_code == 200
    assert office.get(reverse("steering:target_new", args=[plan.pk])).status_code == 200
    assert (
        office.post(reverse("steering:target_new", args=[plan.pk]), target_form()).status_code
        == 302
    )
    target = Target.objects.get()
    revise = reverse("steering:target_revise", args=[target.pk])
    said = {"at_least": "120", "in_force_on": "2026-07-01", "reason": "追加资金", "_version": "1"}
    assert "2026 20" in office.get(revise).text
    assert office.post(revise, said | {"reason": ""}).status_code == 422
    assert office.post(revise, said).status_code == 302
    stale = office.post(revise, said | {"at_least": "130"})

    assert stale.status_code == 409
    assert 'value="130"' in stale.text
    assert [one.at_least for one in Revision.objects.order_by("number")] == [100, 120]
    page = office.get(reverse("steering:plan", args=[plan.pk])).text
    assert "追加资金" in page
    assert page.count('scope="row"') == 2


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"milestones": "2026"}, "is not a year and a figure"),
        ({"milestones": "2026 viele"}, "is not a year and a figure"),
        ({"milestones": "2026 NaN"}, "is not a year and a figure"),
        ({"milestones": "2031 5"}, "lies outside the plan"),
        ({"milestones": "2026 500"}, "rise from year to year"),
        ({"at_least": "0"}, ""),
        ({"name": ""}, ""),
    ],
)
def test_a_target_that_cannot_be_keeps_what_was_typed(town, changes, told):
    plan = planned(town)
    counted(town)

    page = browser(town.city_officer).post(
        reverse("steering:target_new", args=[plan.pk]), target_form(**changes)
    )

    assert page.status_code == 422
    assert told in page.text
    assert "项" in page.text
    assert not Target.objects.exists()


def test_a_plan_is_edited_and_a_stale_form_says_so(town):
    plan = planned(town)
    edit = reverse("steering:plan_edit", args=[plan.pk])
    office = browser(town.city_officer)

    assert 'name="_version" value="1"' in office.get(edit).text
    assert office.post(edit, plan_form(name="新名", _version="1")).status_code == 302
    stale = office.post(edit, plan_form(name="旧名", _version="1"))
    assert stale.status_code == 409
    assert "旧名" in stale.text
    assert office.post(edit, plan_form(until_year="2025", _version="2")).status_code == 422
    assert (
        office.post(reverse("steering:plan_new"), plan_form(until_year="2025")).status_code == 422
    )
    assert Plan.objects.get().name == "新名"


def test_a_dropped_target_leaves_the_rings_and_stays_in_the_history(town):
    plan = planned(town)
    target = targeted(town, plan)
    office = browser(town.city_officer)
    drop = reverse("steering:target_drop", args=[target.pk])

    assert office.get(drop).status_code == 200
    assert office.post(drop, {"reason": ""}).status_code == 422
    assert office.post(drop, {"reason": "并入其他目标"}).status_code == 302

    page = office.get(reverse("steering:plan", args=[plan.pk])).text
    assert "并入其他目标" in page
    assert f"target-{target.pk}" not in page
    assert office.get(drop).status_code == 403


def test_district_officers_read_and_do_not_write(town):
    plan = planned(town)
    target = targeted(town, plan)
    officer = browser(town.officer)

    page = officer.get(reverse("steering:plan", args=[plan.pk])).text
    assert "/revise/" not in page
    for name, args in (
        ("plan_new", []),
        ("plan_edit", [plan.pk]),
        ("target_new", [plan.pk]),
        ("target_revise", [target.pk]),
        ("target_drop", [target.pk]),
    ):
        assert officer.get(reverse(f"steering:{name}", args=args)).status_code == 403
    assert browser(town.owner).get(reverse("steering:plans")).status_code == 404


def test_a_target_opens_into_its_figure_for_those_who_may_read_it(town):
    counted(town, public=False)
    plan = planned(town)
    targeted(town, plan)
    read(town, "2026-2028", 40)
    address = reverse("steering:plan", args=[plan.pk])

    officer, owner = (browser(one).get(address) for one in (town.officer, town.owner))

    assert (officer.status_code, owner.status_code) == (200, 200)
    number = f"/steering/figures/qingdao/{building.CODE}/"
    assert (number in officer.text, number in owner.text) == (True, False)


def test_claims_are_told_beside_the_figure_and_open_into_the_number(town):
    plan = planned(town)
    targeted(town, plan)
    counted(town)
    read(town, "2026-2028", 12, claimed=15)
    stated(town, indicator=building.CODE)

    page = browser(town.city_officer).get(reverse("steering:plan", args=[plan.pk])).text

    assert "3 more (项) are claimed without evidence" in page
    assert "Too little to forecast" not in page or "proven units" in page
    assert "Reported by sources, not computed here" in page
    assert f"/steering/figures/qingdao/{building.CODE}/" in page


def test_results_are_for_everybody_and_show_public_plans_only(town):
    public, hidden = planned(town), planned(town, name="内部计划", name_en="Inside")
    targeted(town, public)
    Plan.objects.filter(pk=hidden.pk).update(public=False)
    stated(town, value=220_000_000, measure="money", exactness="over", unit="", unit_en="")

    for client in (Client(headers={"accept-language": "en"}), browser(town.city_officer)):
        page = client.get(reverse("steering:results"))
        assert page.status_code == 200
        assert "Three years" in page.text
        assert "Inside" not in page.text
        assert "CNY 220.0 m" in re.sub(r"\s+", " ", page.text)
        assert "more than" in page.text


def test_a_site_without_a_city_says_so(transactional_db):
    assert Client().get(reverse("steering:results")).status_code == 404


def test_lists_of_plans_take_the_same_queries_for_one_and_for_three(town):
    counted(town)
    targeted(town, planned(town))
    office, address = browser(town.city_officer), reverse("steering:plans")
    cost(office, address)
    one = cost(office, address)
    for _more in range(2):
        targeted(town, planned(town))

    assert cost(office, address) == one
    assert one <= FRAME + 7


def test_a_plan_takes_the_same_queries_for_one_target_and_for_three(town):
    counted(town)
    plan = planned(town)
    targeted(town, plan)
    office, address = browser(town.city_officer), reverse("steering:plan", args=[plan.pk])
    cost(office, address)
    one = cost(office, address)
    for _more in range(2):
        targeted(town, plan)

    assert cost(office, address) == one
    assert one <= FRAME + 9


def test_without_a_plan_the_page_says_what_one_is(town):
    page = browser(town.city_officer).get(reverse("steering:plans")).text

    assert "No plan yet" in page
    assert reverse("steering:plan_new") in page
