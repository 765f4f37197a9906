"""Working days, with the official calendar of 2026 and with any calendar at all."""

import tomllib
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citystage.cities.packs.calendar import CalendarFile
from citystage.cities.packs.reading import BASE, CITIES
from citystage.foundation.tenancy.calendars import calendar_of
from citystage.foundation.tenancy.models import PackSetting
from citystage.kernel.working_days import WorkCalendar, months_after

BEIJING = ZoneInfo("Asia/Shanghai")
DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
CALENDARS = st.builds(
    WorkCalendar,
    off=st.frozensets(DAYS, max_size=40),
    worked=st.frozensets(DAYS, max_size=10),
)


@pytest.fixture
def china(town):
    text = (CITIES / BASE / "calendar.toml").read_text(encoding="utf-8")
    told = CalendarFile.model_validate(tomllib.loads(text)).model_dump(mode="json")
    PackSetting.objects.create(city=town.city, name="calendar", version=1, value=told)
    return calendar_of(town.city)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 1, 2), False),
        (date(2026, 1, 4), True),
        (date(2026, 2, 14), True),
        (date(2026, 2, 23), False),
        (date(2026, 2, 24), True),
        (date(2026, 9, 20), True),
        (date(2026, 10, 7), False),
        (date(2026, 10, 10), True),
        (date(2026, 11, 21), False),
    ],
)
def test_the_official_year_says_which_days_are_worked(china, day, works):
    assert china.is_working(day) is works


def test_a_notice_before_national_day_runs_past_it(china):
    posted = datetime(2026, 9, 29, 15, tzinfo=BEIJING)

    end = china.end_after(posted, 5, BEIJING)

    # 30 September, 8, 9, 10 (worked) and 12 October.
    assert end == datetime(2026, 10, 13, tzinfo=BEIJING)


def test_the_year_2026_has_248_working_days(china):
    assert china.between(date(2026, 1, 1), date(2027, 1, 1)) == 248
    assert china.knows(date(2026, 5, 1), date(2026, 12, 31))
    assert not china.knows(date(2026, 12, 1), date(2027, 1, 5))


def test_an_evening_in_utc_is_the_next_day_here():
    end = WorkCalendar().end_after(datetime(2026, 11, 23, 20, tzinfo=UTC), 1, BEIJING)

    assert end == datetime(2026, 11, 26, tzinfo=BEIJING)


def test_without_a_pack_only_weekends_rest(town):
    assert calendar_of(town.city) == WorkCalendar()


def test_counting_backward_and_endless_rest_are_refused():
    days = frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(800))

    with pytest.raises(ValueError, match="forward"):
        WorkCalendar().after(date(2026, 1, 1), -1)
    with pytest.raises(ValueError, match="no working days"):
        WorkCalendar(off=days).after(date(2026, 1, 1), 1)


@given(calendar=CALENDARS, start=DAYS, number=st.integers(1, 60))
def test_the_last_day_works_and_so_many_lie_between(calendar, start, number):
    last = calendar.after(start, number)

    assert calendar.is_working(last)
    assert calendar.between(start + timedelta(days=1), last + timedelta(days=1)) == number


@given(calendar=CALENDARS, start=DAYS, first=st.integers(0, 30), second=st.integers(0, 30))
def test_days_add_up(calendar, start, first, second):
    assert calendar.after(calendar.after(start, first), second) == calendar.after(
        start, first + second
    )


@given(calendar=CALENDARS, start=DAYS, number=st.integers(1, 30))
def test_one_holiday_more_never_brings_the_end_forward(calendar, start, number):
    last = calendar.after(start, number)
    more = WorkCalendar(off=calendar.off | {last}, worked=calendar.worked - {last})

    assert more.after(start, number) > last


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 11, 28), 36, date(2029, 11, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2026, 5, 1), 0, date(2026, 5, 1)),
    ],
)
def test_months_end_where_the_month_does(day, months, later):
    assert months_after(day, months) == later
