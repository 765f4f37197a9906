"""Numbers and the lines behind them as plain values, for files and for the command."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import batched
from typing import Any, Final

from citystage.engines.indicators.language import Ratio, Share, Sum
from citystage.foundation.tenancy.models import Unit
from citystage.stages.evaluation.figure_terms import Indicator
from citystage.stages.evaluation.queries import evidence, figures
from citystage.stages.evaluation.queries.evidence import BOTTOM, TOP, Cut, Line

_BATCH: Final = 1000


def plain(number: Decimal | None) -> int | float | None:
    """A number as JSON has it: whole where it is whole."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else float(number)


def told(city: Unit, indicator: Indicator, period: str) -> dict[str, Any]:
    """A figure with its value, unit and the number of lines behind it."""
    figure = figures.value(city, indicator.code, period)
    nothing = Decimal(0) if indicator.adds else None
    return {
        "code": indicator.code,
        "name": indicator.name.model_dump(),
        "period": period,
        "value": plain(figure.value if figure else nothing),
        "claimed": plain(figure.claimed if figure else nothing),
        "unit": indicator.unit.model_dump(),
        "evidence": figure.evidence if figure else 0,
        "read_at": figure.made_at.isoformat() if figure else None,
    }


def behind(cut: Cut) -> Iterator[dict[str, Any]]:
    """Every line that makes the number; of a ratio both sides, each line saying which."""
    sides = (TOP, BOTTOM) if isinstance(cut.indicator.parsed, Ratio) else (TOP,)
    for side in sides:
        one = Cut(
            city=cut.city,
            indicator=cut.indicator,
            period=cut.period,
            by=cut.by,
            key=cut.key,
            side=side,
        )
        for line in every_line(one):
            yield _said(line, one, side if len(sides) > 1 else "")


def every_line(cut: Cut) -> Iterator[Line]:
    """All of them, some at a time."""
    for leads in batched(evidence.units(cut).iterator(_BATCH), _BATCH):
        yield from evidence.lines(cut, leads)


def _said(line: Line, cut: Cut, side: str) -> dict[str, Any]:
    formula, lead = cut.indicator.parsed, line.lead
    found: dict[str, Any] = {
        "unit": lead.unit,
        "label": lead.label,
        "happened_on": lead.happened_on.isoformat(),
        "district": lead.district,
        "department": lead.department,
        "chain": lead.chain,
        "owner_kind": lead.owner_kind,
        "reported_by": list(line.claimants),
    }
    if side:
        found["side"] = side
    found |= _counted(line, formula)
    return found | {
        "records": [
            {
                "record": one.record,
                "source": one.source,
                "title": one.title,
                "happened_on": one.happened_on.isoformat(),
                "reported_by": one.claimant,
                "proven": one.proven,
            }
            for one in line.records
        ]
    }


def _counted(line: Line, formula: object) -> Mapping[str, Any]:
    """What the line adds to the number."""
    money = isinstance(formula, Sum) or (
        isinstance(formula, Ratio) and any(isinstance(one, Sum) for one in (formula.top,))
    )
    found: dict[str, Any] = {}
    if isinstance(formula, Share):
        found["counted"] = int(line.counted)
    if line.days is not None:
        found["days"] = line.days
    if money:
        found["amount"] = plain(Decimal(line.lead.amount) / 100)
    return found
