"""Public questions: nobody is told who asked."""

from django.db.models import FETCH_RAISE, Q, QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.kernel.refusals import NotFound
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.models import Opening, Question
from citystage.stages.docking.sides import on_owners_side
from citystage.stages.docking.states.questions import QuestionState


def of_opening(opening: Opening) -> QuerySet[Question]:
    """All questions of one opening; the asker is not even read."""
    return _nameless(opening.questions.all())


def of_scenario(scenario: Scenario) -> QuerySet[Question]:
    """All questions on a scenario, of the latest opening first."""
    rows = Question.objects.filter(opening__scenario=scenario)
    return _nameless(rows).order_by("-opening_id", "number")


def reach_question(actor: Actor, pk: int) -> Question:
    """A question the owner's side may answer."""
    rows = Question.objects.filter(on_owners_side(actor, prefix="opening__scenario__"), pk=pk)
    found = _nameless(rows).select_related("opening__scenario__city").first()
    if found is None:
        raise NotFound(_("There is no such question within your reach."))
    return found


def waiting(actor: Actor) -> QuerySet[Question]:
    """Questions that wait for the owner's own unit."""
    if not actor.may(Permission.DOCKING_ANSWER_JUDGE):
        return Question.objects.none()
    units = [unit.pk for unit in actor.reach(Permission.DOCKING_ANSWER_JUDGE)]
    own = Q(opening__scenario__owner_unit_id__in=units) | Q(opening__opened_for_id__in=units)
    own |= Q(opening__scenario__owner__seat_id__in=units)
    return Question.objects.filter(own, state=QuestionState.ASKED)


def _nameless(rows: QuerySet[Question]) -> QuerySet[Question]:
    named = ("asked_by", "asked_for")
    return rows.defer(*named).fetch_mode(FETCH_RAISE)
