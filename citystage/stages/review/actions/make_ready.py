"""Polishing is done: the case waits for the decision."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.stages.review import steps
from citystage.stages.review.locks import lock_case
from citystage.stages.review.models import Case


@transaction.atomic(durable=True)
def make_ready(case: Case, *, stamp: Stamp) -> Case:
    """Make ready; refused while the text is below the call's floor of quality."""
    locked = lock_case(case)
    steps.make_ready(locked, stamp=stamp)
    return locked
