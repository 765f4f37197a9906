"""A case that was ready, or out for opinions, needs more polishing."""

from django.db import transaction

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import WrongState, advance
from citystage.stages.review import rounds, rules
from citystage.stages.review.facts import CaseSentBack
from citystage.stages.review.locks import lock_case
from citystage.stages.review.models import Case
from citystage.stages.review.states import BACK_TO_POLISHING


@transaction.atomic(durable=True)
def back_to_polishing(case: Case, *, reason: str, stamp: Stamp) -> Case:
    """Back to the desk; opinions still open are no longer waited for."""
    locked = lock_case(case)
    rules.holds(stamp.actor, Permission.REVIEW_CASE_POLISH, locked).enforce()
    rules.may_move(stamp.actor, locked, BACK_TO_POLISHING).enforce(WrongState)
    rounds.break_off(locked, reason=reason, stamp=stamp)
    fact = CaseSentBack(case_id=locked.pk, reason=reason)
    advance(locked, BACK_TO_POLISHING, fact=fact, stamp=stamp)
    return locked
