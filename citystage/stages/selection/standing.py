"""Who is kept away from a candidacy, and why: asked by every page and every act of selection."""

from collections.abc import Iterable

from django.db.models import Q

from citystage.foundation.access.stamps import Actor
from citystage.stages.selection.models import Candidacy, Conflict


def barred(actor: Actor, candidacy: Candidacy) -> Conflict | None:
    """The conflict that keeps this person away from ``candidacy``, the oldest one; or nothing."""
    return barring(actor, [candidacy]).get(candidacy.pk)


def barring(actor: Actor, candidacies: Iterable[Candidacy]) -> dict[int, Conflict]:
    """Candidacy -> the conflict that keeps this person away from it; one query.

    A conflict counts for the person, not for the hat: an expert who is an officer too is kept
    away in both.
    """
    if actor.user_id is None:
        return {}
    mine = Q(user_id=actor.user_id) | Q(expert__user_id=actor.user_id)
    found = Conflict.objects.filter(
        mine, candidacy__in=[one.pk for one in candidacies], standing=Conflict.Standing.BARS
    )
    return {one.candidacy_id: one for one in found.select_related("expert").order_by("-pk")}


def is_barred(user_id: int, candidacy_id: int) -> bool:
    """The same question for the house itself (assignment, ballots)."""
    mine = Q(user_id=user_id) | Q(expert__user_id=user_id)
    return Conflict.objects.filter(
        mine, candidacy_id=candidacy_id, standing=Conflict.Standing.BARS
    ).exists()
