"""What the clock does for trials and tolerances. Safe to run twice."""

from uuid import uuid4

from django.tasks import task
from django.utils import timezone

from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.stages.trials.actions import mind_tolerances as tolerances
from citystage.stages.trials.actions import mind_trials as trials


def _stamp() -> Stamp:
    return Stamp(NOBODY, timezone.now(), "job", uuid4())


@task()
def mind_trials() -> int:
    """Announce last days, and tell of outcomes that are missing."""
    return trials.mind_trials(stamp=_stamp())


@task()
def mind_tolerances() -> int:
    """Announce the end of tolerances, and let them end."""
    return tolerances.mind_tolerances(stamp=_stamp())
