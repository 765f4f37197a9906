"""The queue: what it shows to whom, its filters, its bulk acts, its cost."""

import pytest
from django.urls import reverse

from citystage.stages.intake.states import ApplicationState
from citystage.stages.review.models import Case
from citystage.stages.review.states import CaseState
from tests.review.builders import case, quality, recommended
from tests.web.bureau.people import FRAME, browser, cost

QUEUE = "/bureau/triage/"


def titled(town, title, state=CaseState.TRIAGE, recommender=None, **fields):
    application = town.application(
        title=title, state=ApplicationState.RECOMMENDED, recommender=recommender
    )
    return case(town, state, application, **fields)


def shown(response):
    return [row[0].application.title for row in response.context["rows"]]


def test_the_city_sees_every_case_and_a_district_its_own(town):
    titled(town, "甲")
    titled(town, "乙", recommender=town.jimo)

    assert shown(browser(town.city_officer).get(QUEUE)) == ["甲", "乙"]
    assert shown(browser(town.officer).get(QUEUE)) == ["甲"]


@pytest.mark.parametrize("name", ["owner", "clerk"])
def test_others_do_not_find_the_queue(town, name):
    assert browser(getattr(town, name)).get(QUEUE).status_code == 404


def test_a_visitor_signs_in_first(town, client):
    assert client.get(QUEUE).status_code == 302


def test_an_empty_queue_teaches(town):
    page = browser(town.city_officer).get(QUEUE)

    assert "Nothing waits to be polished" in page.content.decode()


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["甲 港口", "乙 医院", "丙 公园"]),
        ("?state=polishing", ["乙 医院"]),
        ("?state=chosen", []),
        ("?state=nonsense", ["甲 港口", "乙 医院", "丙 公园"]),
        ("?band=weak", ["甲 港口"]),
        ("?band=fair&band=ready", ["乙 医院", "丙 公园"]),
        ("?officer=none", ["甲 港口", "丙 公园"]),
        ("?q=醫院", ["乙 医院"]),
        ("?q=港口+甲", ["甲 港口"]),
        ("?sort=-quality", ["丙 公园", "乙 医院", "甲 港口"]),
        ("?sort=title", ["丙 公园", "乙 医院", "甲 港口"]),
        ("?page=99", ["甲 港口", "乙 医院", "丙 公园"]),
        ("?district=x&call=²&case=", ["甲 港口", "乙 医院", "丙 公园"]),
    ],
)
def test_filters_are_kept_in_the_address(town, query, titles):
    titled(town, "甲 港口", quality=10)
    titled(town, "乙 医院", CaseState.POLISHING, quality=60, officer=town.city_officer)
    titled(town, "丙 公园", CaseState.READY, quality=90)

    found = shown(browser(town.city_officer).get(QUEUE + query))

    assert found == titles if "title" not in query else sorted(found) == sorted(titles)


def test_district_call_field_and_officer_cut_the_queue(town):
    one = titled(town, "甲", officer=town.city_officer)
    one.application.answers = {"field": "port"}
    one.application.save()
    titled(town, "乙", recommender=town.jimo)
    city = browser(town.city_officer)

    assert shown(city.get(f"{QUEUE}?district={town.jimo.pk}")) == ["乙"]
    assert shown(city.get(f"{QUEUE}?call={town.call.pk}")) == ["甲", "乙"]
    assert shown(city.get(f"{QUEUE}?field=port")) == ["甲"]
    assert shown(city.get(f"{QUEUE}?officer={town.city_officer.pk}")) == ["甲"]
    assert "Ports and shipping" in city.get(QUEUE).content.decode()


def test_the_queue_costs_the_same_for_one_row_and_for_three(town):
    city = browser(town.city_officer)
    titled(town, "甲", officer=town.city_officer)
    city.get(QUEUE)

    one = cost(city, QUEUE)
    titled(town, "乙", recommender=town.jimo)
    titled(town, "丙", CaseState.POLISHING)

    assert cost(city, QUEUE) == one <= 8 + FRAME


def test_the_record_stands_beside_the_queue(town):
    quality(town)
    opened = recommended(town)

    page = browser(town.city_officer).get(f"{QUEUE}?case={opened.pk}")

    text = page.content.decode()
    assert "码头需要无人驾驶集卡。" in text
    assert "Measurable goal" in text


def test_a_record_out_of_reach_is_not_found(town):
    theirs = titled(town, "乙", recommender=town.jimo)

    assert browser(town.officer).get(f"{QUEUE}?case={theirs.pk}").status_code == 404


def post(user, **data):
    return browser(user).post(reverse("bureau:triage_acts"), data)


def test_bulk_take_up_tells_row_by_row(town):
    fresh, late = titled(town, "甲"), titled(town, "乙", CaseState.READY)

    page = post(town.city_officer, act="take_up", case=[fresh.pk, late.pk], next=f"{QUEUE}?q=甲")

    assert (page.context["done"], page.context["failed"]) == (1, 1)
    assert page.context["back"] == f"{QUEUE}?q=甲"
    assert Case.objects.get(pk=fresh.pk).state == CaseState.POLISHING


def test_bulk_return_wants_a_reason(town):
    one = recommended(town)

    assert post(town.city_officer, act="return", case=[one.pk], reason=" ").status_code == 409
    assert post(town.city_officer, act="return", case=[one.pk], reason="请补充").status_code == 200
    one.refresh_from_db()
    assert one.state == CaseState.RETURNED


def test_bulk_assign_and_make_ready(town):
    one = titled(town, "甲", CaseState.POLISHING)
    officer = town.city_officer

    assert post(officer, act="assign", case=[one.pk], officer="0").status_code == 409
    assert post(officer, act="assign", case=[one.pk], officer=officer.pk).context["done"] == 1
    assert post(officer, act="ready", case=[one.pk]).context["done"] == 1


def test_bulk_without_rows_or_with_an_unknown_act_is_refused(town):
    one = titled(town, "甲")

    assert post(town.city_officer, act="take_up").status_code == 409
    assert post(town.city_officer, act="dance", case=[one.pk]).status_code == 404


def test_bulk_never_leads_elsewhere(town):
    one = titled(town, "甲")

    page = post(town.city_officer, act="take_up", case=[one.pk], next="https://evil.example/")

    assert page.context["back"] == QUEUE


def test_a_district_officer_sees_no_bulk_acts_and_cannot_use_them(town):
    one = titled(town, "甲")

    assert "With the ticked ones" not in browser(town.officer).get(QUEUE).content.decode()
    assert post(town.officer, act="take_up", case=[one.pk]).context["failed"] == 1


def test_the_queue_is_exported_as_one_sees_it(town):
    titled(town, "甲", quality=10)
    titled(town, "=乙", CaseState.POLISHING, quality=90)
    city = browser(town.city_officer)

    file = city.get(f"{QUEUE}export.csv?band=ready")
    text = file.content.decode("utf-8-sig")

    assert "甲" not in text
    assert "'=乙" in text
    book = city.get(f"{QUEUE}export.xlsx")
    assert book.content[:2] == b"PK"
    assert city.get(f"{QUEUE}export.pdf").status_code == 404
    assert browser(town.owner).get(f"{QUEUE}export.csv").status_code == 404
