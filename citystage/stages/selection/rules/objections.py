"""Who objects, who reads who objects, and who decides."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.kernel.verdicts import ALLOWED, Verdict, all_of
from citystage.stages.selection.models import Candidacy, Conflict, Notice, Objection
from citystage.stages.selection.rules.conflicts import is_free
from citystage.stages.selection.states.candidacies import CandidacyState
from citystage.stages.selection.states.decisions import ObjectionState

# The answers that may be appealed against.
APPEALABLE = frozenset({ObjectionState.REJECTED, ObjectionState.INADMISSIBLE})


def may_object(notice: Notice, candidacy: Candidacy, at: datetime) -> Verdict:
    """Anybody, while the notice runs and the candidacy is in it."""
    if candidacy.state != CandidacyState.NOTICE:
        return Verdict(_("This candidacy is no longer in public notice."))
    if at >= notice.until:
        return Verdict(_("The public notice has ended; objections are no longer taken."))
    return ALLOWED


def takes_this_way(notice: Notice, *, anonymous: bool) -> Verdict:
    """By name or anonymous, as the terms say."""
    ways = notice.read_rules().objections
    if anonymous and ways == "named":
        return Verdict(_("The terms of this programme take objections by name only."))
    if not anonymous and ways == "anonymous":
        return Verdict(_("The terms of this programme take anonymous objections only."))
    return ALLOWED


def may_appeal(objection: Objection, candidacy: Candidacy, at: datetime) -> Verdict:
    """Once, after the answer, within the window, while the decision has not taken effect."""
    if objection.appeal_of_id is not None:
        return Verdict(_("This was the appeal; its answer is final."))
    if objection.state not in APPEALABLE:
        return Verdict(_("One appeals against an answer that rejects the objection."))
    if candidacy.state != CandidacyState.NOTICE:
        return Verdict(_("This candidacy is no longer in public notice."))
    if objection.appeal_until is None or at >= objection.appeal_until:
        return Verdict(_("The time for an appeal is over."))
    return ALLOWED


def may_decide(actor: Actor, objection: Objection, barred: Conflict | None) -> Verdict:
    """The deciding office; not who is in conflict, nor who decided what is appealed against."""
    return all_of(may_read(actor, objection, barred), _is_another(actor, objection))


def may_read(actor: Actor, objection: Objection, barred: Conflict | None) -> Verdict:
    """The deciding office; an officer in conflict with the candidacy is kept away."""
    city = objection.notice.programme.city
    if not actor.holds(Permission.SELECTION_OBJECTION_DECIDE, city):
        return Verdict(_("Only the office that decides on objections sees them."))
    return is_free(barred)


def may_carry_out(actor: Actor, objection: Objection, barred: Conflict | None) -> Verdict:
    """The deciding office, of what was upheld and is to be corrected."""
    return all_of(may_read(actor, objection, barred), is_to_be_corrected(objection))


def is_to_be_corrected(objection: Objection) -> Verdict:
    """Upheld, to be corrected, and not carried out yet."""
    upheld = objection.state == ObjectionState.UPHELD
    if upheld and objection.outcome == Objection.Outcome.CORRECTED and not objection.carried_at:
        return ALLOWED
    return Verdict(_("Nothing is to be corrected for this objection."))


def _is_another(actor: Actor, objection: Objection) -> Verdict:
    first = objection.appeal_of
    if first is not None and first.answered_by_id == actor.user_id:
        return Verdict(_("Another officer decides on an appeal than on the objection."))
    return ALLOWED


def is_receipt_of(objection: Objection, receipt: str) -> Verdict:
    """Whoever holds the receipt is the objector."""
    if receipt and receipt == objection.receipt:
        return ALLOWED
    return Verdict(_("This receipt belongs to no objection."))
