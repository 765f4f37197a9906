"""The same need was filed twice: one case goes on inside the other."""

from django.db import transaction

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import WrongState, advance
from citystage.stages.review import rounds, rules, ties
from citystage.stages.review.facts import CaseMerged
from citystage.stages.review.locks import lock_cases
from citystage.stages.review.models import Case, Tie
from citystage.stages.review.states import MERGE


@transaction.atomic(durable=True)
def merge(case: Case, *, into: Case, reason: str, stamp: Stamp) -> Case:
    """Merge ``case`` into ``into``; nothing is deleted, the link and the tie are kept.

    Both cases are locked in one order: of two officers who merge two cases into each other, one
    succeeds and the other hears that the case has moved on.
    """
    locked = lock_cases([case.pk, into.pk])
    gone, stays = locked[case.pk], locked[into.pk]
    for one in (gone, stays):
        rules.holds(stamp.actor, Permission.REVIEW_DUPLICATE_JUDGE, one).enforce()
    rules.may_merge(stamp.actor, gone, stays).enforce(WrongState)
    rounds.break_off(gone, reason=reason, stamp=stamp)
    fact = CaseMerged(case_id=gone.pk, into_id=stays.pk, reason=reason)
    advance(gone, MERGE, fact=fact, stamp=stamp)
    gone.merged_into, gone.closed_at = stays, stamp.at
    gone.save(update_fields=["merged_into", "closed_at"])
    ties.tie_cases(gone, stays, Tie.Verdict.MERGED, reason=reason, stamp=stamp)
    return gone
