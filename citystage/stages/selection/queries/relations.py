"""Officers' own ties to organisations."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from citystage.foundation.access.stamps import Actor
from citystage.kernel.refusals import NotFound
from citystage.stages.selection.models import Conflict, Relation


def own_relations(actor: Actor) -> QuerySet[Relation]:
    """What this officer has on record, what has ended too."""
    return Relation.objects.filter(user_id=actor.user_id or 0).order_by("ended_at", "-pk")


def reach_own_relation(actor: Actor, pk: int) -> Relation:
    """One of them. Raises ``NotFound``."""
    if found := own_relations(actor).filter(pk=pk).first():
        return found
    raise NotFound(_("There is no such tie of yours."))


def keeping_away(actor: Actor) -> QuerySet[Conflict]:
    """What keeps this officer away today: candidacies by number only."""
    found = Conflict.objects.filter(user_id=actor.user_id or 0, standing=Conflict.Standing.BARS)
    return found.select_related("candidacy__programme__call").order_by("-made_at", "-pk")
