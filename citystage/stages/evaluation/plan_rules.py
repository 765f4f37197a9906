"""Who may read how a city stands, and who may write its plans."""

from django.utils.translation import gettext_lazy as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.verdicts import ALLOWED, Verdict, all_of
from citystage.stages.evaluation.models import Plan, Target


def may_edit(actor: Actor, city: Unit) -> Verdict:
    """The coordinating office."""
    if actor.holds(Permission.PLAN_PLAN_EDIT, city):
        return ALLOWED
    return Verdict(_("Only the coordinating office of the city does this."))


def may_revise(actor: Actor, target: Target) -> Verdict:
    """The same, while the target stands."""
    return all_of(may_edit(actor, target.plan.city), _stands(target))


def _stands(target: Target) -> Verdict:
    if target.dropped_at is None:
        return ALLOWED
    return Verdict(_("The target was dropped and is not revised any more."))


def sees(actor: Actor, plan: Plan) -> bool:
    """Whether the person may read the plan: everybody a public one, its officers all."""
    return plan.public or any(
        top.covers(plan.city) or plan.city.covers(top)
        for top in actor.reach(Permission.PLAN_STEERING_READ)
    )
