"""Who may come to judge a programme's candidacies, by keys for forms."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils import timezone

from citystage.foundation.access.models import User
from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.queries import wearers
from citystage.foundation.access.stamps import Actor
from citystage.stages.selection.models import Candidacy, Expert, Programme
from citystage.stages.selection.states.panels import ExpertState


def people(actor: Actor, programme: Programme) -> QuerySet[Candidacy]:
    """The candidacies this officer may work on."""
    reach = Candidacy.objects.reachable_by(actor, Permission.SELECTION_CANDIDACY_READ)
    rows = reach.open_to(actor).filter(programme=programme)
    return rows.select_related("application").order_by("number")


def judges(programme: Programme) -> Mapping[str, Expert | User]:
    """Everybody who judges or decides here: experts of the register, officers of the city."""
    found: dict[str, Expert | User] = {}
    experts = Expert.objects.filter(city=programme.city).exclude(state=ExpertState.RETIRED)
    for expert in experts.order_by("name"):
        found[f"expert-{expert.pk}"] = expert
    officers = wearers(Permission.SELECTION_CANDIDACY_READ, programme.city, at=timezone.now())
    for user in officers:
        found[f"user-{user.pk}"] = user
    return found
