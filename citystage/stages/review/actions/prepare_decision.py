"""A decision is prepared in private, with its reason and the city's order."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import Refusal
from citystage.stages.review import rules
from citystage.stages.review.facts import DecisionPrepared
from citystage.stages.review.locks import lock_case
from citystage.stages.review.models import Case, DecisionBatch, PreparedDecision


class ReasonMissing(Refusal):
    """A need that is not chosen is told why."""


class PreparedElsewhere(Refusal):
    """A case is decided in one batch."""


@transaction.atomic(durable=True)
def prepare_decision(  # noqa: PLR0913 -- one line of the decision sheet
    case: Case,
    *,
    batch: DecisionBatch,
    outcome: str,
    reason: str,
    place: int | None,
    stamp: Stamp,
) -> PreparedDecision:
    """Put the case into ``batch`` or change what is prepared there; nobody outside sees it."""
    sheet = DecisionBatch.objects.select_for_update(of=("self",)).select_related("city")
    batch = sheet.get(pk=batch.pk)
    locked = lock_case(case)
    rules.may_see_batch(stamp.actor, batch).enforce()
    rules.may_prepare(stamp.actor, locked, batch, outcome).enforce(WrongState)
    if outcome == PreparedDecision.Outcome.NOT_CHOSEN and not reason.strip():
        raise ReasonMissing(_("Say why the need is not chosen: its owner will read it."))
    others = PreparedDecision.objects.filter(case=locked, batch__applied_at__isnull=True)
    if others.exclude(batch=batch).exists():
        raise PreparedElsewhere(_("This case is already prepared in another batch."))
    locked.city_place = place
    locked.save(update_fields=["city_place"])
    prepared, _new = PreparedDecision.objects.update_or_create(
        batch=batch, case=locked, defaults={"outcome": outcome, "reason": reason}
    )
    fact = DecisionPrepared(batch_id=batch.pk, case_id=locked.pk, outcome=outcome)
    journal.record(fact, subject=batch, stamp=stamp)
    return prepared
