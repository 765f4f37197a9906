"""Write a version of the terms of a locked programme: shared by the office, packs and the demo."""

from citystage.foundation.access.stamps import Stamp
from citystage.stages.selection.models import Programme, ProgrammeVersion
from citystage.stages.selection.terms import Terms


def write_version(programme: Programme, terms: Terms, *, reason: str, stamp: Stamp) -> None:
    """Put ``terms`` in force as the next version."""
    programme.terms = terms.model_dump(mode="json")
    programme.version += 1
    programme.save(update_fields=["terms", "version"])
    ProgrammeVersion.objects.create(
        programme=programme,
        number=programme.version,
        terms=programme.terms,
        reason=reason,
        made_by_id=stamp.actor.user_id,
        made_at=stamp.at,
    )
