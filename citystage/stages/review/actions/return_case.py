"""The city sends a case back to its owner for changes."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.stages.review import steps
from citystage.stages.review.locks import lock_case
from citystage.stages.review.models import Case


@transaction.atomic(durable=True)
def return_case(case: Case, *, reason: str, stamp: Stamp) -> Case:
    """Return with the reason; intake reopens the application in the same transaction."""
    locked = lock_case(case)
    steps.send_back(locked, reason=reason, stamp=stamp)
    return locked
