"""By whom records that are not for everybody are found: tokens of readers, and of records."""

from collections.abc import Iterable, Iterator
from typing import Final

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue import audience

# Held by who acts for a side, or reports claims, of that very unit; by the offices over it; and, of
# a city, by whoever reads there what did not work.
_SIDE, _REPORTER, _OFFICE, _LESSON = (
    "project-side",
    "claim-reporter",
    "project-office",
    "project-lesson",
)
_KEEPS: Final = Permission.PROJECT_RECORD_KEEP


def tokens(actor: Actor) -> Iterator[str]:
    """What a reader holds; no query."""
    yield from audience.held(_SIDE, actor, _KEEPS)
    yield from audience.held(_REPORTER, actor, Permission.PROJECT_CLAIM_REPORT)
    yield from audience.held(_OFFICE, actor, Permission.PROJECT_RECORD_READ)
    if actor.may(_KEEPS):
        cities = {unit.city_id or unit.pk for _role, unit in actor.grants}
        yield from (f"{_LESSON}:{pk}" for pk in sorted(cities))


def of_sides(*seats: int | None) -> list[str]:
    """Whoever acts for one of these very units in projects."""
    return [f"{_SIDE}:{pk}" for pk in seats if pk]


def of_reporter(unit: int | None) -> list[str]:
    """Whoever reports for this very unit."""
    return [f"{_REPORTER}:{unit}"] if unit else []


def of_offices(units: Iterable[Unit | None]) -> list[str]:
    """Officers of these units and of those above them."""
    return [token for unit in units for token in audience.over(_OFFICE, unit)]


def of_learners(city: int) -> list[str]:
    """Whoever has a part in projects of this city."""
    return [f"{_LESSON}:{city}"]


def named(*names: str) -> list[str]:
    """What is found by pinyin too, each once."""
    return [name for name in dict.fromkeys(names) if name]
