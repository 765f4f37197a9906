"""An officer says how two texts relate: one family, or not the same."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import Refusal
from citystage.stages.review import rules, ties
from citystage.stages.review.facts import TieJudged
from citystage.stages.review.models import Fingerprint, Tie


class AlreadyMerged(Refusal):
    """A merge is undone as a merge, not judged over."""


@transaction.atomic(durable=True)
def judge_tie(
    one: Fingerprint, other: Fingerprint, *, verdict: str, reason: str, stamp: Stamp
) -> Tie:
    """Remember the verdict on the pair; judged again, the newer one stands."""
    rules.may_judge(stamp.actor).enforce()
    left, right = ties.lock_pair(one, other)
    found = Tie.objects.filter(left=left, right=right).first()
    if found and found.verdict == Tie.Verdict.MERGED:
        raise AlreadyMerged(_("These two are merged; undo the merge first."))
    tie = ties.tie(left, right, verdict, reason=reason, stamp=stamp)
    journal.record(TieJudged(tie_id=tie.pk, verdict=verdict), subject=tie, stamp=stamp)
    return tie
