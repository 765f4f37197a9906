"""A prepared decision is taken out of its batch."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import WrongState
from citystage.stages.review import rules
from citystage.stages.review.facts import DecisionDropped
from citystage.stages.review.models import DecisionBatch, PreparedDecision


@transaction.atomic(durable=True)
def drop_decision(prepared: PreparedDecision, *, stamp: Stamp) -> None:
    """Take it out; the case stands as it stood."""
    sheet = DecisionBatch.objects.select_for_update(of=("self",)).select_related("city")
    batch = sheet.get(pk=prepared.batch_id)
    rules.may_see_batch(stamp.actor, batch).enforce()
    rules.may_drop(stamp.actor, batch).enforce(WrongState)
    fact = DecisionDropped(batch_id=batch.pk, case_id=prepared.case_id)
    journal.record(fact, subject=batch, stamp=stamp)
    prepared.delete()
