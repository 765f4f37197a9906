"""Prepared decisions take effect, all together or none."""

from django.db import transaction
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import WrongState, advance
from citystage.kernel.refusals import NotAllowed, Refusal
from citystage.stages.review import rules
from citystage.stages.review.facts import CaseChosen, CaseDeclined, DecisionsApplied
from citystage.stages.review.locks import lock_cases
from citystage.stages.review.models import Case, DecisionBatch, PreparedDecision
from citystage.stages.review.states import CHOOSE, DECLINE

_CHOSEN = PreparedDecision.Outcome.CHOSEN


class MovedOn(Refusal):
    """Some of the cases are no longer as they were when the decision was prepared."""


class EmptyBatch(Refusal):
    """Nothing is prepared."""


@transaction.atomic(durable=True)
def apply_decisions(batch: DecisionBatch, *, stamp: Stamp) -> DecisionBatch:
    """Put every prepared decision into effect in one transaction.

    All cases are locked in order first; when one of them has moved on, nothing happens and the
    refusal names each that has.
    """
    sheet = DecisionBatch.objects.select_for_update(of=("self",)).select_related("city")
    batch = sheet.get(pk=batch.pk)
    if not stamp.actor.holds(Permission.REVIEW_DECISION_APPLY, batch.city):
        raise NotAllowed(rules.may_apply(stamp.actor, batch).reason)
    rules.may_apply(stamp.actor, batch).enforce(WrongState)
    prepared = list(batch.decisions.order_by("case_id"))
    cases = lock_cases(decision.case_id for decision in prepared)
    if not prepared:
        raise EmptyBatch(_("No decision has been prepared in this batch."))
    _refuse_if_moved_on(prepared, cases, stamp)
    for decision in prepared:
        _decide(cases[decision.case_id], decision, stamp)
    batch.applied_by_id, batch.applied_at = stamp.actor.user_id, stamp.at
    batch.save(update_fields=["applied_by", "applied_at"])
    fact = DecisionsApplied(
        batch_id=batch.pk,
        chosen=[one.case_id for one in prepared if one.outcome == _CHOSEN],
        declined=[one.case_id for one in prepared if one.outcome != _CHOSEN],
    )
    journal.record(fact, subject=batch, stamp=stamp)
    return batch


def _refuse_if_moved_on(
    prepared: list[PreparedDecision], cases: dict[int, Case], stamp: Stamp
) -> None:
    wrong = []
    for decision in prepared:
        case = cases[decision.case_id]
        verdict = (
            rules.may_choose(stamp.actor, case)
            if decision.outcome == _CHOSEN
            else rules.may_move(stamp.actor, case, DECLINE)
        )
        if not verdict:
            wrong.append(
                _("“%(title)s”: %(reason)s")
                % {"title": case.application.title, "reason": verdict.reason}
            )
    if wrong:
        raise MovedOn(
            _("Nothing has taken effect, because these cannot be decided as prepared: %s")
            % " ".join(wrong)
        )


def _decide(case: Case, decision: PreparedDecision, stamp: Stamp) -> None:
    case.closed_at = stamp.at
    case.save(update_fields=["closed_at"])
    application_id = case.application_id
    if decision.outcome == _CHOSEN:
        chosen = CaseChosen(case_id=case.pk, application_id=application_id)
        advance(case, CHOOSE, fact=chosen, stamp=stamp)
    else:
        declined = CaseDeclined(
            case_id=case.pk, application_id=application_id, reason=decision.reason
        )
        advance(case, DECLINE, fact=declined, stamp=stamp)
