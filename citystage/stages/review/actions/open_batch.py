"""The office begins a set of decisions that will take effect together."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotAllowed
from citystage.stages.review.facts import DecisionBatchOpened
from citystage.stages.review.models import DecisionBatch


@transaction.atomic(durable=True)
def open_batch(city: Unit, *, title: str, stamp: Stamp) -> DecisionBatch:
    """Begin a batch of this city, empty and private."""
    if not stamp.actor.holds(Permission.REVIEW_DECISION_PREPARE, city):
        raise NotAllowed(_("Only the coordinating office prepares decisions."))
    assert stamp.actor.user_id is not None
    batch = DecisionBatch.objects.create(
        city=city, title=title, made_by_id=stamp.actor.user_id, made_at=stamp.at
    )
    fact = DecisionBatchOpened(batch_id=batch.pk, city_id=city.pk)
    journal.record(fact, subject=batch, stamp=stamp)
    return batch
