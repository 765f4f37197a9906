"""Who keeps the register of experts, and what an expert says for themselves."""

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.verdicts import ALLOWED, Verdict, all_of
from citystage.stages.selection.models import Expert, Relation
from citystage.stages.selection.states.panels import ExpertState


def may_manage(actor: Actor, city: Unit) -> Verdict:
    """The coordinating office of the city keeps the register."""
    if actor.holds(Permission.SELECTION_EXPERT_MANAGE, city):
        return ALLOWED
    return Verdict(_("Only the coordinating office keeps the register of experts."))


def may_speak_for(actor: Actor, expert: Expert) -> Verdict:
    """The expert themselves, or the office that keeps the register."""
    if actor.user_id is not None and actor.user_id == expert.user_id:
        return ALLOWED
    return may_manage(actor, expert.city)


def may_confirm(actor: Actor, expert: Expert) -> Verdict:
    """Only the expert says that the entry is right."""
    own = actor.user_id is not None and actor.user_id == expert.user_id
    return all_of(
        ALLOWED if own else Verdict(_("Only the expert confirms the entry.")), _is_kept(expert)
    )


def may_change(actor: Actor, expert: Expert) -> Verdict:
    """The expert or the office, while the expert is in the register."""
    return all_of(may_speak_for(actor, expert), _is_kept(expert))


def may_declare_own(actor: Actor) -> Verdict:
    """Every officer who reads candidacies has ties of their own to declare, or none."""
    if actor.user_id is not None and actor.may(Permission.SELECTION_CANDIDACY_READ):
        return ALLOWED
    return Verdict(_("Officers who take part in selections declare their ties here."))


def is_own(actor: Actor, relation: Relation) -> Verdict:
    """Only who declared it ends it."""
    if actor.user_id is not None and actor.user_id == relation.user_id:
        return ALLOWED
    return Verdict(_("Only who declared it can end it."))


def _is_kept(expert: Expert) -> Verdict:
    if expert.state != ExpertState.RETIRED:
        return ALLOWED
    return Verdict(_("This expert has left the register."))
