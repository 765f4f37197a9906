"""The responsibility list 责任清单: every scenario with who follows it up, and what is late."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Scenario
from citystage.stages.catalogue.states import ScenarioState
from citystage.stages.docking.models import FollowUp
from citystage.stages.docking.models.following import side

_DONE = (ScenarioState.LANDED, ScenarioState.CLOSED, ScenarioState.WITHDRAWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """What the list is cut to; empty values cut nothing."""

    show: str = ""
    words: str = ""
    district: str = ""


def followed(actor: Actor) -> QuerySet[Scenario]:
    """Scenarios on whose side the actor stands, and those the person follows up."""
    own = FollowUp.objects.filter(person_id=actor.user_id).values("scenario")
    reach = side(actor, prefix="")
    if actor.user_id is not None:
        reach |= Q(pk__in=own)
    found = Scenario.objects.filter(reach).exclude(state__in=_DONE)
    return found.select_related("city", "district", "lead_department", "field")


def lines(actor: Actor, cut: Cut, *, today: date) -> QuerySet[FollowUp]:
    """Lines somebody wrote, by the next date; those without one last."""
    found = FollowUp.objects.filter(scenario__in=_cut(followed(actor), cut).values("pk"))
    if cut.show == "late":
        found = found.filter(next_on__lt=today)
    elif cut.show == "mine":
        found = found.filter(person_id=actor.user_id)
    along = ("scenario__district", "scenario__lead_department", "scenario__city", "person", "unit")
    return found.select_related(*along).order_by(F("next_on").asc(nulls_last=True), "-pk")


def without(actor: Actor, cut: Cut) -> QuerySet[Scenario]:
    """Scenarios that nobody follows up yet, the newest first."""
    known = FollowUp.objects.values("scenario")
    return _cut(followed(actor), cut).exclude(pk__in=known).order_by("-pk")


def _cut(found: QuerySet[Scenario], cut: Cut) -> QuerySet[Scenario]:
    if cut.words:
        words = Q(title__icontains=cut.words) | Q(owner_name__icontains=cut.words)
        found = found.filter(words | Q(number__iexact=cut.words))
    if cut.district:
        found = found.filter(district__code=cut.district)
    return found


def reach_followed(actor: Actor, number: str) -> Scenario:
    """One scenario of the list. Raises ``NotFound`` out of reach."""
    along = ("owner__seat", "owner_unit", "city", "district", "lead_department")
    found = followed(actor).filter(number=number).select_related(*along).first()
    if found is None:
        raise NotFound(_("There is no such scenario within your reach."))
    return found


def line_of(scenario: Scenario) -> FollowUp | None:
    """Its line, once somebody wrote one."""
    found = FollowUp.objects.filter(scenario=scenario)
    return found.select_related("person", "unit", "changed_by").first()


def is_followed(scenario: Scenario) -> bool:
    """Whether the list has it: not once it is over."""
    return scenario.state not in _DONE


def due(actor: Actor) -> QuerySet[FollowUp]:
    """Lines this person follows up, with a next date."""
    if actor.user_id is None:
        return FollowUp.objects.none()
    found = FollowUp.objects.filter(person_id=actor.user_id, next_on__isnull=False)
    return found.exclude(scenario__state__in=_DONE)


def keeps(actor: Actor) -> bool:
    """Whether the actor has such a list at all."""
    return actor.may(Permission.DOCKING_FOLLOW_KEEP)
