"""What the clock does for calls: recommenders hear what came in while a call was sealed."""

from uuid import uuid4

from django.tasks import task
from django.utils import timezone

from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.stages.intake.actions.tell_of_sealed import tell_of_sealed
from citystage.stages.intake.models import Call


@task()
def tell_of_sealed_calls() -> int:
    """Tell of every sealed call that has closed; returns to how many units. Safe to run twice."""
    stamp = Stamp(NOBODY, timezone.now(), "job", uuid4())
    due = Call.objects.filter(
        sealed=True, closes_at__lte=stamp.at, recommenders_told_at=None
    ).exclude(state="preparing")
    return sum(tell_of_sealed(call, stamp=stamp) for call in due.order_by("pk"))
