"""The worker's part before an event: remind who comes."""

from uuid import uuid4

from django.tasks import task
from django.utils import timezone

from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.stages.events.actions.remind_participants import remind_participants
from citystage.stages.events.queries.events import coming_soon


@task()
def remind_of_events() -> int:
    """Every event of the coming days; returns how many people were reminded. Safe to run twice."""
    stamp = Stamp(NOBODY, timezone.now(), "job", uuid4())
    return sum(remind_participants(event, stamp=stamp) for event in coming_soon(stamp.at))
