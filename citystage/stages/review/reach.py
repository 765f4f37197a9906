"""Who counts as what towards one need: asked department, officer. Small reads for rules' sake."""

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import subtree
from citystage.stages.intake.models import Application
from citystage.stages.review.models import Opinion
from citystage.stages.review.states import OpinionState

_HEARD = (OpinionState.ASKED, OpinionState.GIVEN)


def is_asked(actor: Actor, application: Application) -> bool:
    """Whether the actor's unit is, or was, asked for its opinion on this need."""
    units = actor.reach(Permission.REVIEW_OPINION_GIVE)
    if not units:
        return False
    asked = Opinion.objects.filter(case__application=application, state__in=_HEARD)
    return asked.filter(subtree(units, "unit__path")).exists()


def is_officer(actor: Actor, application: Application) -> bool:
    """Whether the actor sees the officers' side of this need by standing."""
    seen = (Permission.REVIEW_CASE_READ, Permission.INTAKE_APPLICATION_READ)
    return any(actor.holds(permission, application.recommender) for permission in seen)
