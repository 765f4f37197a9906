"""What the clock does for decisions: let them take effect, remind of answers that are due."""

from uuid import uuid4

from django.tasks import task
from django.utils import timezone

from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.stages.selection import ending
from citystage.stages.selection.actions.remind_of_objections import remind_of_objections
from citystage.stages.selection.actions.take_effect import take_effect


def _stamp() -> Stamp:
    return Stamp(NOBODY, timezone.now(), "job", uuid4())


@task()
def take_effect_due() -> int:
    """Let every candidacy take effect that is due; returns how many did. Safe to run twice."""
    stamp = _stamp()
    return sum(take_effect(one, stamp=stamp) for one in list(ending.due(stamp.at)))


@task()
def remind_office() -> int:
    """Remind the deciding office of objections to be answered soon; returns of how many."""
    return remind_of_objections(stamp=_stamp())
