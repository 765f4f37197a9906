"""Funds report by settings of their own; no panel scores them."""

from datetime import date

import pytest

from citystage.stages.catalogue.models import Lab
from citystage.stages.evaluation.actions.plan_reports import plan_reports
from citystage.stages.evaluation.actions.prepare_round import prepare_round
from citystage.stages.evaluation.models import Report
from citystage.stages.evaluation.queries import labs, rounds
from citystage.stages.evaluation.queries.labs import FollowFilter
from tests.conftest import HOUSE, NOON
from tests.evaluation.building import lab, ruled


@pytest.fixture
def fund(town):
    """A fund recognised in the middle of 2025."""
    made = lab(town, "示例基金", since=date(2025, 7, 1))
    Lab.objects.filter(pk=made.pk).update(kind=Lab.Kind.FUND)
    made.refresh_from_db()
    return made


def test_a_fund_reports_twice_a_year_by_questions_of_its_own(town, fund):
    ruled(town)

    assert plan_reports(town.city, stamp=HOUSE) == 2
    rows = list(Report.objects.filter(lab=fund).order_by("since"))
    assert [one.since for one in rows] == [date(2025, 7, 1), date(2026, 1, 1)]
    assert {one.questions[0]["code"] for one in rows} == {"visits"}


def test_a_city_that_asks_nothing_of_funds_plans_nothing(town, fund):
    ruled(town, funds=None)

    assert plan_reports(town.city, stamp=HOUSE) == 0


def test_a_fund_is_followed_and_not_assessed(town, fund):
    ruled(town)
    stamp = town.stamp(town.city_officer)
    round_ = prepare_round(town.city, title="示例评估", stamp=stamp)

    spots = labs.listed(stamp.actor, FollowFilter(spot=("unassessed",)), NOON)
    assert list(labs.followed(stamp.actor, NOON)) == [fund]
    assert list(rounds.candidates(round_)) == []
    assert list(spots) == []
