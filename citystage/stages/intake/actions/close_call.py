"""A call stops taking applications; what was submitted goes on."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.stages.intake import rules
from citystage.stages.intake.facts import CallClosed
from citystage.stages.intake.models import Call
from citystage.stages.intake.states import CLOSE_CALL
from citystage.stages.intake.telling import tell_of_call


@transaction.atomic(durable=True)
def close_call(call: Call, *, stamp: Stamp) -> Call:
    """Close an open call before or after its last day."""
    call = Call.objects.select_for_update(of=("self",)).select_related("city").get(pk=call.pk)
    rules.may_manage_calls(stamp, call.city).enforce()
    advance(call, CLOSE_CALL, fact=CallClosed(call_id=call.pk), stamp=stamp)
    tell_of_call(call, CLOSE_CALL, stamp=stamp)
    return call
