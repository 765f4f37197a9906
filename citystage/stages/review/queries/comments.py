"""Comments, each for its audience only."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from citystage.foundation.access.stamps import Actor
from citystage.stages.intake.models import Application
from citystage.stages.review.models import Comment
from citystage.stages.review.reach import is_asked, is_officer

_A = Comment.Audience


def comments(
    application: Application, actor: Actor, *, besides: Iterable[Application] = ()
) -> QuerySet[Comment]:
    """What this actor may read, oldest first; ``besides`` are the applications merged into it."""
    seen = Q(pk__in=[])
    if is_officer(actor, application) or is_asked(actor, application):
        seen |= Q(audience__in=[_A.OFFICERS, _A.OWNER])
    elif Application.objects.editable_by(actor).filter(pk=application.pk).exists():
        seen |= Q(audience=_A.OWNER)
    if actor.unit is not None:
        seen |= Q(audience=_A.OWN_UNIT, made_for=actor.unit)
    every = [application.pk, *(one.pk for one in besides)]
    return (
        Comment.objects.filter(seen, application__in=every)
        .select_related("made_by", "made_for", "application")
        .order_by("made_at", "pk")
    )
