"""An officer puts the own ties to organisations on record, once for every selection."""

from django.db import transaction

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.stages.selection import entries
from citystage.stages.selection.facts.programmes import RelationEnded, RelationEntered
from citystage.stages.selection.models import Relation
from citystage.stages.selection.rules.experts import is_own, may_declare_own


@transaction.atomic(durable=True)
def declare_own_relation(*, tie: entries.Tie, stamp: Stamp) -> Relation:
    """Enter a tie of one's own; the next look for conflicts keeps this officer away by it."""
    may_declare_own(stamp.actor).enforce()
    made = Relation.objects.create(
        user_id=stamp.actor.person,
        kind=tie.kind,
        organisation=tie.organisation,
        organisation_name=tie.organisation.name if tie.organisation else tie.organisation_name,
        since=tie.since,
        until=tie.until,
        words=tie.words,
        source="declared",
        made_by_id=stamp.actor.person,
        made_at=stamp.at,
    )
    told = RelationEntered(relation_id=made.pk, kind=made.kind)
    journal.record(told, subject=made, stamp=stamp)
    return made


@transaction.atomic(durable=True)
def end_own_relation(relation: Relation, *, stamp: Stamp) -> Relation:
    """Count it no longer; conflicts that rest on it stay until another officer judges them."""
    locked = Relation.objects.select_for_update().get(pk=relation.pk)
    is_own(stamp.actor, locked).enforce()
    if locked.ended_at is None:
        locked.ended_at = stamp.at
        locked.save(update_fields=["ended_at"])
        journal.record(RelationEnded(relation_id=locked.pk), subject=locked, stamp=stamp)
    return locked
