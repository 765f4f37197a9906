"""What the clock does for scoring: late experts are reminded before the phase ends."""

from datetime import timedelta
from uuid import uuid4

from django.tasks import task
from django.utils import timezone

from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.stages.selection.actions.remind_scorers import remind_scorers
from citystage.stages.selection.models import Programme

# From three days before the end, daily.
_AHEAD = timedelta(days=3)


@task()
def remind_late_scorers() -> int:
    """Remind wherever scoring ends within three days; returns how many people were told."""
    stamp = Stamp(NOBODY, timezone.now(), "job", uuid4())
    told = 0
    waiting = Programme.objects.filter(
        candidacies__state="reviewing", candidacies__seats__state="accepted"
    )
    for programme in waiting.distinct():
        phase = programme.read_terms().phase("scoring")
        if phase and phase.since <= stamp.at < phase.until <= stamp.at + _AHEAD:
            told += remind_scorers(programme, stamp=stamp)
    return told
