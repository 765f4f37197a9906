"""What the clock does for openings. Safe to run twice."""

from uuid import uuid4

from django.tasks import task
from django.utils import timezone

from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.stages.docking.actions.mind_openings import climb, note_closing
from citystage.stages.docking.models import Opening


@task()
def mind_openings() -> int:
    """Note closings, and let overdue outcomes climb; returns how many windows were closed."""
    stamp = Stamp(NOBODY, timezone.now(), "job", uuid4())
    waiting = Opening.objects.without_outcome()
    over = waiting.filter(closes_at__lte=stamp.at, closed_at__isnull=True)
    closed = sum(note_closing(one, stamp=stamp) for one in list(over))
    for one in list(waiting.filter(outcome_due_at__lte=stamp.at, climbed__lt=3)):
        climb(one, stamp=stamp)
    return closed
