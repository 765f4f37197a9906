"""Pace: observed growth over required growth, graded; nothing said where nothing can be."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citystage.stages.evaluation.plan_pace import Grade, Way, growth, pace
from citystage.stages.evaluation.plan_terms import PaceTerms

TERMS = PaceTerms()
BEGIN, END = date(2026, 1, 1), date(2029, 1, 1)
STRAIGHT = Way([(BEGIN, 0), (END, 100)])
MIDDLE = date(2027, 7, 2)


@pytest.mark.parametrize(
    ("value", "grade"),
    [
        (100, Grade.REACHED),
        (120, Grade.REACHED),
        (50, Grade.ON_TRACK),
        (48, Grade.ON_TRACK),
        (47, Grade.BEHIND),
        (26, Grade.BEHIND),
        (24, Grade.FAR_BEHIND),
        (0, Grade.FAR_BEHIND),
        (None, Grade.UNKNOWN),
    ],
)
def test_half_way_the_straight_line_asks_for_half(value, grade):
    assert pace(STRAIGHT, value, today=MIDDLE, terms=TERMS).grade == grade


def test_the_pace_needed_from_now_on_is_what_is_left_over_the_months_left():
    found = pace(STRAIGHT, 40, today=MIDDLE, terms=TERMS)

    assert found.months_left == pytest.approx(18, abs=0.1)
    assert found.needed == pytest.approx(60 / found.months_left)
    assert found.a_month == pytest.approx(40 / 18, rel=0.01)
    assert found.expected == pytest.approx(50, abs=0.1)
    assert found.share == 0.4


@pytest.mark.parametrize(
    ("day", "value", "grade"),
    [
        (date(2025, 12, 31), 0, Grade.AHEAD_OF_TIME),
        (date(2026, 1, 1), 0, Grade.AHEAD_OF_TIME),
        (date(2026, 3, 1), 0, Grade.EARLY),
        (date(2026, 3, 2), 0, Grade.FAR_BEHIND),
        (END, 99, Grade.MISSED),
        (END, 100, Grade.REACHED),
        (date(2030, 1, 1), 99, Grade.MISSED),
    ],
)
def test_the_first_days_and_the_end_are_graded_for_what_they_are(day, value, grade):
    assert pace(STRAIGHT, value, today=day, terms=TERMS).grade == grade


def test_nothing_is_needed_from_a_target_that_is_reached_or_over():
    assert pace(STRAIGHT, 130, today=MIDDLE, terms=TERMS).needed == 0
    assert pace(STRAIGHT, 10, today=END, terms=TERMS).needed is None


def test_a_figure_above_zero_is_compared_by_compound_growth():
    way = Way([(date(2026, 1, 1), 100.0), (date(2028, 1, 1), 121.0)])

    on_the_way = pace(way, 110, today=date(2027, 1, 1), terms=TERMS)
    behind = pace(way, 106, today=date(2027, 1, 1), terms=TERMS)

    assert on_the_way.ratio == pytest.approx(1.0, abs=0.01)
    assert behind.ratio == pytest.approx(0.6, abs=0.01)
    assert behind.grade == Grade.BEHIND


def test_a_leap_in_the_first_days_has_no_growth_a_year():
    way = Way([(date(2026, 1, 1), 1.0), (date(2029, 1, 1), 100.0)])

    leapt = pace(way, 9, today=date(2026, 1, 2), terms=PaceTerms())

    assert growth(way, 9, today=date(2026, 1, 2)) is None
    assert leapt.grade == Grade.EARLY


def test_the_next_milestone_is_what_is_required_for_now():
    late = Way([(BEGIN, 0), (date(2027, 1, 1), 10), (date(2028, 1, 1), 40), (END, 100)])

    found = pace(late, 5, today=date(2026, 7, 2), terms=TERMS)

    assert found.grade == Grade.ON_TRACK
    assert pace(STRAIGHT, 5, today=date(2026, 7, 2), terms=TERMS).grade == Grade.FAR_BEHIND
    assert late.at(date(2027, 7, 2)) == pytest.approx(25, abs=0.1)


def test_a_way_that_asks_for_nothing_more_is_kept_by_holding():
    flat = Way([(BEGIN, 100.0), (END, 100.0)])

    assert pace(flat, 99.9, today=MIDDLE, terms=TERMS).grade == Grade.ON_TRACK


def test_thresholds_that_run_upwards_are_refused():
    with pytest.raises(ValueError, match=r"above|高于"):
        PaceTerms(on_track_from=40, behind_from=50)


@given(
    value=st.floats(0, 1000),
    more=st.floats(0, 1000),
    day=st.dates(date(2026, 3, 10), date(2028, 12, 1)),
)
def test_more_is_never_graded_worse(value, more, day):
    order = [Grade.FAR_BEHIND, Grade.BEHIND, Grade.ON_TRACK, Grade.REACHED]

    less, better = (
        pace(STRAIGHT, worth, today=day, terms=TERMS).grade for worth in (value, value + more)
    )

    assert order.index(less) <= order.index(better)
