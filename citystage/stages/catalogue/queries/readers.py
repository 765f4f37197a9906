"""Who follows what."""

from citystage.foundation.access.stamps import Actor
from citystage.foundation.ledger.journal import subject_of
from citystage.stages.catalogue.models import Follow, Scenario


def follows(actor: Actor, scenario: Scenario) -> bool:
    """Whether this person is told what happens to ``scenario``."""
    if actor.user_id is None:
        return False
    subject = subject_of(scenario)
    return Follow.objects.filter(user_id=actor.user_id, subject=subject).exists()
