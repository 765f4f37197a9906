from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from citystage.web.shell.days import Day, Moment


@pytest.mark.parametrize("typed", ["1900-01-01", "2026-11-23", "2199-12-31"])
def test_a_day_within_three_centuries_is_taken(typed):
    assert Day(label="").clean(typed) == date.fromisoformat(typed)


@pytest.mark.parametrize("typed", ["0001-01-01", "0026-11-23", "1899-12-31", "2200-01-01"])
def test_a_slip_in_the_year_of_a_day_is_told(typed):
    with override("en"):
        with pytest.raises(ValidationError) as told:
            Day(label="").clean(typed)

        assert told.value.messages == [
            f"The year {int(typed[:4])} cannot be right: choose one from 1900 to 2199."
        ]


@pytest.mark.parametrize("typed", ["2026-11-23T08:30", "2026-11-23 08:30", "2026-11-23T08:30:00"])
def test_a_moment_is_the_citys(typed):
    at = Moment(label="").clean(typed)

    assert at == datetime(2026, 11, 23, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_slip_in_the_year_of_a_moment_is_told(typed):
    with override("zh-hans"), pytest.raises(ValidationError) as told:
        Moment(label="").clean(typed)

    assert "1900" in told.value.messages[0]
    assert "年" in told.value.messages[0]


def test_the_calendar_of_the_device_knows_the_bounds():
    attrs = Moment(label="", seconds=True).widget.attrs

    assert (
        attrs.items()
        >= {
            "step": "1",
            "min": "1900-01-01T00:00",
            "max": "2199-12-31T23:59",
        }.items()
    )
