"""Officers correct records, record outcomes, publish single scenarios."""

import pytest

from citystage.stages.catalogue.actions.correct import correct
from citystage.stages.catalogue.states import ScenarioState
from citystage.web.bureau import correcting
from citystage.web.bureau.scenario_words import name_of
from tests.catalogue.listing import ANSWERS
from tests.web.company.conftest import signed_in

TYPED = {
    "title": "港区无人集卡（修订）",
    "summary": "码头需要二十辆无人驾驶集卡。",
    "owner_name": "示例港口集团",
    "tier": "narrow",
    "money": "350万元",
    "valid_from": "2026-12-01",
    "valid_until": "2027-06-01",
    "answer_goals": "作业率达到95%",
    "contact_unit": "信息部",
}


@pytest.fixture
def office(town):
    return signed_in(town.city_officer)


@pytest.fixture
def scenario(town):
    own = {"need": "旧需求", "mode": "trial", "mode_detail": "试用90天"}
    return town.scenario(answers=ANSWERS | own, contact={"unit": "旧部门", "wechat": "x"})


def at(scenario, *more):
    return "/".join(["/bureau/records", scenario.number, *more, ""])


def test_a_correction_makes_the_next_version(town, office, scenario):
    shown = office.get(at(scenario, "correct"))
    answer = office.post(
        at(scenario, "correct"), TYPED | {"field": town.field.pk, "_version": scenario.version}
    )

    scenario.refresh_from_db()
    assert (shown.status_code, answer.status_code) == (200, 302)
    assert (scenario.version, scenario.budget, scenario.budget_text) == (2, 350_000_000, "")
    assert scenario.answers == {
        "sme_reserved": True,
        "goals": "作业率达到95%",
        "need": "码头需要二十辆无人驾驶集卡。",
        "mode": "trial",
    }
    assert scenario.contact["wechat"] == "x"
    assert scenario.contact["unit"] == "信息部"
    text = office.get(at(scenario)).content.decode()
    assert "Version 2" in text
    assert "350万元" in text
    assert "high-value narrow-entry scenario" in text


def test_money_in_words_stays_words_and_times_must_fit(office, scenario):
    words = office.post(at(scenario, "correct"), TYPED | {"money": "面议"})
    wrong = office.post(at(scenario, "correct"), TYPED | {"valid_until": "2026-01-01"})

    scenario.refresh_from_db()
    assert (words.status_code, wrong.status_code) == (302, 422)
    assert (scenario.budget, scenario.budget_text) == (None, "面议")
    assert "must be later" in wrong.content.decode()


def test_a_stale_form_says_who_changed_what_and_keeps_what_was_typed(town, office, scenario):
    other = town.stamp(town.city_officer)
    correct(scenario, changes={"mode_text": "租赁"}, version=1, stamp=other)

    answer = office.post(at(scenario, "correct"), TYPED | {"_version": "1"})
    text = answer.content.decode()
    again = office.post(at(scenario, "correct"), TYPED | {"_version": "2"})

    assert (answer.status_code, again.status_code) == (409, 302)
    assert "Someone changed this" in text
    assert "Cooperation mode in words" in text
    assert "city_officer" in text
    assert "港区无人集卡（修订）" in text


def test_a_change_between_reading_and_saving_is_stale_too(town, office, scenario, monkeypatch):
    real = correcting.correct

    def outrun(record, **given):
        stamp = town.stamp(town.city_officer)
        real(record, changes={"mode_text": "租赁"}, version=1, stamp=stamp)
        return real(record, **given)

    monkeypatch.setattr(correcting, "correct", outrun)

    answer = office.post(at(scenario, "correct"), TYPED)

    assert answer.status_code == 409
    assert "Cooperation mode in words" in answer.content.decode()


def test_an_outcome_is_recorded_with_its_note(office, scenario):
    silent = office.post(at(scenario, "outcome"), {"outcome": "match", "note": ""})
    answer = office.post(at(scenario, "outcome"), {"outcome": "match", "note": "与示例科技签约。"})

    scenario.refresh_from_db()
    assert (silent.status_code, answer.status_code) == (422, 302)
    assert scenario.state == ScenarioState.MATCHED
    assert "与示例科技签约。" in office.get(at(scenario)).content.decode()


def test_a_scenario_of_the_reserve_pool_is_published_alone(town, office):
    scenario = town.scenario(state=ScenarioState.RESERVE, published_on=None)

    answer = office.post(at(scenario, "publish"))

    scenario.refresh_from_db()
    assert (answer.status_code, scenario.state) == (302, ScenarioState.OPEN)


def test_records_are_the_offices_alone(town, scenario):
    browser = signed_in(town.owner)

    assert browser.get("/bureau/records/").status_code == 404
    assert browser.get(at(scenario)).status_code == 403
    assert browser.get(at(scenario, "correct")).status_code == 403
    assert browser.post(at(scenario, "outcome")).status_code == 403
    assert browser.post(at(scenario, "publish")).status_code == 403


def test_records_are_found_by_words_and_filters(town, office, scenario):
    town.scenario(title="别的", state=ScenarioState.WITHDRAWN)

    both = office.get("/bureau/records/")
    one = office.get("/bureau/records/", {"q": "集卡", "status": "open"})
    none = office.get("/bureau/records/", {"q": "没有"})

    counts = [answer.context["page"].paginator.count for answer in (both, one, none)]
    assert counts == [2, 1, 0]
    assert "Nothing fits" in none.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_records_ask_the_same_for_any_number(town, office, number, django_assert_num_queries):
    for _ in range(number):
        town.scenario()
    office.get("/bureau/records/")

    with django_assert_num_queries(QUERIES):
        office.get("/bureau/records/")


QUERIES = 8


def test_names_of_columns_and_answers():
    assert str(name_of("answers.goals"))
    assert str(name_of("answers.mode_detail")) != "mode_detail"
    assert name_of("answers.unknown") == "unknown"


def test_versions_name_states_fields_and_districts_in_words(town, office, scenario):
    stamp = town.stamp(town.city_officer)
    changes = {"field": None, "district": town.jimo, "tier": ""}
    correct(scenario, changes=changes, version=1, stamp=stamp)

    text = office.get(at(scenario)).content.decode()

    assert "Ports and shipping" in text
    assert "即墨区" in text
