"""Keep what was shown: to whom, when, by which version, on which rank."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from citystage.foundation.access.stamps import Stamp
from citystage.stages.matchmaking.models import Showing

# What nobody scrolls to is not shown.
_MOST = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """One row as it stood on the page; ``score`` 0-1."""

    scenario_id: int
    organisation_id: int
    score: float


@transaction.atomic(durable=True)
def record_showing(about: str, *, rows: Sequence[Shown], version: str, stamp: Stamp) -> None:
    """Add what one person saw ("scenario:7"); the same page again on the same day adds nothing."""
    kept = list(rows)[:_MOST]
    if not kept:
        return
    made = Showing(
        viewer_id=stamp.actor.user_id,
        about=about,
        scenarios=[row.scenario_id for row in kept],
        organisations=[row.organisation_id for row in kept],
        scores=[round(1000 * row.score) for row in kept],
        version=version[:120],
        channel=stamp.channel,
        at=stamp.at,
        day=timezone.localdate(stamp.at),
    )
    said = (made.viewer_id, about, made.scenarios, made.organisations, made.scores, made.version)
    made.digest = hashlib.sha256(repr(said).encode()).hexdigest()[:32]
    Showing.objects.bulk_create([made], ignore_conflicts=True)
