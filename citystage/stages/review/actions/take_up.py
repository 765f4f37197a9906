"""An officer takes a case out of the triage queue."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.stages.review import steps
from citystage.stages.review.locks import lock_case
from citystage.stages.review.models import Case


@transaction.atomic(durable=True)
def take_up(case: Case, *, stamp: Stamp) -> Case:
    """Begin polishing; the officer who presses first has it, the second hears so."""
    locked = lock_case(case)
    steps.take_up(locked, stamp=stamp)
    return locked
