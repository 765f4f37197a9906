"""Trying a formula in the browser: faults by line, words, a count that writes nothing."""

import pytest
from django.db import connection
from django.test import Client

from citystage.engines.indicators.periods import period
from citystage.foundation.access.roles import Role
from citystage.foundation.ledger.models import Entry
from citystage.foundation.taxonomy.models import Scheme, Term
from citystage.foundation.tenancy.models import Unit, plant
from citystage.stages.evaluation import figure_trying
from citystage.stages.evaluation.figure_trying import TooLong
from citystage.stages.evaluation.models import Reading, Tally
from tests.evaluation.figures.counted import arrival, counts, rebuild
from tests.web.bureau.people import browser

PAGE = "/steering/figures/qingdao/try/formula/"
BLOCK = """[[indicators]]
code = "ours"
name = {zh = "示例", en = "Example"}
group = "landing"
meaning = {zh = "示例", en = "Example"}
formula = "count units of arrival where district = laoshan"
unit = {zh = "家", en = "firms"}
"""


@pytest.fixture
def city(town):
    counts(town.city, only={"firms-brought-in"})
    arrival(town, "Alpha")
    arrival(town, "Beta", state="claimed")
    arrival(town, "Gamma", district=town.jimo, claimed_for=town.jimo)
    rebuild()
    return town.city


@pytest.fixture
def office(town):
    return browser(town.city_officer)


def tried(browser_, text=BLOCK, word="2026-2028"):
    return browser_.post(PAGE, {"definition": text, "period": word})


def faults(answer):
    return [(one.line, one.key) for one in answer.context["faults"]]


def text(answer):
    return answer.content.decode()


def test_a_definition_is_counted_and_explained_and_given_back(office, city):
    answer = tried(office)

    told = answer.context
    assert answer.status_code == 200
    assert (told["value"], told["with_claims"], told["looked_at"]) == ("1", "2", 3)
    assert [line.lead.unit for line, _records in told["rows"]] == ["firm:Alpha"]
    assert told["copied"] == BLOCK.strip()
    assert told["indicator"].explanation in text(answer)


def test_nothing_is_written(office, city):
    before = (Entry.objects.count(), Reading.objects.count(), Tally.objects.count())

    tried(office)

    assert (Entry.objects.count(), Reading.objects.count(), Tally.objects.count()) == before


def test_the_number_is_that_of_the_pack_once_it_is_loaded(town, office, city):
    shown = tried(office, BLOCK.replace(" where district = laoshan", ""))
    rebuilt = rebuild(1)

    page = office.get("/steering/figures/qingdao/firms-brought-in/?period=2026-2028")
    assert (shown.context["value"], rebuilt.readings) == (page.context["value"], 0)


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("of arrival", "of arival", [(6, "indicators[1].formula")]),
        ("district = laoshan", "district = laosan", [(6, "indicators[1].formula")]),
        ('group = "landing"', 'group = "land"', [(4, "indicators[1].group")]),
        ('code = "ours"\n', "", [(1, "indicators[1].code")]),
        ('unit = {zh = "家", en = "firms"}', 'unit {zh = "家"}', [(7, "")]),
        (
            'code = "ours"',
            'code = "ours"\nanswers_for = "nobody"',
            [(3, "indicators[1].answers_for")],
        ),
    ],
)
def test_faults_are_told_by_line(office, city, old, new, where):
    assert old in BLOCK

    answer = tried(office, BLOCK.replace(old, new))

    assert answer.status_code == 422
    assert faults(answer) == where


def test_lines_count_from_the_top_of_what_was_typed(office, city):
    answer = tried(office, "\n\n" + BLOCK.replace("of arrival", "of arival"))

    assert faults(answer) == [(8, "indicators[1].formula")]


def test_the_heading_may_be_left_out(office, city):
    bare = BLOCK.partition("\n")[2]

    right = tried(office, bare)
    wrong = tried(office, bare.replace("of arrival", "of arival"))

    assert right.context["copied"] == BLOCK.strip()
    assert faults(wrong) == [(5, "formula")]


def test_one_at_a_time(office, city):
    assert faults(tried(office, BLOCK + BLOCK.replace("ours", "theirs"))) == [(1, "")]


def test_a_period_it_is_not_kept_for_is_said(office, city):
    answer = tried(office, BLOCK + 'periods = ["year"]\n')

    assert answer.status_code == 422
    assert "period" in answer.context["form"].errors


@pytest.mark.parametrize(
    "typed", ["code = " + "[" * 2900, "code = " + "9" * 5000, "code" + ".a" * 1500 + " = 1"]
)
def test_what_no_reader_can_hold_is_a_fault_and_no_failure(office, city, typed):
    answer = tried(office, typed)

    assert answer.status_code == 422
    assert {line for line, _key in faults(answer)} == {1}


def test_a_chain_of_another_city_is_not_known(town, city):
    other = plant(parent=None, kind=Unit.Kind.CITY, name="成都市", code="chengdu")
    Term.objects.create(scheme=Scheme.CHAIN, city=town.city, code="ships", name="船舶")
    Term.objects.create(scheme=Scheme.CHAIN, city=other, code="panda", name="熊猫")

    own, others = (
        figure_trying.read(BLOCK.replace("district = laoshan", f"chain = {code}"), city)
        for code in ("ships", "panda")
    )

    assert own.faults == ()
    assert [(one.line, one.key) for one in others.faults] == [(6, "indicators[1].formula")]


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("share of units of trial_party with answer", "—"),
        ("count new units of arrival", "2"),
        ("sum amount of arrival / count units of arrival", "0"),
    ],
)
def test_other_formulas_are_counted_too(office, city, formula, value):
    block = BLOCK.replace("count units of arrival where district = laoshan", formula)

    answer = tried(office, block)

    assert (answer.status_code, answer.context["value"]) == (200, value)


def test_a_count_that_takes_too_long_is_said_and_undone(city, monkeypatch):
    monkeypatch.setattr(figure_trying, "_MOST_ROWS", 2)
    indicator = figure_trying.read(BLOCK, city).indicator

    with pytest.raises(TooLong):
        figure_trying.tried(city, indicator, period("2026"), shown=3)

    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() != ("5s",)


def test_the_page_says_that_it_would_take_too_long(office, city, monkeypatch):
    monkeypatch.setattr(figure_trying, "_MOST_ROWS", 2)

    answer = tried(office)

    assert (answer.status_code, "too_long" in answer.context) == (200, True)


@pytest.mark.parametrize(
    ("role", "status"), [(Role.SYSTEM_ADMINISTRATOR, 200), (Role.DISTRICT_OFFICER, 404)]
)
def test_who_may_try(town, city, role, status):
    person = town.person("somebody", role, town.city)

    assert browser(person).get(PAGE).status_code == status
    assert ("/try/formula/" in text(browser(person).get("/steering/figures/"))) == (status == 200)


def test_who_only_looks_signs_in(city):
    assert Client().get(PAGE).status_code == 302
