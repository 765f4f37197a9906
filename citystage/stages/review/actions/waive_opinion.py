"""The office does without a department's opinion."""

from django.db import transaction

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import WrongState
from citystage.stages.review import rounds, rules
from citystage.stages.review.locks import lock_case
from citystage.stages.review.models import Opinion


@transaction.atomic(durable=True)
def waive_opinion(opinion: Opinion, *, reason: str, stamp: Stamp) -> Opinion:
    """Do without it, with the reason; the round goes on as if it had been given."""
    case = lock_case(opinion.case)
    locked = Opinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
    locked.case = case
    rules.holds(stamp.actor, Permission.REVIEW_OPINION_ASK, case).enforce()
    rules.may_waive(stamp.actor, locked).enforce(WrongState)
    rounds.waive(locked, reason=reason, stamp=stamp)
    rounds.carry_on(case, stamp=stamp)
    return locked
