"""What the clock does for due diligence: reminders before and after the day."""

from uuid import uuid4

from django.tasks import task
from django.utils import timezone

from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.stages.selection.actions.remind_of_diligence import (
    remind_of_diligence,
    remind_of_points,
)


@task()
def remind_those_who_look_and_mend() -> int:
    """Remind of reports and of action points; returns of how many. Safe to run twice a day."""
    stamp = Stamp(NOBODY, timezone.now(), "job", uuid4())
    return remind_of_diligence(stamp=stamp) + remind_of_points(stamp=stamp)
