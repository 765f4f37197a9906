"""Reads of action points: who may mend and verify, what the office and each side has open."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.intake.models import Application
from citystage.stages.selection.investigating import STANDS_FOR
from citystage.stages.selection.models import ActionPoint, Candidacy, Diligence
from citystage.stages.selection.states.diligence import ActionPointState


def partners(diligence: Diligence) -> dict[str, Unit]:
    """Who may mend or verify: the applicant, its recommender, the institution, the city."""
    application = diligence.candidacy.application
    units = (
        application.owner_unit,
        application.recommender,
        diligence.institution,
        diligence.candidacy.programme.city,
    )
    return {str(one.pk): one for one in units}


def partners_of(candidacy: Candidacy) -> dict[str, Unit]:
    """The same for what the office points out: with every institution that was asked."""
    application = candidacy.application
    asked_ones = [one.institution for one in candidacy.diligences.select_related("institution")]
    units = (application.owner_unit, application.recommender, candidacy.programme.city, *asked_ones)
    return {str(one.pk): one for one in units}


def office_points(candidacy: Candidacy) -> QuerySet[ActionPoint]:
    """What the office pointed out by itself."""
    return candidacy.points.filter(diligence=None).select_related("owner", "verifier")


def points_of(application: Application) -> QuerySet[ActionPoint]:
    """What the applicant has to mend."""
    rows = ActionPoint.objects.filter(
        candidacy__application=application, owner=application.owner_unit_id
    )
    return rows.select_related("owner", "verifier", "candidacy").order_by("due_on", "pk")


def reach_point(actor: Actor, pk: int) -> ActionPoint:
    """An action point this person's unit mends or verifies. Raises ``NotFound``."""
    units = {unit.pk for permission in STANDS_FOR for unit in actor.reach(permission)}
    rows = ActionPoint.objects.filter(Q(owner__in=units) | Q(verifier__in=units), pk=pk)
    along = (
        "owner",
        "verifier",
        "diligence__institution",
        "candidacy__application",
        "candidacy__programme__call",
    )
    if found := rows.select_related(*along).first():
        return found
    raise NotFound(_("There is no such action point of yours."))


def own_points(actor: Actor) -> QuerySet[ActionPoint]:
    """What this person's unit has to mend now, or to verify now."""
    units = {unit.pk for permission in STANDS_FOR for unit in actor.reach(permission)}
    mend = Q(owner__in=units, state=ActionPointState.OPEN)
    check = Q(verifier__in=units, state=ActionPointState.DONE)
    rows = ActionPoint.objects.filter(mend | check)
    rows = rows.exclude(candidacy__in=Candidacy.objects.barred_to(actor).values("pk"))
    return rows.select_related("owner", "verifier", "candidacy__application")
