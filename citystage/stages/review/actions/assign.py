"""A case is given to an officer of the office."""

from django.db import transaction

from citystage.foundation.access.models import User
from citystage.foundation.access.stamps import Stamp
from citystage.stages.review import steps
from citystage.stages.review.locks import lock_case
from citystage.stages.review.models import Case


@transaction.atomic(durable=True)
def assign(case: Case, *, officer: User, stamp: Stamp) -> Case:
    """Make ``officer`` the one who answers for the case."""
    locked = lock_case(case)
    steps.assign(locked, officer=officer, stamp=stamp)
    return locked
