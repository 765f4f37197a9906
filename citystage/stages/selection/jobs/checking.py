"""What the clock does for the formal check: chances to correct come to their end."""

from uuid import uuid4

from django.tasks import task
from django.utils import timezone

from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.stages.selection.actions.lapse_correction import lapse_correction
from citystage.stages.selection.models import Correction


@task()
def lapse_corrections() -> int:
    """Close every chance whose hours are over; returns how many. Safe to run twice."""
    stamp = Stamp(NOBODY, timezone.now(), "job", uuid4())
    due = Correction.objects.filter(
        answered_at__isnull=True, until__lte=stamp.at, candidacy__state="correcting"
    )
    return sum(lapse_correction(one, stamp=stamp) for one in list(due))
