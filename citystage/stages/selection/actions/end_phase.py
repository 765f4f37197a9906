"""In a demonstration only: the phase that runs ends now, and the next one begins."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import NotAllowed, Refusal
from citystage.stages.intake.models import Call
from citystage.stages.selection.facts.programmes import TimePassed
from citystage.stages.selection.models import Programme
from citystage.stages.selection.revising import write_version
from citystage.stages.selection.rules.programmes import may_manage
from citystage.stages.selection.terms import Phase, Terms
from citystage.stages.selection.windows import put_on


@transaction.atomic(durable=True)
def end_phase(programme: Programme, *, version: int, stamp: Stamp) -> Programme:
    """Move all that is still to come forward, so that the running phase ends at this moment.

    Before the first phase its beginning is moved to now. Recorded as what it is, as a new version
    of the terms. Never outside a demonstration.
    """
    if not settings.DEMO:
        raise NotAllowed(_("Time passes by itself here; this is offered in demonstrations only."))
    programme = (
        Programme.objects.select_for_update(of=("self",))
        .select_related("city", "call")
        .get(pk=programme.pk)
    )
    may_manage(stamp, programme.city).enforce()
    if programme.version != version:
        raise Refusal(_("The terms were changed by others meanwhile. Look at them first."))
    old = programme.read_terms()
    terms, phase = _moved(old, stamp.at)
    call = Call.objects.select_for_update(of=("self",)).get(pk=programme.call_id)
    put_on(call, terms)
    write_version(programme, terms, reason=_("Time passed (demonstration)."), stamp=stamp)
    told = TimePassed(programme_id=programme.pk, phase=phase.code, version=programme.version)
    journal.record(told, subject=programme, stamp=stamp)
    return programme


def _moved(terms: Terms, now: datetime) -> tuple[Terms, Phase]:
    """The terms with the next boundary at ``now``, and the phase that it ends (or begins)."""
    ahead = [one for one in terms.phases if one.until > now]
    if not ahead:
        raise Refusal(_("All phases are over."))
    phase = ahead[0]
    boundary = phase.since if phase.since > now else phase.until
    by: timedelta = boundary - now
    phases = tuple(
        Phase(
            code=one.code,
            since=one.since - by if one.since >= boundary else one.since,
            until=one.until - by if one.until >= boundary else one.until,
        )
        for one in terms.phases
    )
    return terms.model_copy(update={"phases": phases}), phase
