"""Scenarios opened for answers, as the public and as the owner's side see them."""

from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.models import Opening
from citystage.stages.docking.sides import RELATED, on_owners_side, stands
from citystage.stages.docking.states.answers import GIVEN, OpeningState
from citystage.stages.docking.terms import Answering, answering_of

_GIVEN = sorted(str(one) for one in GIVEN)


def openings_of(scenario: Scenario) -> QuerySet[Opening]:
    """Every time it was opened, the latest first."""
    return Opening.objects.filter(scenario=scenario).order_by("-pk")


def all_of(scenario: Scenario) -> list[Opening]:
    """Every opening of it with what its page tells, the latest first."""
    return list(openings_of(scenario).select_related(*RELATED))


def current(scenario: Scenario) -> Opening | None:
    """The opening a visitor of its page is told of: the one without outcome, or the latest."""
    return openings_of(scenario).select_related(*RELATED).first()


def terms_of(scenario: Scenario) -> Answering:
    """What its city's pack says of answering."""
    return answering_of(scenario.city_id)


def reach_openable(actor: Actor, number: str) -> Scenario:
    """A scenario on whose owner's side the actor stands."""
    along = [name.removeprefix("scenario__") for name in RELATED]
    found = Scenario.objects.filter(on_owners_side(actor), number=number).select_related(*along)
    scenario = found.first()
    if scenario is None:
        raise NotFound(_("There is no such scenario within your reach."))
    return scenario


def stands_for(actor: Actor, scenario: Scenario) -> bool:
    """Whether the actor stands on the owner's side; asks the database for nothing."""
    return actor.may(Permission.DOCKING_ANSWER_JUDGE) and stands(actor, scenario)


def reach_opening(actor: Actor, pk: int) -> Opening:
    """One opening of the owner's side."""
    opening = mine(actor).filter(pk=pk).first()
    if opening is None:
        raise NotFound(_("There is no such call for answers within your reach."))
    return opening


def mine(actor: Actor) -> QuerySet[Opening]:
    """Openings of the owner's side, those that wait for an outcome first."""
    found = Opening.objects.filter(on_owners_side(actor, prefix="scenario__"))
    return found.select_related(*RELATED, "decided_by", "decided_for").order_by("-pk")


def listed(actor: Actor, *, show: str, at: datetime) -> QuerySet[Opening]:
    """The same with the number of answers handed in; ``show``: open, due, overdue or decided."""
    given = Count("answers", filter=Q(answers__state__in=_GIVEN), distinct=True)
    asked = Count("questions", filter=Q(questions__state="asked"), distinct=True)
    rows = mine(actor).annotate(given_count=given, asked_count=asked)
    waiting = Q(state=OpeningState.OPEN)
    chosen = {
        "open": waiting & Q(closes_at__gt=at),
        "due": waiting & Q(closes_at__lte=at),
        "overdue": waiting & Q(outcome_due_at__lte=at),
        "decided": ~waiting,
    }
    return rows.filter(chosen[show]) if show in chosen else rows


def to_decide(actor: Actor, *, at: datetime) -> QuerySet[Opening]:
    """Whose window is over and whose outcome this person's own unit is asked for by now.

    The owner from the closing on; the lead department and the city when it has climbed to them.
    """
    if not actor.may(Permission.DOCKING_ANSWER_JUDGE):
        return Opening.objects.none()
    units = [unit.pk for unit in actor.reach(Permission.DOCKING_ANSWER_JUDGE)]
    own = Q(scenario__owner_unit_id__in=units) | Q(scenario__owner__seat_id__in=units)
    own |= Q(opened_for_id__in=units)
    lead = Q(scenario__lead_department_id__in=units)
    lead |= Q(scenario__lead_department__isnull=True, scenario__district_id__in=units)
    climbed = (lead & Q(climbed__gte=2)) | Q(scenario__city_id__in=units, climbed__gte=3)
    rows = Opening.objects.without_outcome().filter(closes_at__lte=at)
    return rows.filter(own | climbed)


def answered_by(opening: Opening, at: datetime) -> int | None:
    """How many answers were handed in; nobody may know while it is sealed."""
    if opening.is_shut_at(at):
        return None
    return opening.answers.filter(state__in=_GIVEN).count()
