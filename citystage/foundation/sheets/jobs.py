"""The worker's part: run an import, and take up those whose worker was lost."""

from uuid import uuid4

from django.tasks import task
from django.utils import timezone

from citystage.foundation.access.queries import actor_of
from citystage.foundation.access.stamps import Stamp
from citystage.foundation.sheets import queries
from citystage.foundation.sheets.models import ImportRun
from citystage.foundation.sheets.running import bring_in


@task()
def run_import(run_id: int) -> dict[str, int]:
    """Bring in the rows of a running import; safe to run twice, also at once."""
    run = queries.run_by_id(run_id)
    done = bring_in(run, stamps=lambda: _stamp(run))
    return dict(done.counts)


def take_up_stranded() -> int:
    """Put imports without a sign of life back into the queue; returns how many."""
    lost = queries.stranded(at=timezone.now())
    for run_id in lost:
        run_import.enqueue(run_id)
    return len(lost)


def _stamp(run: ImportRun) -> Stamp:
    at = timezone.now()
    actor = actor_of(run.made_by, at=at, unit_id=run.city_id)
    return Stamp(actor=actor, at=at, channel="job", request_id=uuid4())
