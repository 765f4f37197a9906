"""The desk of a recommender: what waits for its word, its places, its order."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import FETCH_RAISE, Count, F, Q, QuerySet

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.intake.models import Application, Call, Quota, Recommendation
from citystage.stages.intake.states import ApplicationState, CallState


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a recommender has used its places of one call."""

    call: Call
    unit: Unit
    places: int
    used: int

    @property
    def left(self) -> int:
        """Places that are free."""
        return max(self.places - self.used, 0)


def desk(actor: Actor) -> QuerySet[Application]:
    """What waits for the word of this officer's units, the earliest end first."""
    found = Application.objects.reachable_by(actor, Permission.INTAKE_APPLICATION_RECOMMEND)
    along = found.filter(state=ApplicationState.SUBMITTED).select_related(
        "call", "recommender", "owner_unit", "filed_by", "form", "city"
    )
    order = (F("call__recommend_until").asc(nulls_last=True), "submitted_at", "pk")
    return along.order_by(*order).fetch_mode(FETCH_RAISE)


def waiting_words(actor: Actor) -> QuerySet[Application]:
    """Applications that wait for the word of this officer's units, to be counted."""
    reached = Application.objects.reachable_by(actor, Permission.INTAKE_APPLICATION_RECOMMEND)
    return reached.filter(state=ApplicationState.SUBMITTED)


def reach_recommendable(actor: Actor, pk: int) -> Application:
    """One application this officer's unit gives its word on, in any state but draft."""
    reached = Application.objects.reachable_by(actor, Permission.INTAKE_APPLICATION_RECOMMEND)
    found = reached.exclude(state=ApplicationState.DRAFT).select_related(
        "call", "recommender", "owner_unit", "filed_by", "form", "city", "recommendation"
    )
    if application := found.filter(pk=pk).first():
        return application
    raise NotFound("")


def standing_of(actor: Actor, *, at: datetime) -> list[Standing]:
    """The places of this officer's units in every call that takes recommendations; 2 queries."""
    tops = [unit.pk for unit in actor.reach(Permission.INTAKE_APPLICATION_RECOMMEND)]
    asking = Q(call__recommend_until__isnull=True) | Q(call__recommend_until__gt=at)
    quotas = (
        Quota.objects.filter(asking, unit_id__in=tops, call__needs_recommendation=True)
        .exclude(call__state=CallState.PREPARING)
        .select_related("call", "unit")
        .order_by(F("call__recommend_until").asc(nulls_last=True), "call_id", "unit_id")
        .fetch_mode(FETCH_RAISE)
    )
    used = {
        (row["call_id"], row["unit_id"]): row["used"]
        for row in Recommendation.objects.filter(unit_id__in=tops)
        .values("call_id", "unit_id")
        .annotate(used=Count("pk"))
    }
    return [
        Standing(one.call, one.unit, one.places, used.get((one.call_id, one.unit_id), 0))
        for one in quotas
    ]


def recommended(call: Call, unit: Unit) -> QuerySet[Recommendation]:
    """What a unit recommended to a call, in its order."""
    found = Recommendation.objects.filter(call=call, unit=unit)
    along = found.select_related("application", "application__owner_unit", "made_by")
    return along.order_by("place").fetch_mode(FETCH_RAISE)


def reach_order(actor: Actor, call_pk: int, unit_pk: int) -> Standing:
    """The places of one unit in one call, for those who may arrange them. Raises ``NotFound``."""
    tops = [unit.pk for unit in actor.reach(Permission.INTAKE_APPLICATION_RECOMMEND)]
    found = Quota.objects.filter(call_id=call_pk, unit_id=unit_pk, unit_id__in=tops)
    quota = found.select_related("call", "unit").first()
    if quota is None:
        raise NotFound("")
    used = Recommendation.objects.filter(call_id=call_pk, unit_id=unit_pk).count()
    return Standing(quota.call, quota.unit, quota.places, used)
