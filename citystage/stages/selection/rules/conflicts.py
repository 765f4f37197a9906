"""Who declares, claims, sets and judges conflicts of interest."""

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.kernel.verdicts import ALLOWED, Verdict, all_of
from citystage.stages.selection.models import Candidacy, Conflict
from citystage.stages.selection.states.candidacies import UNDER_WAY


def may_judge(actor: Actor, candidacy: Candidacy, barred: Conflict | None) -> Verdict:
    """The city's officers for conflicts; who is in conflict judges nobody else's either."""
    if not actor.holds(Permission.SELECTION_CONFLICT_JUDGE, candidacy.application.city):
        return Verdict(_("Only the coordinating office judges conflicts of interest."))
    return is_free(barred)


def may_judge_this(actor: Actor, conflict: Conflict, barred: Conflict | None) -> Verdict:
    """As above; nobody judges a conflict of their own."""
    own = actor.user_id is not None and actor.user_id == (
        conflict.user_id or (conflict.expert.user_id if conflict.expert else None)
    )
    return all_of(
        Verdict(_("Nobody judges a conflict of their own.")) if own else ALLOWED,
        may_judge(actor, conflict.candidacy, barred),
    )


def may_claim(actor: Actor, candidacy: Candidacy, *, invited: bool) -> Verdict:
    """The applicant's side, while the candidacy is under way."""
    files = actor.holds(Permission.INTAKE_APPLICATION_FILE, candidacy.application.owner_unit)
    filed = actor.user_id is not None and actor.user_id == candidacy.application.filed_by_id
    own = files or filed or invited
    return all_of(
        ALLOWED if own else Verdict(_("Only the applicant can say who should not judge it.")),
        is_under_way(candidacy),
    )


def is_under_way(candidacy: Candidacy) -> Verdict:
    """Whether anything is still to be decided."""
    if candidacy.state in UNDER_WAY:
        return ALLOWED
    return Verdict(_("The selection of this candidacy has come to its end."))


def is_free(barred: Conflict | None) -> Verdict:
    """No conflict keeps the person away."""
    if barred is None:
        return ALLOWED
    return Verdict(_("You have a conflict of interest here, so this is left to others."))
