"""Which reports the terms ask of a lab: periods of the calendar, opening days, due days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from citystage.kernel.working_days import months_after
from citystage.stages.evaluation.terms import Reporting

_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Period:
    """``[since, until)``, written from ``opens`` on, too late from ``due_at`` on."""

    since: date
    until: date
    opens: date
    due_at: datetime


def periods(
    terms: Reporting, *, a_year: int, since: date, until: date | None, today: date
) -> Iterator[Period]:
    """What is asked by ``today`` of a recognition that held in ``[since, until)``.

    Periods begin in January and are equally long; where 12 is not a multiple of their number the
    months are rounded up and fewer are asked. A period of which the recognition covers fewer than
    the least days is left out.
    """
    if a_year < 1:
        return
    length = -(-_MONTHS // a_year)
    begins = date(max(since, terms.asked_since).year, 1, 1)
    if terms.asked_since > begins:
        begins = date(terms.asked_since.year, 1, 1)
    while True:
        ends = min(months_after(begins, length), date(begins.year + 1, 1, 1))
        opens = ends - timedelta(days=terms.opens_days)
        if opens > today:
            return
        held = (min(ends, until or ends) - max(begins, since)).days
        if ends > terms.asked_since and held >= terms.least_days:
            due = datetime.combine(ends + timedelta(days=terms.due_days), time())
            yield Period(begins, ends, opens, timezone.make_aware(due))
        begins = ends


def marks_passed(marks: tuple[int, ...], *, due_at: datetime, at: datetime) -> list[int]:
    """The reminders whose moment has come, the latest one last."""
    return sorted((one for one in marks if at >= due_at - timedelta(days=one)), reverse=True)
