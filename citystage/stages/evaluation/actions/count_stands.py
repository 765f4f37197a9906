"""Count how the scenarios of a city stand, place by place, so that no page has to."""

import time
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import BigIntegerField, Case, F, Max, When
from django.utils import timezone

from citystage.foundation.access.stamps import Stamp
from citystage.foundation.directory.models import Organisation
from citystage.foundation.ledger.models import Entry
from citystage.foundation.tenancy.models import Unit
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.funnel import STEPS
from citystage.stages.evaluation.models import Stand, StandCount
from citystage.stages.evaluation.plan_settings import steering_terms
from citystage.stages.evaluation.queries.duties import marked
from citystage.stages.evaluation.queries.plan_pipeline import numbers_of
from citystage.stages.evaluation.queries.stands import STEP_CODES

# At most a twentieth of the time goes into counting one city.
_SHARE: Final = 20
_COLUMNS: Final = (
    "id",
    "district_id",
    "lead_department_id",
    "state_firm_id",
    "year",
    "is_answered",
    "is_landed",
    "is_overdue",
)
_PLACE: Final = "base.district_id, base.lead_department_id, base.state_firm_id, base.year"
_KEEP: Final = (
    "INSERT INTO evaluation_stand (city_id, district_id, department_id, firm_id, year,"
    " opened, answered, landed, overdue, reached)"
)


@transaction.atomic(durable=True)
def count_stands(city: Unit, *, stamp: Stamp) -> bool:
    """Count anew; False where it was done a moment ago, or nothing happened since."""
    StandCount.objects.get_or_create(city=city, defaults={"counted_at": stamp.at})
    kept = StandCount.objects.select_for_update(of=("self",)).get(city=city)
    entry = Entry.objects.aggregate(last=Max("pk"))["last"] or 0
    if not _due(kept, entry, stamp):
        return False
    begun = time.perf_counter()
    Stand.objects.filter(city=city).delete()
    statement, values = _statement(city, stamp)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    kept.counted_at, kept.entry, kept.steps = stamp.at, entry, STEP_CODES
    kept.numbers = numbers_of(city)
    kept.took_ms = int(1000 * (time.perf_counter() - begun))
    kept.save()
    return True


def _due(kept: StandCount, entry: int, stamp: Stamp) -> bool:
    """Other steps, a new day or a new row of the ledger; and now and then, for what time brings."""
    if kept.steps != STEP_CODES:
        return True
    age = (stamp.at - kept.counted_at).total_seconds()
    if age * 1000 < kept.took_ms * _SHARE:
        return False
    if timezone.localdate(stamp.at) != timezone.localdate(kept.counted_at):
        return True
    return entry != kept.entry or age * 2 > steering_terms(kept.city_id).wall.stale_seconds


def _statement(city: Unit, stamp: Stamp) -> tuple[str, tuple[Any, ...]]:
    """The scenarios as the pages mark them, with the steps of the funnel, added up by place."""
    firm = Case(
        When(owner__kind=Organisation.Kind.STATE_FIRM, then=F("owner_id")),
        output_field=BigIntegerField(),
    )
    found = marked(Scenario.objects.public().filter(city=city), at=stamp.at)
    rows = found.annotate(state_firm_id=firm).order_by().values_list(*_COLUMNS)
    base, values = rows.query.sql_with_params()
    joins = " ".join(
        f"LEFT JOIN ({step.sql}) {step.code} ON {step.code}.scenario_id = base.id" for step in STEPS
    )
    reached = ", ".join(f"count({step.code}.at)" for step in STEPS)
    marks = ", ".join(f"count(*) FILTER (WHERE base.{name})" for name in _COLUMNS[-3:])
    # Names and constants only; what people typed stays in the parameters.
    told = (
        f"{_KEEP} WITH base ({', '.join(_COLUMNS)}) AS ({base})"  # noqa: S608 -- constants
        f" SELECT %s, {_PLACE}, count(*), {marks}, ARRAY[{reached}]::int[]"
        f" FROM base {joins} GROUP BY {_PLACE}"
    )
    return told, (*values, city.pk)
