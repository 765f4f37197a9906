"""An officer finishes the formal check of a candidacy: passed, corrected once, or refused."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.stages.selection import standing
from citystage.stages.selection.checking import Finding, complete, faults, in_words, outcome_of
from citystage.stages.selection.facts.candidacies import CheckFailed, CheckPassed, CorrectionAsked
from citystage.stages.selection.locks import lock_candidacy
from citystage.stages.selection.models import Candidacy, Correction, FormalCheck
from citystage.stages.selection.rules.checks import is_unsealed, may_check
from citystage.stages.selection.states.candidacies import ASK_CORRECTION, FAIL_CHECK, PASS_CHECK
from citystage.stages.selection.terms import Terms


@transaction.atomic(durable=True)
def check_candidacy(
    candidacy: Candidacy, *, found: Mapping[str, Finding], stamp: Stamp
) -> FormalCheck:
    """Write the round of the check and what follows from it.

    Defects are asked for once, in one list, to be answered within the hours of the terms; a
    follower opens the application for its owner. Raises ``BadCheck``.
    """
    locked = lock_candidacy(candidacy.pk)
    may_check(stamp.actor, locked, standing.barred(stamp.actor, locked)).enforce()
    is_unsealed(locked.programme.call, stamp.at).enforce()
    terms = locked.programme.read_terms()
    complete(terms, found)
    corrected = Correction.objects.filter(candidacy=locked).exists()
    check = FormalCheck.objects.create(
        candidacy=locked,
        round=locked.checks.count() + 1,
        items={
            item.code: {"result": found[item.code].result, "note": found[item.code].note.strip()}
            for item in terms.checks
        },
        outcome=outcome_of(terms, found, corrected=corrected),
        made_by_id=stamp.actor.person,
        made_at=stamp.at,
    )
    ids = {"candidacy_id": locked.pk, "application_id": locked.application_id}
    if check.outcome == FormalCheck.Outcome.PASSED:
        advance(locked, PASS_CHECK, fact=CheckPassed(**ids), stamp=stamp)
    elif check.outcome == FormalCheck.Outcome.CORRECT:
        _ask(locked, terms, found, stamp)
    else:
        reason = in_words(terms, faults(terms, found))
        advance(locked, FAIL_CHECK, fact=CheckFailed(**ids, reason=reason), stamp=stamp)
        locked.closed_at = stamp.at
        locked.save(update_fields=["closed_at"])
    return check


def _ask(locked: Candidacy, terms: Terms, found: Mapping[str, Finding], stamp: Stamp) -> None:
    defects = faults(terms, found)
    correction = Correction.objects.create(
        candidacy=locked,
        defects=defects,
        asked_at=stamp.at,
        until=stamp.at + timedelta(hours=terms.correction_hours),
        revision_before=locked.application.revision,
    )
    told = CorrectionAsked(
        candidacy_id=locked.pk,
        application_id=locked.application_id,
        until=correction.until.isoformat(),
    )
    advance(locked, ASK_CORRECTION, fact=told, stamp=stamp)
