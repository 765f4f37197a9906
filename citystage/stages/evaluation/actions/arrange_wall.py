"""A person chooses the parts of the steering view; they come back with the next visit."""

from collections.abc import Sequence

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.kernel.refusals import NotAllowed
from citystage.stages.evaluation.facts.plan import WallArranged
from citystage.stages.evaluation.models import Wall
from citystage.stages.evaluation.queries.wall import steers


@transaction.atomic(durable=True)
def arrange_wall(parts: Sequence[str], *, stamp: Stamp) -> Wall:
    """Keep the choice; the same choice again changes nothing."""
    if not steers(stamp.actor):
        raise NotAllowed("")
    wall, made = Wall.objects.select_for_update().get_or_create(
        user_id=stamp.actor.person,
        defaults={"parts": list(parts), "changed_at": stamp.at},
    )
    if not made and wall.parts == list(parts):
        return wall
    wall.parts, wall.changed_at = list(parts), stamp.at
    wall.save(update_fields=["parts", "changed_at"])
    journal.record(WallArranged(parts=list(parts)), subject=wall, stamp=stamp)
    return wall
