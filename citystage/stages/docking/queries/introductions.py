"""Interest and introductions, as each side and the broker see them."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.models import Introduction, Progress
from citystage.stages.docking.sides import sides_of
from citystage.stages.docking.states.introductions import STANDING, IntroductionState, Side
from citystage.stages.docking.states.progress import ProgressStep

# Shown as a state of its own: introduced, and landed since.
LANDED: Final = "landed"
_ALONG = (
    "scenario__city",
    "scenario__district",
    "scenario__lead_department",
    "scenario__owner__seat",
    "scenario__owner_unit",
    "organisation__seat",
    "introducer",
)


def mine(actor: Actor, *, show: str = "", broker: int | None = None) -> QuerySet[Introduction]:
    """Everything the actor has a part in, the latest first; ``broker`` is the unit of one.

    ``show`` is a state, or ``LANDED``: introduced, and landed since.
    """
    rows = Introduction.objects.visible_to(actor).select_related(*_ALONG)
    if broker is not None:
        rows = rows.filter(introducer=broker)
    if show == LANDED:
        return rows.filter(Exists(_landed()), state=IntroductionState.INTRODUCED)
    return rows.filter(state=show) if show in IntroductionState.values else rows


def _landed() -> QuerySet[Progress]:
    return Progress.objects.standing().filter(
        step=ProgressStep.LANDED,
        scenario=OuterRef("scenario"),
        organisation=OuterRef("organisation"),
    )


def reach_introduction(actor: Actor, pk: int) -> Introduction:
    """One of them."""
    found = mine(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such introduction within your reach."))
    return found


def my_sides(actor: Actor, introduction: Introduction) -> frozenset[Side]:
    """On which sides the actor stands."""
    return sides_of(actor, introduction.scenario, introduction.organisation)


def sides_in(actor: Actor, scenario: Scenario, organisation: Organisation) -> frozenset[Side]:
    """The same of a pair nobody has begun yet."""
    return sides_of(actor, scenario, organisation)


def standing(scenario: Scenario, organisation: Organisation) -> Introduction | None:
    """What stands between the two now."""
    rows = Introduction.objects.filter(state__in=STANDING).select_related(*_ALONG)
    return rows.filter(scenario=scenario, organisation=organisation).first()


def waiting(actor: Actor) -> QuerySet[Introduction]:
    """Whose own side is asked and has not said anything."""
    rows = Introduction.objects.filter(state=IntroductionState.WAITING)
    owner = rows.of_owner_itself(actor).filter(owner_agreed_at__isnull=True)
    supplier = rows.of_supplier(actor).filter(supplier_agreed_at__isnull=True)
    return rows.filter(Q(pk__in=owner.values("pk")) | Q(pk__in=supplier.values("pk")))


@dataclass(frozen=True, slots=True)
class Credit:
    """What one broker has brought about."""

    unit: Unit
    begun: int
    introduced: int
    landed: int
    declined: int


def credits_of(actor: Actor) -> list[Credit]:
    """Counted for each broker among what the actor sees, the most landings first."""
    rows = Introduction.objects.visible_to(actor).filter(introducer__isnull=False)
    introduced = Q(state=IntroductionState.INTRODUCED)
    counted = (
        rows.order_by()
        .annotate(has_landed=Exists(_landed()))
        .values("introducer")
        .annotate(
            begun=Count("pk"),
            introduced=Count("pk", filter=introduced),
            landed=Count("pk", filter=introduced & Q(has_landed=True)),
            declined=Count("pk", filter=Q(state=IntroductionState.DECLINED)),
        )
    )
    found = {row["introducer"]: row for row in counted}
    units = Unit.objects.in_bulk(found)
    counted_for = [
        Credit(units[pk], row["begun"], row["introduced"], row["landed"], row["declined"])
        for pk, row in found.items()
    ]
    return sorted(
        counted_for, key=lambda one: (-one.landed, -one.introduced, -one.begun, one.unit.pk)
    )
