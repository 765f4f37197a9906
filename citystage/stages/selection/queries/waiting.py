"""What waits in a programme for the formal check: counts for the hub."""

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.stages.selection.models import Candidacy, Programme
from citystage.stages.selection.states.candidacies import CandidacyState


def to_check(actor: Actor, programme: Programme) -> int:
    """Candidacies this officer has to check and may (no conflict keeps the person away)."""
    reached = Candidacy.objects.reachable_by(actor, Permission.SELECTION_CANDIDACY_CHECK)
    mine = reached.filter(programme=programme, state=CandidacyState.CHECKING)
    return mine.open_to(actor).count()
