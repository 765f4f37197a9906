"""Plans as they are read: figures of the indicators, what is claimed, who may see which plan."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from citystage.foundation.access.stamps import NOBODY
from citystage.foundation.tenancy.models import Unit, plant
from citystage.kernel.refusals import NotFound
from citystage.stages.evaluation.models import Plan, Target
from citystage.stages.evaluation.plan_forecast import Forecast, TooLittle
from citystage.stages.evaluation.plan_pace import Grade
from citystage.stages.evaluation.plan_spans import span_of, spans
from citystage.stages.evaluation.queries import plan as queries
from citystage.stages.evaluation.queries.reported import beside, reported
from tests.evaluation.plan import building
from tests.evaluation.plan.building import asked, counted, read, stated

NOVEMBER = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def plan(town):
    """A plan with one target of 100, as rows: what writing does is tested beside."""
    made = Plan.objects.create(
        city=town.city, name="三年计划", from_year=2026, until_year=2028, made_at=NOVEMBER
    )
    _target(made, "新技术新产品", 100)
    return made


def _target(plan, name, at_least, **fields):
    told = {"unit": "项", "indicator": building.CODE} | fields
    made = Target.objects.create(plan=plan, name=name, **told)
    made.revisions.create(
        number=1, at_least=at_least, in_force_on=date(2026, 1, 1), made_at=NOVEMBER
    )
    return made


def the_aim(town, plan, at=NOVEMBER):
    (aim,) = queries.aims_of(town.city, [plan], at=at)[plan.pk]
    return aim


def test_a_figure_is_read_over_the_years_of_the_plan(town, plan):
    counted(town)
    read(town, "2026-2028", 33)
    for quarter, grown in (("2026Q1", 9), ("2026Q2", 11), ("2026Q3", 10)):
        read(town, quarter, grown)

    aim = the_aim(town, plan)

    assert (aim.figure.value, aim.span.period) == (33, "2026-2028")
    assert aim.pace.grade == Grade.ON_TRACK
    assert isinstance(aim.outlook, Forecast)
    assert aim.outlook.quarters == 3
    assert aim.is_open


def test_claims_are_shown_and_never_counted(town, plan):
    counted(town)
    read(town, "2026-2028", 10, claimed=14)

    aim = the_aim(town, plan)

    assert (aim.figure.value, aim.figure.claimed) == (10, 4)
    assert aim.pace.share == 0.1
    assert aim.claimed_share == 0.04


def test_an_indicator_that_never_counted_anything_reads_nothing(town, plan):
    counted(town)

    aim = the_aim(town, plan)

    assert (aim.figure.value, aim.figure.made_at) == (0, None)
    assert aim.outlook == TooLittle(3, 0, 3, 5)


def test_without_an_indicator_nothing_is_said(town, plan):
    aim = the_aim(town, plan)

    assert (aim.figure, aim.pace.grade, aim.outlook) == (None, Grade.UNKNOWN, None)


def test_a_ratio_of_nothing_is_not_a_zero(town, plan):
    counted(town)
    tally = read(town, "2026-2028", 0)
    other = type(tally.reading).objects.create(
        city=town.city,
        code=building.CODE,
        period="2026-2028",
        number=2,
        kind="changed",
        value=None,
        evidence=0,
        made_at=NOVEMBER,
    )
    type(tally).objects.filter(pk=tally.pk).update(reading=other)

    assert the_aim(town, plan).figure is None


def test_a_yearly_target_is_read_in_its_year(town, plan):
    Target.objects.update(period=Target.Period.YEAR)
    counted(town)
    read(town, "2026", 96)

    aim = the_aim(town, plan)

    assert (aim.span.period, aim.span.ends) == ("2026", date(2027, 1, 1))
    assert aim.pace.grade == Grade.ON_TRACK
    target = Target.objects.select_related("plan").get()
    assert span_of(target, today=date(2031, 5, 1)).period == "2028"
    assert span_of(target, today=date(2020, 5, 1)).period == "2026"


def test_spans_are_those_of_plans_with_an_end(town, plan):
    Plan.objects.create(city=town.city, name="x", from_year=2024, made_at=NOVEMBER)
    Plan.objects.create(city=town.city, name="y", from_year=2025, until_year=2025, made_at=NOVEMBER)

    assert spans(town.city) == {"2026-2028"}
    assert spans(town.city.pk) == {"2026-2028"}


def test_quarters_over_end_with_the_last_full_one(town, plan):
    target = Target.objects.select_related("plan").get()
    span = span_of(target, today=date(2026, 11, 21))

    assert span.quarters_over(date(2026, 9, 30)) == ["2026Q1", "2026Q2"]
    assert span.quarters_over(date(2026, 10, 1)) == ["2026Q1", "2026Q2", "2026Q3"]
    assert span.quarters_over(date(2027, 1, 1)) == ["2026Q1", "2026Q2", "2026Q3", "2026Q4"]
    assert len(span.quarters_over(date(2040, 1, 1))) == 12


def test_a_plan_for_officers_is_out_of_reach_of_others(town, plan):
    Plan.objects.update(public=False)
    officer, owner = (town.stamp(one).actor for one in (town.officer, town.owner))
    other = plant(parent=None, kind=Unit.Kind.CITY, name="成都市", code="chengdu")
    stranger = town.stamp(town.person("stranger", "city_officer", other)).actor

    assert list(queries.plans(officer, town.city)) == [plan]
    assert queries.reach_plan(officer, plan.pk) == plan
    for actor in (owner, NOBODY, stranger):
        assert list(queries.plans(actor, town.city)) == []
        with pytest.raises(NotFound):
            queries.reach_plan(actor, plan.pk)
        with pytest.raises(NotFound):
            queries.reach_target(actor, Target.objects.get().pk)
    Plan.objects.update(public=True)
    assert queries.reach_plan(NOBODY, plan.pk) == plan


def test_more_targets_take_no_more_queries(town, plan, django_assert_num_queries):
    counted(town)
    read(town, "2026-2028", 3)
    stated(town, indicator=building.CODE)
    the_aim(town, plan)

    with django_assert_num_queries(4):
        queries.aims_of(town.city, [plan], at=NOVEMBER)
    for name in "甲乙":
        _target(plan, name, 10)
    with django_assert_num_queries(4):
        assert len(queries.aims_of(town.city, [plan], at=NOVEMBER)[plan.pk]) == 3


def test_what_sources_state_stands_beside_and_changes_nothing(town, plan):
    counted(town)
    read(town, "2026-2028", 7)
    reading = stated(town, indicator=building.CODE)

    aim = the_aim(town, plan)

    assert list(aim.reported) == [reading]
    assert aim.figure.value == 7
    assert beside(town.city, building.CODE) == [reading]
    assert beside(town.city.pk, "") == []
    assert reported(town.city) == [reading]
    assert reading.divided is None


def test_an_indicator_finds_the_targets_it_measures(town, plan):
    (aim,) = queries.aims(town.city, building.CODE, at=NOVEMBER)

    assert aim.target.name == "新技术新产品"
    assert aim.at_least == Decimal(100)
    assert queries.aims(town.city, "other", at=NOVEMBER) == []


def test_a_dropped_target_is_in_the_history_only(town, plan):
    Target.objects.update(dropped_at=NOVEMBER, drop_reason="x")

    assert queries.aims_of(town.city, [plan], at=NOVEMBER)[plan.pk] == []
    assert [target.drop_reason for target in queries.revisions_of([plan])] == ["x"]


def test_cities_edited_are_those_of_the_office(town):
    assert queries.edited(town.stamp(town.city_officer).actor) == [town.city]
    assert queries.edited(town.stamp(town.officer).actor) == []
    assert asked(5).kept == {}
