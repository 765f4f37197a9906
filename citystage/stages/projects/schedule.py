"""Which reports a project owes: periods counted from its beginning, opening days, due days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from citystage.kernel.working_days import months_after
from citystage.stages.projects.terms import Reporting


@dataclass(frozen=True, slots=True)
class Period:
    """``[since, until)``, too late from ``due_at`` on."""

    since: date
    until: date
    due_at: datetime


def periods(terms: Reporting, *, begun: date, due: date, today: date) -> Iterator[Period]:
    """What is asked by ``today`` of a project that runs from ``begun``.

    A project that is late goes on reporting; a last period shorter than the least days before the
    day it was due is left out.
    """
    if terms.every_months < 1:
        return
    number, since = 1, begun
    while True:
        until = months_after(begun, number * terms.every_months)
        if since < due < until and (due - since).days >= terms.least_days:
            until = due + timedelta(days=1)
        if until - timedelta(days=terms.opens_days) > today:
            return
        ends = datetime.combine(until + timedelta(days=terms.due_days), time())
        yield Period(since, until, timezone.make_aware(ends))
        number, since = number + 1, months_after(begun, number * terms.every_months)


def next_reminder(
    marks: tuple[int, ...], *, due_at: datetime, at: datetime, told: int | None
) -> int | None:
    """The reminder whose moment has come and that was not given; of several the latest."""
    passed = [one for one in marks if at >= due_at - timedelta(days=one)]
    latest = min(passed, default=None)
    return None if latest is None or (told is not None and latest >= told) else latest
