"""Who stands on which side of an opening: the owner's side, an organisation, and who is bound."""

from django.db.models import Q
from django.utils.translation import gettext as _

from citystage.foundation.access.models import Grant
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.directory.models import Organisation
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.kernel.verdicts import ALLOWED, Verdict
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.models import Answer, AnswerEditor, AnswerMember, Opening
from citystage.stages.docking.states.answers import AnswerState, ConsentState
from citystage.stages.docking.states.introductions import Side
from citystage.stages.matchmaking import reach
from citystage.stages.matchmaking.rules import units_of

RELATED = (
    "scenario__city",
    "scenario__district",
    "scenario__lead_department",
    "scenario__owner__seat",
    "scenario__owner_unit",
)
_PATHS = (
    "city__path",
    "district__path",
    "lead_department__path",
    "owner_unit__path",
    "owner__seat__path",
)


def on_owners_side(actor: Actor, *, prefix: str = "") -> Q:
    """Rows whose scenario (under ``prefix``) the actor stands on the owner's side of."""
    tops = actor.reach(Permission.DOCKING_ANSWER_JUDGE)
    found = Q(pk__in=[])
    for column in _PATHS:
        found |= subtree(tops, f"{prefix}{column}")
    return found


def stands(actor: Actor, scenario: Scenario) -> bool:
    """Whether the actor stands on the owner's side."""
    return any(actor.holds(Permission.DOCKING_ANSWER_JUDGE, unit) for unit in units_of(scenario))


def own_organisation(actor: Actor) -> Organisation | None:
    """The registered organisation for which the actor answers, by the hat worn now."""
    seats = [unit.pk for unit in actor.reach(Permission.DOCKING_ANSWER_GIVE)]
    if not seats:
        return None
    found = Organisation.objects.filter(
        seat_id__in=seats, standing=Organisation.Standing.APPROVED
    ).select_related("seat", "city", "district")
    return found.order_by("pk").first()


def is_owner(organisation: Organisation, scenario: Scenario) -> bool:
    """Whether the organisation is the owner of the scenario, by name or by its seat."""
    if organisation.pk == scenario.owner_id:
        return True
    return organisation.seat_id is not None and organisation.seat_id == scenario.owner_unit_id


def bound_to(user_id: int | None, opening: Opening) -> str:
    """The organisation this person acts for or writes for, in whatever hat, that takes part.

    Whoever answers, or writes an answer along, does not judge the answers of the others.
    """
    if user_id is None:
        return ""
    seats = Grant.objects.filter(user_id=user_id).values("unit_id")
    gone = [str(AnswerState.WITHDRAWN)]
    answering = Answer.objects.filter(opening=opening).exclude(state__in=gone)
    members = AnswerMember.objects.filter(answer__in=answering, state=ConsentState.AGREED)
    taking_part = Q(pk__in=answering.values("organisation_id"))
    taking_part |= Q(pk__in=members.values("organisation_id"))
    invited = AnswerEditor.objects.invited(user_id).values("answer_id")
    written = answering.filter(pk__in=invited).values("organisation_id")
    acts = Q(taking_part, seat_id__in=seats) | Q(pk__in=written)
    found = Organisation.objects.filter(acts).order_by("pk").first()
    return found.label if found else ""


def is_free(bound: str) -> Verdict:
    """Whoever acts for an organisation that answers (``bound_to``) does not judge."""
    if not bound:
        return ALLOWED
    return Verdict(
        _("You act for %s, which takes part: somebody else must judge the answers.") % bound
    )


def owns(actor: Actor, answer: Answer) -> bool:
    """Whether the actor answers for the organisation whose answer it is."""
    seat = answer.organisation.seat_id
    return seat is not None and seat in {
        unit.pk for unit in actor.reach(Permission.DOCKING_ANSWER_GIVE)
    }


def sides_of(actor: Actor, scenario: Scenario, organisation: Organisation) -> frozenset[Side]:
    """The sides on which the actor stands in this pair."""
    found = set()
    if stands(actor, scenario):
        found.add(Side.OWNER)
    if is_suppliers(actor, organisation):
        found.add(Side.SUPPLIER)
    if reach.broker_seats(actor) and reach.has_mandate(actor, scenario):
        found.add(Side.BROKER)
    return frozenset(found)


def is_suppliers(actor: Actor, organisation: Organisation) -> bool:
    """Whether the actor stands on the side of ``organisation`` as a supplier."""
    seats = {unit.pk for unit in actor.reach(Permission.DOCKING_ANSWER_GIVE)}
    return organisation.seat_id is not None and organisation.seat_id in seats


def first_unit(scenario: Scenario) -> Unit:
    """The unit that owns the scenario; its lead department, district or city where nobody does."""
    return next(iter(units_of(scenario)))


def office_of(scenario: Scenario) -> Unit:
    """The department that leads it; without one its district; without that the city."""
    return scenario.lead_department or scenario.district or scenario.city


def takes_answers(scenario: Scenario) -> bool:
    """Whether it was opened for answers and no outcome is recorded yet."""
    return Opening.objects.without_outcome().filter(scenario=scenario).exists()
