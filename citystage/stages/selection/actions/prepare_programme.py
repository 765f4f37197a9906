"""The coordinating office sets up a selection: its call and its terms in one breath."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import Refusal
from citystage.stages.intake.calling import CallSettings
from citystage.stages.intake.preparing import write_call
from citystage.stages.selection.facts.programmes import ProgrammePrepared
from citystage.stages.selection.models import Candidacy, Programme, ProgrammeVersion
from citystage.stages.selection.rules.programmes import may_be_taken, may_manage
from citystage.stages.selection.terms import Terms
from citystage.stages.selection.windows import settled


class NoChallenge(Refusal):
    """Takers and their challenge do not go together."""

    status = 422


@transaction.atomic
def prepare_programme(
    city: Unit,
    *,
    settings: CallSettings,
    terms: Terms,
    challenge: Candidacy | None = None,
    stamp: Stamp,
) -> Programme:
    """Write the call (in preparation, with the windows of the phases) and version 1 of the terms.

    A call for takers names the ``challenge``: a candidacy that took effect as one. Raises
    ``BadTerms``, ``BadSettings``, ``CodeTaken``, ``NoChallenge``.
    """
    Unit.objects.select_for_update().get(pk=city.pk)
    may_manage(stamp, city).enforce()
    may_be_taken(challenge, terms, city).enforce(NoChallenge)
    call = write_call(city, settings=settled(settings, terms), stamp=stamp)
    told = terms.model_dump(mode="json")
    programme = Programme.objects.create(call=call, city=city, terms=told, challenge=challenge)
    ProgrammeVersion.objects.create(
        programme=programme,
        number=1,
        terms=told,
        made_by_id=stamp.actor.user_id,
        made_at=stamp.at,
    )
    fact = ProgrammePrepared(programme_id=programme.pk, call_id=call.pk)
    journal.record(fact, subject=programme, stamp=stamp)
    return programme
