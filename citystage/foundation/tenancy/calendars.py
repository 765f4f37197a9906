"""The working days of a city, as its pack has them."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from citystage.foundation.tenancy.models import Unit
from citystage.foundation.tenancy.queries import setting_of
from citystage.kernel.working_days import WorkCalendar


def calendar_of(city: Unit | int) -> WorkCalendar:
    """The calendar of this city; without a pack every weekday is a working day."""
    kept = setting_of(city.pk if isinstance(city, Unit) else city, "calendar")
    years = kept.value.get("years", []) if kept else []
    return WorkCalendar(
        off=frozenset(day for year in years for one in year["holidays"] for day in _days(one)),
        worked=frozenset(
            date.fromisoformat(day) for year in years for day in year.get("worked", ())
        ),
        years=frozenset(int(year["year"]) for year in years),
    )


def last_day(until: datetime) -> date:
    """The last day, where the house stands, of a window that is over at ``until``."""
    return timezone.localdate(until - timedelta(microseconds=1))


def _days(holiday: Mapping[str, Any]) -> Iterator[date]:
    since, until = (date.fromisoformat(holiday[key]) for key in ("since", "until"))
    for number in range((until - since).days):
        yield since + timedelta(days=number)
