"""The round of opinions: whose turn it is, and when it is over. Steps shared by several actions."""

from datetime import timedelta

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.workflow.advance import advance
from citystage.stages.review.facts import OpinionAsked, OpinionsConcluded, OpinionWaived
from citystage.stages.review.models import Case, Opinion
from citystage.stages.review.states import ASK, CONCLUDE_OPINIONS, WAIVE, CaseState, OpinionState


def ask(opinion: Opinion, *, days: int, stamp: Stamp) -> None:
    """It is this unit's turn: its days begin now."""
    opinion.asked_at = stamp.at
    opinion.due_at = stamp.at + timedelta(days=days)
    opinion.save(update_fields=["asked_at", "due_at"])
    fact = OpinionAsked(opinion_id=opinion.pk, case_id=opinion.case_id, unit_id=opinion.unit_id)
    advance(opinion, ASK, fact=fact, stamp=stamp)


def waive(opinion: Opinion, *, reason: str, stamp: Stamp) -> None:
    """Do without this opinion."""
    fact = OpinionWaived(opinion_id=opinion.pk, case_id=opinion.case_id, reason=reason)
    advance(opinion, WAIVE, fact=fact, stamp=stamp)


def carry_on(case: Case, *, stamp: Stamp) -> None:
    """After one opinion is in: ask the next in turn, or conclude when none is left open."""
    if case.state != CaseState.OPINIONS:
        return
    waiting = list(case.opinions.filter(state__in=WAIVE.sources).select_related("unit"))
    if not waiting:
        advance(case, CONCLUDE_OPINIONS, fact=OpinionsConcluded(case_id=case.pk), stamp=stamp)
    elif all(opinion.state == OpinionState.QUEUED for opinion in waiting):
        ask(waiting[0], days=case.application.call.opinion_days, stamp=stamp)


def break_off(case: Case, *, reason: str, stamp: Stamp) -> None:
    """The case leaves its round of opinions: nobody is to write one for nothing."""
    for opinion in case.opinions.select_for_update().filter(state__in=WAIVE.sources):
        waive(opinion, reason=reason, stamp=stamp)
