"""What several acts share of conflicts: writing what is said of a person and a candidacy."""

from citystage.foundation.access.models import User
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.ledger import journal
from citystage.stages.selection import entries
from citystage.stages.selection.facts.programmes import ConflictRecorded
from citystage.stages.selection.models import Candidacy, Conflict, Expert

type Person = Expert | User


def record(
    candidacy: Candidacy, person: Person, *, saying: entries.Saying, stamp: Stamp
) -> tuple[Conflict, bool]:
    """Write the conflict, or return the one that stands already from this origin."""
    whose = {"expert": person} if isinstance(person, Expert) else {"user": person}
    conflict, new = Conflict.objects.get_or_create(
        candidacy=candidacy,
        kind=saying.kind,
        origin=saying.origin,
        **whose,
        defaults={
            "standing": saying.standing,
            "words": saying.words,
            "path": saying.path,
            "transitive": saying.transitive,
            "made_by_id": stamp.actor.user_id,
            "made_at": stamp.at,
        },
    )
    if new:
        told = ConflictRecorded(
            conflict_id=conflict.pk,
            candidacy_id=candidacy.pk,
            kind=saying.kind,
            origin=saying.origin,
        )
        journal.record(told, subject=candidacy, stamp=stamp)
    return conflict, new
