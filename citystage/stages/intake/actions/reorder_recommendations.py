"""A recommender changes the order of what it recommended."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import Refusal
from citystage.stages.intake import rules
from citystage.stages.intake.facts import RecommendationsReordered
from citystage.stages.intake.models import Call, Recommendation
from citystage.stages.intake.writing import locked_quota, put_in_order


class OrderMoved(Refusal):
    """The list is no longer the one the person saw."""


@transaction.atomic(durable=True)
def reorder_recommendations(call: Call, *, unit: Unit, order: Sequence[int], stamp: Stamp) -> None:
    """Put the recommended applications (by id, the first place first) into this order.

    Raises ``OrderMoved`` unless ``order`` names exactly those that are recommended now.
    """
    locked_quota(call, unit)
    rules.may_reorder(call, unit, stamp).enforce()
    rows = {
        row.application_id: row
        for row in Recommendation.objects.filter(call=call, unit=unit).order_by("place")
    }
    if sorted(order) != sorted(rows):
        raise OrderMoved(_("The list has changed meanwhile. Look at it again first."))
    if list(order) == list(rows):
        return
    put_in_order(rows[pk] for pk in order)
    fact = RecommendationsReordered(call_id=call.pk, unit_id=unit.pk, order=list(order))
    journal.record(fact, subject=call, stamp=stamp)
