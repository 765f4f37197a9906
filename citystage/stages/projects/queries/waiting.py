"""What waits in projects for a hat: for "my work" and the counts of the rail."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit
from citystage.stages.projects.models import (
    Acceptance,
    Arrival,
    FirstUse,
    Instalment,
    Pattern,
    Project,
    ProjectReport,
)
from citystage.stages.projects.settings import terms_of
from citystage.stages.projects.states.claims import ClaimState
from citystage.stages.projects.states.patterns import PatternState
from citystage.stages.projects.states.projects import OPEN, ProjectState, ReportState, Side


def _units(actor: Actor) -> list[int]:
    return [unit.pk for unit in actor.reach(Permission.PROJECT_RECORD_KEEP)]


def reports(actor: Actor) -> QuerySet[ProjectReport]:
    """Reports one's side has to write."""
    units = _units(actor)
    mine = Q(project__owner_unit_id__in=units) | Q(project__supplier__seat_id__in=units)
    return ProjectReport.objects.filter(mine, state=ReportState.OPEN, project__state__in=OPEN)


def acceptances(actor: Actor) -> QuerySet[Project]:
    """Acceptances one's side has not signed."""
    units = _units(actor)
    signed = Acceptance.objects.filter(project=OuterRef("pk"), round=OuterRef("round"))
    by_owner = Exists(signed.filter(side=Side.OWNER))
    by_supplier = Exists(signed.filter(side=Side.SUPPLIER))
    mine = Q(owner_unit_id__in=units) & ~by_owner
    theirs = Q(supplier__seat_id__in=units) & ~Q(owner_unit_id__in=units) & ~by_supplier
    return Project.objects.filter(mine | theirs, state=ProjectState.ACCEPTING)


def payments(actor: Actor, *, at: datetime) -> QuerySet[Instalment]:
    """Amounts one's side has to pay: their day is today or past, their milestone is met."""
    today = timezone.localdate(at)
    owed = Instalment.objects.unpaid().filter(
        project__owner_unit_id__in=_units(actor), due_on__lte=today
    )
    return Instalment.objects.filter(pk__in=owed.order_by().values("pk"))


def _cities(actor: Actor) -> list[int]:
    """Cities for which the actor confirms claims."""
    found = []
    for unit in actor.reach(Permission.PROJECT_CLAIM_PROVE):
        if unit.kind == Unit.Kind.CITY:
            found.append(unit.pk)
        elif unit.city_id and unit.code in terms_of(unit.city_id).provers:
            found.append(unit.city_id)
    return found


def first_uses(actor: Actor) -> QuerySet[FirstUse]:
    """First uses to confirm."""
    rows = FirstUse.objects.filter(state=ClaimState.CLAIMED, city_id__in=_cities(actor))
    return rows.exclude(claimed_by_id=actor.user_id)


def arrivals(actor: Actor) -> QuerySet[Arrival]:
    """Firms brought in to confirm."""
    rows = Arrival.objects.filter(state=ClaimState.CLAIMED, city_id__in=_cities(actor))
    return rows.exclude(claimed_by_id=actor.user_id)


def patterns(actor: Actor) -> QuerySet[Pattern]:
    """Patterns to publish."""
    cities = [unit.pk for unit in actor.reach(Permission.PROJECT_PATTERN_PUBLISH)]
    return Pattern.objects.filter(state=PatternState.PROPOSED, city_id__in=cities)
