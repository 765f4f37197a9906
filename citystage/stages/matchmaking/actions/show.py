"""Keep what was shown: to whom, when, by which version, on which rank, with which parts."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.stages.catalogue.models import Scenario
from citystage.stages.matchmaking.models import Profile, Showing

# What nobody scrolls to is not shown.
_MOST = 50

type About = Scenario | Organisation | Profile


@dataclass(frozen=True, slots=True)
class Shown:
    """One row as it stood on the page; ``score`` 0-1, ``parts`` in points of 100."""

    scenario_id: int
    organisation_id: int
    score: float
    parts: Mapping[str, int | None] = field(default_factory=dict)


@transaction.atomic(durable=True)
def record_showing(about: About, *, rows: Sequence[Shown], version: str, stamp: Stamp) -> None:
    """Add what one person saw of ``about``; the same page again on the same day adds nothing."""
    kept = list(rows)[:_MOST]
    if not kept:
        return
    codes = dict.fromkeys(code for row in kept for code in row.parts)
    made = Showing(
        viewer_id=stamp.actor.user_id,
        about=f"{about._meta.model_name}:{about.pk}",
        city_id=_city_of(about),
        organisation_id=_organisation_of(about),
        scenarios=[row.scenario_id for row in kept],
        organisations=[row.organisation_id for row in kept],
        scores=[round(1000 * row.score) for row in kept],
        parts={code: [row.parts.get(code) for row in kept] for code in codes},
        version=version[:120],
        channel=stamp.channel,
        at=stamp.at,
        day=timezone.localdate(stamp.at),
    )
    said = (
        made.viewer_id,
        made.about,
        made.scenarios,
        made.organisations,
        made.scores,
        made.version,
    )
    made.digest = hashlib.sha256(repr(said).encode()).hexdigest()[:32]
    Showing.objects.bulk_create([made], ignore_conflicts=True)


def _city_of(about: About) -> int | None:
    if isinstance(about, Profile):
        return about.organisation.city_id if about.organisation else None
    return about.city_id


def _organisation_of(about: About) -> int | None:
    if isinstance(about, Organisation):
        return about.pk
    return about.owner_id if isinstance(about, Scenario) else about.organisation_id
