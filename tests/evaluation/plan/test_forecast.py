"""The forecast: what it says, its honest silence, and that its range holds what it promises."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citystage.stages.evaluation.plan_forecast import Forecast, TooLittle, forecast
from citystage.stages.evaluation.plan_terms import ForecastTerms

TERMS = ForecastTerms()


@pytest.mark.parametrize(
    ("quarters", "value"), [([4, 5], 9), ([], 50), ([1, 1, 1], 3), ([0, 0, 0, 0], 4)]
)
def test_too_little_is_said_with_what_is_missing(quarters, value):
    found = forecast(quarters, value=value, quarters_left=8, terms=TERMS)

    assert found == TooLittle(len(quarters), value, 3, 5)


def test_the_middle_goes_on_by_the_mean():
    found = forecast([8, 10, 12], value=30, quarters_left=9, terms=TERMS)

    assert isinstance(found, Forecast)
    assert (found.middle, found.quarters, found.share) == (120, 3, 80)
    assert found.low < 120 < found.high
    assert found.low >= 30


def test_quarters_alike_still_leave_a_range():
    found = forecast([10, 10, 10, 10], value=40, quarters_left=8, terms=TERMS)

    assert isinstance(found, Forecast)
    # Poisson: variance 10 a quarter, 8 left, and the mean known from four.
    assert (found.low, found.middle, found.high) == (100, 120, 140)


def test_nothing_falls_below_what_is_proven():
    found = forecast([30, 0, 0, 0], value=30, quarters_left=1, terms=TERMS)

    assert isinstance(found, Forecast)
    assert found.low == 30


def test_units_counted_in_several_quarters_weigh_once():
    twice = forecast([10, 10, 10], value=15, quarters_left=4, terms=TERMS)

    assert isinstance(twice, Forecast)
    assert twice.middle == 35


def test_with_nothing_left_the_range_closes():
    found = forecast([5, 6, 7], value=18, quarters_left=0, terms=TERMS)

    assert found == Forecast(18, 18, 18, 3, 80)


def test_four_of_five_ends_lie_within():
    dice, held = random.Random(7), 0  # noqa: S311 -- a simulation
    for _ in range(600):
        grown = [sum(dice.random() < 0.1 for _day in range(100)) for _quarter in range(18)]
        found = forecast(grown[:6], value=sum(grown[:6]), quarters_left=12, terms=TERMS)
        assert isinstance(found, Forecast)
        held += found.low <= sum(grown) <= found.high

    assert 0.75 < held / 600 < 0.95


@given(st.lists(st.integers(0, 60), min_size=3, max_size=20), st.floats(0, 40))
def test_low_middle_and_high_stand_in_order(grown, left):
    found = forecast(grown, value=float(sum(grown)), quarters_left=left, terms=TERMS)

    if isinstance(found, Forecast):
        assert found.low <= found.middle <= found.high
