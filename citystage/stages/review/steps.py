"""Steps on one locked case, shared by the single act and the bulk act."""

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.queries import wearers
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.foundation.workflow.advance import WrongState, advance
from citystage.kernel.refusals import Refusal
from citystage.stages.review import rounds, rules
from citystage.stages.review.facts import CaseAssigned, CaseMadeReady, CaseReturned, CaseTakenUp
from citystage.stages.review.models import Case
from citystage.stages.review.states import MAKE_READY, RETURN_CASE, TAKE_UP


def take_up(case: Case, *, stamp: Stamp) -> None:
    """The officer takes the case out of the queue, into their own hands."""
    rules.holds(stamp.actor, Permission.REVIEW_CASE_TRIAGE, case).enforce()
    rules.may_move(stamp.actor, case, TAKE_UP).enforce(WrongState)
    assert stamp.actor.user_id is not None
    case.officer_id = stamp.actor.user_id
    case.save(update_fields=["officer"])
    fact = CaseTakenUp(case_id=case.pk, officer_id=stamp.actor.user_id)
    advance(case, TAKE_UP, fact=fact, stamp=stamp)


def assign(case: Case, *, officer: User, stamp: Stamp) -> None:
    """Give the case to an officer of the office; again to the same one changes nothing."""
    rules.holds(stamp.actor, Permission.REVIEW_CASE_TRIAGE, case).enforce()
    rules.may_assign(stamp.actor, case).enforce(WrongState)
    polishes = wearers(Permission.REVIEW_CASE_POLISH, case.application.recommender, at=stamp.at)
    if officer not in polishes:
        raise Refusal(_("This person does not polish cases here."))
    if case.officer_id == officer.pk:
        return
    case.officer = officer
    case.save(update_fields=["officer"])
    journal.record(CaseAssigned(case_id=case.pk, officer_id=officer.pk), subject=case, stamp=stamp)


def send_back(case: Case, *, reason: str, stamp: Stamp) -> None:
    """Return the case to its owner with the reason; an open round of opinions is broken off."""
    rules.holds(stamp.actor, Permission.REVIEW_CASE_POLISH, case).enforce()
    rules.may_move(stamp.actor, case, RETURN_CASE).enforce(WrongState)
    rounds.break_off(case, reason=reason, stamp=stamp)
    fact = CaseReturned(case_id=case.pk, application_id=case.application_id, reason=reason)
    advance(case, RETURN_CASE, fact=fact, stamp=stamp)


def make_ready(case: Case, *, stamp: Stamp) -> None:
    """Polishing is done; the call's floor of quality is asked here."""
    rules.holds(stamp.actor, Permission.REVIEW_CASE_POLISH, case).enforce()
    rules.may_make_ready(stamp.actor, case).enforce(WrongState)
    advance(case, MAKE_READY, fact=CaseMadeReady(case_id=case.pk), stamp=stamp)
