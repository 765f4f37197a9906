"""Which reports are asked, when they open and when they are late."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citystage.stages.evaluation.schedule import marks_passed, periods
from citystage.stages.evaluation.terms import Question, Reporting
from tests.evaluation.building import at

TERMS = Reporting(
    a_year=1,
    asked_since=date(2025, 1, 1),
    least_days=90,
    opens_days=45,
    due_days=90,
    remind_days=(30, 7, -1),
    questions=(Question.model_validate({"code": "done", "name": {"zh": "一", "en": "one"}}),),
)


def asked(today, *, a_year=1, since=date(2024, 6, 1), until=date(2027, 6, 1)):
    return list(periods(TERMS, a_year=a_year, since=since, until=until, today=today))


def test_a_year_is_asked_for_from_its_last_weeks_and_due_in_spring():
    (first,) = asked(date(2026, 11, 16))
    both = asked(date(2026, 11, 17))

    assert (first.since, first.until) == (date(2025, 1, 1), date(2026, 1, 1))
    assert first.due_at == at(2026, 4, 1, 0)
    assert [one.since.year for one in both] == [2025, 2026]


def test_half_years_have_days_of_their_own():
    found = asked(date(2026, 11, 22), a_year=2)

    assert [(one.since, one.until) for one in found] == [
        (date(2025, 1, 1), date(2025, 7, 1)),
        (date(2025, 7, 1), date(2026, 1, 1)),
        (date(2026, 1, 1), date(2026, 7, 1)),
        (date(2026, 7, 1), date(2027, 1, 1)),
    ]


@pytest.mark.parametrize(
    ("since", "until", "years"),
    [
        (date(2025, 11, 1), date(2028, 11, 1), [2026]),  # too little of 2025
        (date(2025, 10, 3), date(2028, 11, 1), [2025, 2026]),  # just enough
        (date(2023, 1, 1), date(2025, 3, 1), []),  # ended before it counted
        (date(2023, 1, 1), None, [2025, 2026]),
    ],
)
def test_what_the_recognition_hardly_covers_is_not_asked(since, until, years):
    found = asked(date(2026, 12, 1), since=since, until=until)

    assert [one.since.year for one in found] == years


def test_terms_without_reports_ask_none():
    assert asked(date(2026, 12, 1), a_year=0) == []


@given(
    a_year=st.integers(1, 12),
    since=st.dates(date(2020, 1, 1), date(2027, 1, 1)),
    length=st.integers(30, 1500),
    today=st.dates(date(2024, 1, 1), date(2030, 1, 1)),
)
def test_periods_never_overlap_and_were_opened(a_year, since, length, today):
    until = date.fromordinal(since.toordinal() + length)

    found = asked(today, a_year=a_year, since=since, until=until)

    assert all(one.since < one.until and one.opens <= today for one in found)
    assert all(one.until <= two.since for one, two in pairwise(found))
    assert all(one.until.year - one.since.year <= 1 for one in found)


@pytest.mark.parametrize(
    ("day", "marks"),
    [
        ((2026, 3, 1), []),
        ((2026, 3, 2), [30]),
        ((2026, 3, 31), [30, 7]),
        ((2026, 4, 3), [30, 7, -1]),
    ],
)
def test_reminders_pass_one_after_another(day, marks):
    assert marks_passed(TERMS.remind_days, due_at=at(2026, 4, 1, 0), at=at(*day)) == marks
