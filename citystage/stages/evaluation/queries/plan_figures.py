"""What the indicators say of the targets of a plan: the one place where plans read figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from citystage.foundation.tenancy.models import Unit
from citystage.stages.evaluation.models import Reading, Target
from citystage.stages.evaluation.models.figures import Tally
from citystage.stages.evaluation.plan_spans import Span
from citystage.stages.evaluation.queries.figures import definitions

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A target's figure: proven units, what is only claimed beside them, growth by quarter."""

    period: str
    value: Decimal
    # Claimed without evidence; never part of ``value``.
    claimed: Decimal
    evidence: int
    # None while nothing of the kind has ever been on record.
    made_at: datetime | None
    quarters: tuple[float, ...] = ()


def measured(
    city: Unit,
    targets: Sequence[tuple[Target, Span]],
    *,
    today: date,
    known_readings: Mapping[tuple[str, str], Reading] | None = None,
) -> dict[int, Measured]:
    """Target -> its figure; targets that no known indicator measures are left out.

    One query, unless the readings by indicator and period are known already.
    """
    known = {one.code for one in definitions(city)}
    wanted = [(target, span) for target, span in targets if target.indicator in known]
    if not wanted:
        return {}
    over = {target.pk: span.quarters_over(today) for target, span in wanted}
    periods = {span.period for _target, span in wanted}.union(*over.values())
    read = known_readings
    if read is None:
        rows = Tally.objects.filter(
            city=city,
            by="",
            code__in={target.indicator for target, _span in wanted},
            period__in=periods,
        )
        read = {(row.code, row.period): row.reading for row in rows.select_related("reading")}
    found: dict[int, Measured] = {}
    for target, span in wanted:
        reading = read.get((target.indicator, span.period))
        if reading is not None and reading.value is None:
            continue
        value = reading.value if reading and reading.value is not None else _NOTHING
        claims = (reading.claimed if reading else None) or value
        grown = (read.get((target.indicator, quarter)) for quarter in over[target.pk])
        found[target.pk] = Measured(
            period=span.period,
            value=value,
            claimed=max(_NOTHING, claims - value),
            evidence=reading.evidence if reading else 0,
            made_at=reading.made_at if reading else None,
            quarters=tuple(float(one.value or 0) if one else 0.0 for one in grown),
        )
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What of a target's figure belongs to one district or department."""

    area: Unit
    # "district" or "department", as figures are cut.
    by: str
    value: Decimal
    claimed: Decimal
    # Counts and sums are parts of the city's; shares and medians stand beside it.
    adds: bool


def shares(city: Unit, targets: Sequence[tuple[Target, Span]], *, area: Unit) -> dict[int, Share]:
    """Target -> its share; figures that are not cut by such places have none. One query."""
    known = {one.code: one for one in definitions(city) if area.kind in one.splits}
    wanted = [(target, span) for target, span in targets if target.indicator in known]
    if not (wanted and area.code):
        return {}
    rows = Tally.objects.filter(
        city=city,
        by=area.kind,
        key=area.code,
        code__in={target.indicator for target, _span in wanted},
        period__in={span.period for _target, span in wanted},
    )
    read = {(row.code, row.period): row.reading for row in rows.select_related("reading")}
    found: dict[int, Share] = {}
    for target, span in wanted:
        reading, adds = read.get((target.indicator, span.period)), known[target.indicator].adds
        value = reading.value if reading else None
        if value is None and not adds:
            continue
        proven = value or _NOTHING
        claims = reading.claimed if reading else None
        found[target.pk] = Share(
            area=area,
            by=area.kind,
            value=proven,
            claimed=max(_NOTHING, (proven if claims is None else claims) - proven),
            adds=adds,
        )
    return found


def indicators_of(city: Unit) -> list[tuple[str, str]]:
    """The indicators that can measure a target: code and name."""
    return [(one.code, one.label) for one in definitions(city)]
