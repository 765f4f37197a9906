"""What the clock does for asks, promises and agreements. Safe to run twice."""

from uuid import uuid4

from django.tasks import task
from django.utils import timezone

from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.stages.docking.actions import mind_agreements as agreements
from citystage.stages.docking.actions.mind_asks import climb_asks, close_by_time
from citystage.stages.docking.actions.mind_promises import remind_of_promises


def _stamp() -> Stamp:
    return Stamp(NOBODY, timezone.now(), "job", uuid4())


@task()
def mind_asks() -> int:
    """Late replies climb, answered asks close with notice; returns how many moved."""
    return climb_asks(stamp=_stamp()) + close_by_time(stamp=_stamp())


@task()
def mind_promises() -> int:
    """Remind of promises that are due, and tell of overdue ones."""
    return remind_of_promises(stamp=_stamp())


@task()
def mind_agreements() -> int:
    """Remind of agreements that expire, and let them expire."""
    return agreements.mind_agreements(stamp=_stamp())
