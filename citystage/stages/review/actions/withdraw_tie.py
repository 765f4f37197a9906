"""A judgement on likeness is taken back."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import NotFound, Refusal
from citystage.stages.review import rules, ties
from citystage.stages.review.facts import TieWithdrawn
from citystage.stages.review.models import Tie


@transaction.atomic(durable=True)
def withdraw_tie(tie: Tie, *, stamp: Stamp) -> None:
    """Forget the verdict: the pair is offered for judgement again."""
    rules.may_judge(stamp.actor).enforce()
    left, right = ties.lock_pair(tie.left, tie.right)
    found = Tie.objects.filter(left=left, right=right).first()
    if found is None:
        raise NotFound(_("This judgement has already been taken back."))
    if found.verdict == Tie.Verdict.MERGED:
        raise Refusal(_("These two are merged; undo the merge first."))
    journal.record(TieWithdrawn(tie_id=found.pk), subject=found, stamp=stamp)
    ties.untie(left, right)
