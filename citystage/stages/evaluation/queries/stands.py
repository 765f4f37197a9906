"""What is kept of how scenarios stand, for a reader's area; nothing where it is too old.

Each scenario has one district and one department, so any area is a sum of kept rows: the numbers
are those that counting its scenarios gives, as of the moment they were kept.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet, Sum

from citystage.foundation.access.permissions import Permission
from citystage.foundation.access.stamps import Actor
from citystage.foundation.tenancy.models import Unit, subtree
from citystage.stages.docking.funnel import STEPS, Line
from citystage.stages.evaluation.models import Stand, StandCount
from citystage.stages.evaluation.plan_settings import steering_terms

STEP_CODES: Final = [step.code for step in STEPS]


def count_of(city: Unit, *, at: datetime) -> StandCount | None:
    """The last count of the city, where it may still be shown; one query."""
    oldest = at - timedelta(seconds=steering_terms(city.pk).wall.stale_seconds)
    found = StandCount.objects.filter(city=city, counted_at__gt=oldest).first()
    return found if found and found.steps == STEP_CODES else None


def stands_of(actor: Actor, city: Unit) -> QuerySet[Stand]:
    """The rows of this reader's area (see ``wall.scenarios_of``)."""
    found = Stand.objects.filter(city=city)
    tops = actor.reach(Permission.PLAN_STEERING_READ)
    if any(top.pk == city.pk for top in tops):
        return found
    return found.filter(subtree(tops, "district__path") | subtree(tops, "department__path"))


def funnel_of(stands: QuerySet[Stand]) -> tuple[Line, list[Line]]:
    """The funnel of these rows and of each district, the larger first; without its days."""
    sums = {f"step_{place}": Sum(f"reached__{place}") for place in range(len(STEPS))}
    rows = stands.order_by().values_list("district_id").annotate(total=Sum("opened"), **sums)
    lines = [
        Line(None if key is None else str(key), total, tuple(reached), (None,) * len(STEPS))
        for key, total, *reached in rows
    ]
    reached = [sum(each) for each in zip(*(line.reached for line in lines), strict=True)]
    whole = Line(
        None,
        sum(line.total for line in lines),
        tuple(reached or [0] * len(STEPS)),
        (None,) * len(STEPS),
    )
    parts = [line for line in lines if line.key]
    return whole, sorted(parts, key=lambda line: (-line.total, line.key or ""))
