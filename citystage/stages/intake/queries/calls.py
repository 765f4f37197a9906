"""Reading calls: what is open, what an officer manages, who recommends and how many."""

from datetime import datetime

from django.db.models import FETCH_RAISE, Count, Q, QuerySet

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.intake.models import Call, Quota
from citystage.stages.intake.states import ApplicationState, CallState

RECOMMENDER_KINDS = (Unit.Kind.DISTRICT, Unit.Kind.DEPARTMENT)


def calls_open_to(city: Unit, *, at: datetime) -> QuerySet[Call]:
    """The calls of a city that take applications now, the one that closes first on top."""
    now = Q(opens_at__lte=at) & (Q(closes_at__isnull=True) | Q(closes_at__gt=at))
    found = Call.objects.filter(now, city=city, state=CallState.OPEN).select_related("form", "city")
    return found.order_by("closes_at", "-opens_at", "pk").fetch_mode(FETCH_RAISE)


def calls_to_manage(actor: Actor) -> QuerySet[Call]:
    """The calls this officer manages, newest first, with what came in."""
    cities = [unit.pk for unit in actor.reach(Permission.INTAKE_CALL_MANAGE)]
    filed = Count("applications", filter=~Q(applications__state=ApplicationState.DRAFT))
    kept = Count(
        "applications",
        filter=Q(applications__state__in=(ApplicationState.RECOMMENDED, ApplicationState.ACCEPTED)),
    )
    found = Call.objects.filter(city_id__in=cities).select_related("form", "city")
    return found.annotate(filed=filed, kept=kept).fetch_mode(FETCH_RAISE)


def reach_call(pk: int, *, city: Unit | None) -> Call:
    """One call that is or was open. Raises ``NotFound``."""
    found = Call.objects.exclude(state=CallState.PREPARING).filter(pk=pk)
    call = found.filter(city=city).select_related("form", "city").first() if city else None
    if call is None:
        raise NotFound("")
    return call


def reach_managed_call(actor: Actor, pk: int) -> Call:
    """One call this officer manages. Raises ``NotFound``."""
    if call := calls_to_manage(actor).filter(pk=pk).first():
        return call
    raise NotFound("")


def call_coded(city: Unit, code: str) -> Call | None:
    """A city's call by its code."""
    return Call.objects.filter(city=city, code=code).select_related("form", "city").first()


def recommenders_of(city: Unit) -> QuerySet[Unit]:
    """The districts and departments of a city, districts first."""
    found = Unit.objects.filter(city=city, kind__in=RECOMMENDER_KINDS)
    return found.order_by("-kind", "ordinal", "pk").fetch_mode(FETCH_RAISE)


def places_of(call: Call) -> dict[int, int]:
    """The places of each recommender, by unit id."""
    return dict(Quota.objects.filter(call=call).values_list("unit_id", "places"))


def organisation_kinds(unit: Unit) -> frozenset[str]:
    """The kind of a unit, and of the organisation whose seat it is."""
    own = Organisation.objects.filter(seat=unit).values_list("kind", flat=True)
    return frozenset({str(unit.kind), *own})
