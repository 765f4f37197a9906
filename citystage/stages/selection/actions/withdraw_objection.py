"""The objector takes the objection back."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.stages.selection.facts.decisions import ObjectionWithdrawn
from citystage.stages.selection.locks import lock_objection
from citystage.stages.selection.models import Objection
from citystage.stages.selection.objecting import Words, hidden
from citystage.stages.selection.rules import objections as rules
from citystage.stages.selection.states.decisions import WITHDRAW_OBJECTION


@transaction.atomic(durable=True)
def withdraw_objection(objection: Objection, *, held: str, stamp: Stamp) -> Objection:
    """Withdraw it with its receipt; the decision no longer waits for it."""
    objection, _candidacy = lock_objection(objection)
    rules.is_receipt_of(objection, held).enforce()
    told = ObjectionWithdrawn(
        objection_id=objection.pk,
        candidacy_id=objection.candidacy_id,
        notice_id=objection.notice_id,
    )
    as_kept = Words(ground="", argument="", remedy="", anonymous=objection.anonymous)
    advance(objection, WITHDRAW_OBJECTION, fact=told, stamp=hidden(as_kept, stamp))
    return objection
