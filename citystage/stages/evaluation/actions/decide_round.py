"""Outcomes: proposed one by one with the reason, then in effect all at once."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import WrongState, advance
from citystage.kernel.refusals import Refusal
from citystage.stages.evaluation import rules
from citystage.stages.evaluation.applying import BadOutcome, checked, set_day, settle
from citystage.stages.evaluation.facts.assessments import OutcomeProposed, RoundApplied
from citystage.stages.evaluation.keeping import Outrun, worded
from citystage.stages.evaluation.locking import lock_assessment, lock_round
from citystage.stages.evaluation.models import Assessment, Round, Sheet
from citystage.stages.evaluation.standing import kept_away
from citystage.stages.evaluation.states.assessments import (
    APPLY_ROUND,
    AssessmentState,
    RoundState,
    SheetState,
)


class NotDecided(Refusal):
    """Something is missing before the outcomes take effect."""


@transaction.atomic(durable=True)
def propose_outcome(  # noqa: PLR0913 -- the parts of one proposal
    assessment: Assessment,
    *,
    outcome: str,
    reason: str,
    improve_by: date | None,
    version: int,
    stamp: Stamp,
) -> Assessment:
    """Propose what becomes of a lab; seen by officers alone until all take effect."""
    round_ = lock_round(assessment.round_id)
    locked = lock_assessment(assessment.pk)
    away = kept_away(stamp.actor.user_id, locked.lab)
    rules.may_decide(stamp.actor, locked.lab, away).enforce()
    if round_.state != RoundState.SCORING or locked.state != AssessmentState.UNDERWAY:
        raise WrongState(_("Outcomes are proposed while the assessment is under way."))
    if locked.version != version:
        raise Outrun(_("Somebody proposed something else meanwhile; look again."))
    locked.outcome = Assessment.Outcome(outcome)
    locked.reason = worded(reason)
    locked.version += 1
    locked.save(update_fields=["outcome", "reason", "version"])
    set_day(locked, checked(outcome, improve_by, timezone.localdate(stamp.at)))
    told = OutcomeProposed(
        assessment_id=locked.pk, lab_id=locked.lab_id, outcome=str(locked.outcome)
    )
    journal.record(told, subject=round_, stamp=stamp)
    return locked


@transaction.atomic(durable=True)
def apply_round(round_: Round, *, stamp: Stamp) -> Round:
    """Let all outcomes take effect together; the labs get their letters in the same moment.

    Raises NotDecided while a lab lacks a proposal or enough sheets, or a day has passed.
    """
    locked = lock_round(round_.pk)
    rules.may_follow(stamp.actor, locked.city).enforce()
    least = locked.read_terms().least_sheets
    waiting = Assessment.objects.filter(round=locked, state=AssessmentState.UNDERWAY)
    found = [lock_assessment(pk) for pk in waiting.order_by("pk").values_list("pk", flat=True)]
    if locked.state == RoundState.SCORING and not found:
        raise NotDecided(_("No lab is left in this assessment; cancel it."))
    for one in found:
        _check(one, least, stamp)
    told = RoundApplied(round_id=locked.pk)
    locked.applied_at = stamp.at
    locked.save(update_fields=["applied_at"])
    advance(locked, APPLY_ROUND, fact=told, stamp=stamp)
    for one in found:
        settle(one, one.outcome, reason=one.reason, stamp=stamp)
    return locked


def _check(assessment: Assessment, least: int, stamp: Stamp) -> None:
    lab = assessment.lab
    rules.may_decide(stamp.actor, lab, kept_away(stamp.actor.user_id, lab)).enforce()
    name = {"lab": lab.label}
    if not assessment.outcome:
        raise NotDecided(_("No outcome is proposed for “%(lab)s” yet.") % name)
    handed = Sheet.objects.filter(assessment=assessment, state=SheetState.HANDED_IN).count()
    if handed < least:
        told = name | {"have": handed, "need": least}
        raise NotDecided(_("“%(lab)s” has %(have)s score sheets; %(need)s are needed.") % told)
    try:
        checked(assessment.outcome, assessment.improve_by, timezone.localdate(stamp.at))
    except BadOutcome as passed:
        raise NotDecided(
            _("The day by which “%(lab)s” has to improve has passed; set another.") % name
        ) from passed
