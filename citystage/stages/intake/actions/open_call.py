"""A call starts to take applications."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.kernel.refusals import Refusal
from citystage.stages.intake import rules
from citystage.stages.intake.facts import CallOpened
from citystage.stages.intake.models import Call, Quota
from citystage.stages.intake.states import OPEN_CALL
from citystage.stages.intake.telling import tell_of_call
from citystage.stages.intake.writing import give_places


@transaction.atomic(durable=True)
def open_call(call: Call, *, stamp: Stamp) -> Call:
    """Open a prepared call, or a closed one again, with places for every recommender."""
    call = (
        Call.objects.select_for_update(of=("self",)).select_related("city", "form").get(pk=call.pk)
    )
    rules.may_manage_calls(stamp, call.city).enforce()
    if call.closes_at and call.closes_at <= stamp.at:
        raise Refusal(_("The closing time has passed. Give the call a later one first."))
    give_places(call, {})
    if call.needs_recommendation and not Quota.objects.filter(call=call, places__gt=0).exists():
        raise Refusal(_("No district or department has a place in this call."))
    advance(call, OPEN_CALL, fact=CallOpened(call_id=call.pk), stamp=stamp)
    tell_of_call(call, OPEN_CALL, stamp=stamp)
    return call
