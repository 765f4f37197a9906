"""Who may do what in review, and when. Pure questions: no writes, no clock, no request."""

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit
from citystage.foundation.workflow.flow import Move
from citystage.kernel.verdicts import ALLOWED, Verdict, all_of
from citystage.stages.intake.models import Application
from citystage.stages.review.models import Case, Comment, DecisionBatch, Opinion, PreparedDecision
from citystage.stages.review.states import (
    ASK_OPINIONS,
    CHOOSE,
    DECLINE,
    GIVE,
    MAKE_READY,
    MERGE,
    WAIVE,
    CaseState,
    OpinionState,
)

# Into these a case may be merged: they are still under way.
OPEN_STATES = frozenset(
    {
        CaseState.TRIAGE,
        CaseState.POLISHING,
        CaseState.RETURNED,
        CaseState.OPINIONS,
        CaseState.READY,
    }
)
# While a case stands here, officers may work on its text.
_POLISHED_IN = frozenset(
    {CaseState.TRIAGE, CaseState.POLISHING, CaseState.OPINIONS, CaseState.READY}
)


def holds(actor: Actor, permission: Permission, case: Case) -> Verdict:
    """Standing alone: the permission over whoever recommended the case."""
    if actor.holds(permission, case.application.recommender):
        return ALLOWED
    return Verdict(_("Your role does not carry this step."))


def may_move(actor: Actor, case: Case, move: Move[CaseState]) -> Verdict:
    """The permission of the move over the case's recommender, and a state it starts from."""
    assert isinstance(move.needs, Permission)
    return all_of(holds(actor, move.needs, case), _stands_in(case, move))


def may_make_ready(actor: Actor, case: Case) -> Verdict:
    """As any move; and the call's floor of quality, the only thing the gate ever blocks."""
    return all_of(may_move(actor, case, MAKE_READY), is_good_enough(case))


def may_choose(actor: Actor, case: Case) -> Verdict:
    """As any move; a text below the call's floor is not released."""
    return all_of(may_move(actor, case, CHOOSE), is_good_enough(case))


def may_ask_opinions(actor: Actor, case: Case, units: list[Unit]) -> Verdict:
    """Departments of the case's own city, at least one."""
    return all_of(may_move(actor, case, ASK_OPINIONS), _own_city(case, units))


def may_assign(actor: Actor, case: Case) -> Verdict:
    """The city's triage, while the case is open."""
    return all_of(holds(actor, Permission.REVIEW_CASE_TRIAGE, case), _is_open(case))


def may_polish(actor: Actor, case: Case) -> Verdict:
    """Officers work on the text while it is with them, not while its owner does."""
    return all_of(holds(actor, Permission.REVIEW_CASE_POLISH, case), _with_officers(case))


def is_good_enough(case: Case) -> Verdict:
    """Whether the quality score reaches the floor of the call (0: there is none)."""
    floor = case.application.call.release_score
    if case.quality >= floor:
        return ALLOWED
    return Verdict(
        gettext("The quality score is %(score)d; this call asks for at least %(floor)d.")
        % {"score": case.quality, "floor": floor}
    )


def may_merge(actor: Actor, case: Case, into: Case) -> Verdict:
    """Both within reach and under way, and two of them."""
    return all_of(
        may_move(actor, case, MERGE),
        holds(actor, Permission.REVIEW_DUPLICATE_JUDGE, into),
        ALLOWED if case.pk != into.pk else Verdict(_("A case cannot be merged into itself.")),
        _takes_merges(into),
    )


def may_judge(actor: Actor) -> Verdict:
    """Whoever judges likeness anywhere may say how two texts within reach relate."""
    if actor.may(Permission.REVIEW_DUPLICATE_JUDGE):
        return ALLOWED
    return Verdict(_("Only the coordinating office judges whether two needs are the same."))


def may_give(actor: Actor, opinion: Opinion) -> Verdict:
    """The asked unit's own people, while it is asked."""
    return all_of(_speaks_for(actor, opinion.unit), _is_asked(opinion))


def may_waive(actor: Actor, opinion: Opinion) -> Verdict:
    """Who may ask may do without."""
    waits = opinion.state in WAIVE.sources
    return all_of(
        holds(actor, Permission.REVIEW_OPINION_ASK, opinion.case),
        ALLOWED if waits else Verdict(_("This opinion is no longer waited for.")),
    )


def may_comment(actor: Actor, application: Application, audience: str, *, asked: bool) -> Verdict:
    """Officers and asked departments to any audience; the owner's side to officers and owner."""
    officer = asked or actor.holds(Permission.REVIEW_CASE_COMMENT, application.recommender)
    if officer:
        return ALLOWED
    if not speaks_for_owner(actor, application):
        return Verdict(_("Only officers and the owner may comment on this need."))
    if audience != Comment.Audience.OWNER:
        return Verdict(_("Owners comment for officers and owner together."))
    return ALLOWED


def speaks_for_owner(actor: Actor, application: Application) -> bool:
    """Whether this person filed the need, or files for its owner's unit."""
    if actor.user_id is None:
        return False
    files = actor.holds(Permission.INTAKE_APPLICATION_FILE, application.owner_unit)
    return files or actor.user_id == application.filed_by_id


def may_prepare(actor: Actor, case: Case, batch: DecisionBatch, outcome: str) -> Verdict:
    """Inside the office, for a case of the batch's city that could be decided so today."""
    chosen = outcome == PreparedDecision.Outcome.CHOSEN
    move = CHOOSE if chosen else DECLINE
    same_city = case.application.city_id == batch.city_id
    return all_of(
        may_see_batch(actor, batch),
        holds(actor, Permission.REVIEW_DECISION_PREPARE, case),
        _not_applied(batch),
        ALLOWED if same_city else Verdict(_("This case belongs to another city.")),
        _stands_in(case, move),
    )


def may_drop(actor: Actor, batch: DecisionBatch) -> Verdict:
    """Inside the office, before the batch takes effect."""
    return all_of(may_see_batch(actor, batch), _not_applied(batch))


def may_apply(actor: Actor, batch: DecisionBatch) -> Verdict:
    """Who may apply decisions in the batch's city, once."""
    if not actor.holds(Permission.REVIEW_DECISION_APPLY, batch.city):
        return Verdict(_("You may not put decisions into effect in this city."))
    return _not_applied(batch)


def may_see_batch(actor: Actor, batch: DecisionBatch) -> Verdict:
    """Prepared decisions are the office's own until they take effect."""
    if actor.holds(Permission.REVIEW_DECISION_PREPARE, batch.city):
        return ALLOWED
    return Verdict(_("Only the coordinating office prepares decisions."))


def _stands_in(case: Case, move: Move[CaseState]) -> Verdict:
    if case.state in move.sources:
        return ALLOWED
    return Verdict(
        gettext("This step is not open: the case is “%s”.") % CaseState(case.state).label,
    )


def _with_officers(case: Case) -> Verdict:
    if case.state in _POLISHED_IN:
        return ALLOWED
    return Verdict(_("The text can be polished only while the case is with the office."))


def _is_open(case: Case) -> Verdict:
    return ALLOWED if case.state in OPEN_STATES else Verdict(_("This case is closed."))


def _takes_merges(into: Case) -> Verdict:
    if into.state in OPEN_STATES:
        return ALLOWED
    return Verdict(
        gettext("The other case is “%s”, so nothing can be merged into it.")
        % CaseState(into.state).label,
    )


def _own_city(case: Case, units: list[Unit]) -> Verdict:
    if not units:
        return Verdict(_("Choose at least one department."))
    if all(unit.city_id == case.application.city_id for unit in units):
        return ALLOWED
    return Verdict(_("Only departments of the same city can be asked."))


def _speaks_for(actor: Actor, unit: Unit) -> Verdict:
    if actor.holds(Permission.REVIEW_OPINION_GIVE, unit):
        return ALLOWED
    return Verdict(_("Only the unit that was asked gives this opinion."))


def _is_asked(opinion: Opinion) -> Verdict:
    if opinion.state in GIVE.sources:
        return ALLOWED
    return Verdict(
        gettext("This opinion is not waited for: it is “%s”.") % OpinionState(opinion.state).label
    )


def _not_applied(batch: DecisionBatch) -> Verdict:
    if batch.applied_at is None:
        return ALLOWED
    return Verdict(_("These decisions have already taken effect."))
