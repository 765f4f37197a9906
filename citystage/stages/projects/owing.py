"""When an amount is owed: on its day; one of a milestone once that is met as well."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from citystage.stages.projects.models import Instalment
from citystage.stages.projects.states.projects import Standing


def owed_on(instalment: Instalment) -> date | None:
    """The last day for paying it; None while its milestone is not met.

    A milestone that was met late moves the day to that of its judgement.
    """
    milestone = instalment.milestone
    if milestone is None:
        return instalment.due_on
    if milestone.standing != Standing.MET or milestone.judged_at is None:
        return None
    return max(instalment.due_on, timezone.localdate(milestone.judged_at))


def end_of(day: date) -> datetime:
    """The first moment after a day."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
