"""People decide on a supplier while the need is still a draft, or take the decision back."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger import journal
from citystage.stages.catalogue.models import Capability
from citystage.stages.intake.models import Application
from citystage.stages.matchmaking import reach, rules
from citystage.stages.matchmaking.deciding import (
    NoReason,
    Said,
    ensure_seen,
    lock_draft,
    write,
)
from citystage.stages.matchmaking.facts import DraftSupplierJudged
from citystage.stages.matchmaking.models import Judgement
from citystage.stages.matchmaking.states import JudgementKind


@transaction.atomic(durable=True)
def judge_draft(  # noqa: PLR0913 -- what a decision is made of
    application: Application,
    *,
    organisation: Organisation,
    kind: JudgementKind,
    reason: str,
    words: str,
    capability: Capability | None,
    seen: int | None,
    stamp: Stamp,
) -> Judgement:
    """Decide on ``organisation`` for a draft; it goes with the draft into the catalogue.

    ``seen`` is the id of the decision that was on the page, None where there was none: raises
    ``JudgedMeanwhile`` when another one holds by now. The same decision again changes nothing.
    """
    locked = _locked(application, stamp)
    rules.is_reasoned(kind, reason, words).enforce(NoReason)
    before = reach.decided_of_draft(locked, organisation.pk)
    said = Said.cleaned(kind, reason, words, capability)
    if before is not None and said.repeats(before):
        return before
    ensure_seen(before, seen)
    return _write(locked, organisation, said, before, stamp)


@transaction.atomic(durable=True)
def withdraw_from_draft(
    application: Application, *, organisation: Organisation, seen: int | None, stamp: Stamp
) -> Judgement | None:
    """Take the decision back: the supplier is ranked like any other. Twice changes nothing."""
    locked = _locked(application, stamp)
    before = reach.decided_of_draft(locked, organisation.pk)
    if before is None or before.kind == JudgementKind.WITHDRAW:
        return before
    ensure_seen(before, seen)
    said = Said(JudgementKind.WITHDRAW, "", "", before.capability)
    return _write(locked, organisation, said, before, stamp)


def _locked(application: Application, stamp: Stamp) -> Application:
    locked = lock_draft(application)
    entered = reach.has_entered(locked)
    rules.may_judge_draft(stamp.actor, locked, entered=entered).enforce()
    return locked


def _write(
    application: Application,
    organisation: Organisation,
    said: Said,
    before: Judgement | None,
    stamp: Stamp,
) -> Judgement:
    made = write(application, organisation, said, before=before, proposal=False, stamp=stamp)
    fact = DraftSupplierJudged(
        application_id=application.pk,
        organisation_id=organisation.pk,
        judgement_id=made.pk,
        kind=made.kind,
        reason=made.reason,
    )
    journal.record(fact, subject=application, stamp=stamp)
    return made
