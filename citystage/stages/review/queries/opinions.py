"""Opinions: what waits for a unit's word, what was said, whom one can ask."""

from django.db.models import FETCH_RAISE, QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.kernel.refusals import NotFound
from citystage.stages.review.models import Case, Opinion
from citystage.stages.review.states import OpinionState

_WITH = (
    "unit",
    "case__application__call",
    "case__application__city",
    "case__application__form",
    "case__application__owner_unit",
    "case__application__recommender",
    "given_by",
)
_ASKABLE = (Unit.Kind.DEPARTMENT, Unit.Kind.DISTRICT)


def _mine(actor: Actor) -> QuerySet[Opinion]:
    units = actor.reach(Permission.REVIEW_OPINION_GIVE)
    return (
        Opinion.objects.filter(subtree(units, "unit__path"))
        .select_related(*_WITH)
        .fetch_mode(FETCH_RAISE)
    )


def waiting_opinions(actor: Actor) -> QuerySet[Opinion]:
    """What the actor's unit is asked now, the nearest deadline first."""
    return _mine(actor).filter(state=OpinionState.ASKED).order_by("due_at", "pk")


def given_opinions(actor: Actor) -> QuerySet[Opinion]:
    """What the actor's unit said, newest first."""
    return _mine(actor).filter(state=OpinionState.GIVEN).order_by("-given_at", "-pk")


def reach_opinion(actor: Actor, opinion_id: int) -> Opinion:
    """An opinion one's unit was asked for; one whose turn has not come is not shown."""
    seen = _mine(actor).exclude(state=OpinionState.QUEUED)
    found = seen.filter(pk=opinion_id).first()
    if found is None:
        raise NotFound(_("No such request waits for your unit."))
    return found


def opinions_of(case: Case) -> QuerySet[Opinion]:
    """The opinions on one case in their order."""
    return case.opinions.select_related("unit", "given_by")


def askable(case: Case) -> QuerySet[Unit]:
    """Units of the city that may be asked and have not been heard on this case."""
    heard = case.opinions.exclude(state=OpinionState.WAIVED).values("unit_id")
    city = case.application.city_id
    return Unit.objects.filter(city=city, kind__in=_ASKABLE).exclude(pk__in=heard)
