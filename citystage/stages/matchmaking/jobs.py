"""The worker's part of matchmaking: re-match cities, follow the catalogue, tell new fits."""

from uuid import uuid4

from django.tasks import task
from django.utils import timezone

from citystage.foundation.access.queries import actor_of
from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.stages.matchmaking.following import BATCH, follow
from citystage.stages.matchmaking.models import Run
from citystage.stages.matchmaking.queries import runs
from citystage.stages.matchmaking.running import match_again

# One turn of the job reads so many pieces of the ledger; the next one goes on from there.
_MOST_TURNS = 100


@task()
def run_rematch(run_id: int) -> dict[str, int]:
    """Match a city again; safe to run twice, also at once."""
    run = runs.run_by_id(run_id)
    done = match_again(run, stamps=lambda: _stamp_of(run))
    return dict(done.counts)


@task()
def take_up_rematches() -> int:
    """Queue re-matches that wait without a worker, or have lost theirs; returns how many."""
    found = runs.left_alone(at=timezone.now())
    for run_id in found:
        run_rematch.enqueue(run_id)
    return len(found)


@task()
def follow_catalogue() -> int:
    """Match what the catalogue changed and tell new fits; the cursor keeps it from doing so twice.

    Returns how many rows of the ledger it went through.
    """
    read = 0
    for _turn in range(_MOST_TURNS):
        rows = follow(stamp=_house())
        read += rows
        if rows < BATCH:
            break
    return read


def _stamp_of(run: Run) -> Stamp:
    at = timezone.now()
    actor = actor_of(run.made_by, at=at, unit_id=run.city_id)
    return Stamp(actor=actor, at=at, channel="job", request_id=uuid4())


def _house() -> Stamp:
    return Stamp(actor=NOBODY, at=timezone.now(), channel="job", request_id=uuid4())
