"""Working days: weekdays without the holidays of a calendar, and weekend days worked instead."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

_DAY = timedelta(days=1)
_SATURDAY = 5
# No calendar has a longer row of days off; beyond it a calendar is broken.
_LONGEST_REST = 366


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """``off`` are holidays on whatever weekday, ``worked`` the weekend days worked in exchange.

    ``years`` are those whose arrangement is officially known; outside them only weekends count.
    """

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    years: frozenset[int] = frozenset()

    def is_working(self, day: date) -> bool:
        """Whether offices work on ``day``."""
        if day in self.worked:
            return True
        return day.weekday() < _SATURDAY and day not in self.off

    def after(self, start: date, number: int) -> date:
        """The ``number``-th working day after ``start``, which itself never counts.

        With number 0 it is ``start``. Raises ValueError for a negative number and for a calendar
        that rests more than a year.
        """
        if number < 0:
            raise ValueError("working days are counted forward")
        day, rested = start, 0
        while number:
            day += _DAY
            works = self.is_working(day)
            number, rested = (number - 1, 0) if works else (number, rested + 1)
            if rested > _LONGEST_REST:
                raise ValueError("this calendar has no working days")
        return day

    def between(self, since: date, until: date) -> int:
        """How many working days lie in the half-open ``[since, until)``."""
        return sum(self.is_working(day) for day in _days(since, until))

    def knows(self, since: date, until: date) -> bool:
        """Whether the arrangement of every year from ``since`` to ``until`` is known."""
        return all(year in self.years for year in range(since.year, until.year + 1))

    def end_after(self, moment: datetime, number: int, zone: tzinfo) -> datetime:
        """The end (midnight in ``zone``) of the ``number``-th working day after ``moment``'s day.

        The day on which something is published does not count, as in Chinese procedure.
        """
        last = self.after(moment.astimezone(zone).date(), number)
        return datetime.combine(last + _DAY, time(), zone)


def _days(since: date, until: date) -> Iterator[date]:
    day = since
    while day < until:
        yield day
        day += _DAY


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
