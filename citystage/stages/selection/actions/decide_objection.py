"""The deciding office takes an objection up, and answers it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import WrongState, advance
from citystage.kernel.refusals import Refusal
from citystage.stages.selection import ending
from citystage.stages.selection.again import judge_again
from citystage.stages.selection.facts.candidacies import CandidacyOverturned
from citystage.stages.selection.facts.decisions import (
    ObjectionAdmitted,
    ObjectionCarriedOut,
    ObjectionNotAdmitted,
    ObjectionRejected,
    ObjectionUpheld,
)
from citystage.stages.selection.locks import lock_objection
from citystage.stages.selection.models import Candidacy, Objection
from citystage.stages.selection.objecting import appeal_end
from citystage.stages.selection.rules import objections as rules
from citystage.stages.selection.standing import barred
from citystage.stages.selection.states.candidacies import OVERTURN, CandidacyState
from citystage.stages.selection.states.decisions import ADMIT, NOT_ADMIT, REJECT, UPHOLD


class AnswerMissing(Refusal):
    """Every answer gives its reasons."""


class DayMissing(Refusal):
    """A second judgement has an end."""

    status = 422


@transaction.atomic(durable=True)
def admit(objection: Objection, *, stamp: Stamp) -> Objection:
    """Look into it; the decision waits."""
    objection, candidacy = _taken(objection, stamp)
    told = ObjectionAdmitted(
        objection_id=objection.pk, candidacy_id=candidacy.pk, notice_id=objection.notice_id
    )
    advance(objection, ADMIT, fact=told, stamp=stamp)
    return objection


@transaction.atomic(durable=True)
def not_admit(objection: Objection, *, answer: str, stamp: Stamp) -> Objection:
    """Do not look into it, with the reason; the objector may appeal."""
    objection, candidacy = _taken(objection, stamp)
    _answer(objection, answer, stamp)
    told = ObjectionNotAdmitted(
        objection_id=objection.pk, candidacy_id=candidacy.pk, notice_id=objection.notice_id
    )
    advance(objection, NOT_ADMIT, fact=told, stamp=stamp)
    return objection


@transaction.atomic(durable=True)
def reject(objection: Objection, *, answer: str, stamp: Stamp) -> Objection:
    """It is not right, with the reason; the objector may appeal, once."""
    objection, candidacy = _taken(objection, stamp)
    _answer(objection, answer, stamp)
    told = ObjectionRejected(
        objection_id=objection.pk, candidacy_id=candidacy.pk, notice_id=objection.notice_id
    )
    advance(objection, REJECT, fact=told, stamp=stamp)
    return objection


@transaction.atomic(durable=True)
def uphold(
    objection: Objection,
    *,
    answer: str,
    outcome: str,
    again_until: datetime | None = None,
    stamp: Stamp,
) -> Objection:
    """It is right; ``outcome`` says what follows.

    Overturned, and judged again (by the panel, ``again_until`` that moment), follow at once. What
    is published is corrected by ``carry_out``; until then the candidacy does not take effect.
    """
    objection, candidacy = _taken(objection, stamp)
    chosen = Objection.Outcome(outcome)
    if chosen == Objection.Outcome.JUDGED_AGAIN and (
        again_until is None or again_until <= stamp.at
    ):
        raise DayMissing(_("Say until when the panel judges it again; the day lies ahead."))
    _answer(objection, answer, stamp)
    objection.outcome = chosen
    if chosen != Objection.Outcome.CORRECTED:
        objection.carried_by_id, objection.carried_at = stamp.actor.user_id, stamp.at
    objection.save(update_fields=["outcome", "carried_by", "carried_at"])
    told = ObjectionUpheld(
        objection_id=objection.pk, candidacy_id=candidacy.pk, notice_id=objection.notice_id
    )
    advance(objection, UPHOLD, fact=told, stamp=stamp)
    if candidacy.state != CandidacyState.NOTICE:
        return objection
    if chosen == Objection.Outcome.OVERTURNED:
        _overturn(candidacy, objection, stamp)
    elif again_until is not None and chosen == Objection.Outcome.JUDGED_AGAIN:
        judge_again(candidacy, objection, until=again_until, stamp=stamp)
        ending.conclude(objection.notice, stamp)
    return objection


@transaction.atomic(durable=True)
def carry_out(objection: Objection, *, correction: str, stamp: Stamp) -> Objection:
    """Say what was put right; the public notice shows it, and the candidacy goes on."""
    objection, candidacy = lock_objection(objection)
    kept_away = barred(stamp.actor, candidacy)
    rules.may_carry_out(stamp.actor, objection, kept_away).enforce(WrongState)
    if not correction.strip():
        raise AnswerMissing(_("Say what was put right: the public notice shows it."))
    objection.correction = correction.strip()
    objection.carried_by_id, objection.carried_at = stamp.actor.user_id, stamp.at
    objection.save(update_fields=["correction", "carried_by", "carried_at"])
    told = ObjectionCarriedOut(
        objection_id=objection.pk, candidacy_id=candidacy.pk, notice_id=objection.notice_id
    )
    journal.record(told, subject=objection, stamp=stamp)
    return objection


def _taken(objection: Objection, stamp: Stamp) -> tuple[Objection, Candidacy]:
    objection, candidacy = lock_objection(objection)
    rules.may_decide(stamp.actor, objection, barred(stamp.actor, candidacy)).enforce()
    return objection, candidacy


def _answer(objection: Objection, answer: str, stamp: Stamp) -> None:
    if not answer.strip():
        raise AnswerMissing(_("Give the reasons: the objector reads them."))
    if objection.answered_at is not None:
        raise WrongState(_("This objection has been answered."))
    objection.answer = answer.strip()
    objection.answered_by_id, objection.answered_at = stamp.actor.user_id, stamp.at
    if objection.appeal_of_id is None:
        objection.appeal_until = appeal_end(objection.notice, stamp.at)
    objection.save(update_fields=["answer", "answered_by", "answered_at", "appeal_until"])


def _overturn(candidacy: Candidacy, objection: Objection, stamp: Stamp) -> None:
    candidacy.closed_at = stamp.at
    candidacy.save(update_fields=["closed_at"])
    told = CandidacyOverturned(
        candidacy_id=candidacy.pk,
        application_id=candidacy.application_id,
        objection_id=objection.pk,
    )
    advance(candidacy, OVERTURN, fact=told, stamp=stamp)
    ending.conclude(objection.notice, stamp)
