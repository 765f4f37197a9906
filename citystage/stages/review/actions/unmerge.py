"""A merge is taken back: the case is polished on its own again."""

from django.db import transaction

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import WrongState, advance
from citystage.stages.review import rules, ties
from citystage.stages.review.facts import CaseUnmerged
from citystage.stages.review.locks import lock_case
from citystage.stages.review.models import Case
from citystage.stages.review.states import UNMERGE


@transaction.atomic(durable=True)
def unmerge(case: Case, *, stamp: Stamp) -> Case:
    """Undo the merge and forget its tie; comments stay with the case they were made on."""
    locked = lock_case(case)
    rules.holds(stamp.actor, Permission.REVIEW_DUPLICATE_JUDGE, locked).enforce()
    rules.may_move(stamp.actor, locked, UNMERGE).enforce(WrongState)
    absorber = locked.merged_into
    assert absorber is not None
    # The database holds "a link means merged", so the link goes first.
    locked.merged_into, locked.closed_at = None, None
    locked.save(update_fields=["merged_into", "closed_at"])
    ties.untie_cases(locked, absorber)
    fact = CaseUnmerged(case_id=locked.pk, from_id=absorber.pk)
    advance(locked, UNMERGE, fact=fact, stamp=stamp)
    return locked
