"""Try an indicator before a pack has it: its text with faults by line, and its count, dry.

Nothing is written, and nothing is kept: the count runs in a transaction that may only read, is
given some seconds, and is rolled back.
"""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _
from psycopg.errors import QueryCanceled
from pydantic import BaseModel, ConfigDict, ValidationError

from citystage.engines.indicators.counting import Cell, Measure, Shape, tallies, value
from citystage.engines.indicators.language import Count, Sum, parts_of, sources_of
from citystage.engines.indicators.periods import Period
from citystage.foundation.taxonomy.models import Scheme
from citystage.foundation.taxonomy.queries import terms
from citystage.foundation.tenancy.models import Unit
from citystage.kernel.refusals import Refusal
from citystage.kernel.toml_faults import dotted, faults, no_such, syntax
from citystage.kernel.toml_lines import KeyPath, key_lines, nearest_line
from citystage.stages.evaluation.deriving.counting import rows_of
from citystage.stages.evaluation.figure_settings import spans_of
from citystage.stages.evaluation.figure_terms import Indicator, Several
from citystage.stages.evaluation.models import Evidence
from citystage.stages.evaluation.queries import evidence
from citystage.stages.evaluation.queries.evidence import Cut

_TABLE: Final = "indicators"
# A trial is for looking; what takes longer is counted behind the pages.
_SECONDS: Final = 5
_MOST_ROWS: Final = 200_000


class TooLong(Refusal):
    """The trial would take longer than a page may."""


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """What has to be mended, and on which line."""

    line: int
    key: str
    reason: str


@dataclass(frozen=True, slots=True)
class Written:
    """One definition as it was read, or what is wrong with it."""

    indicator: Indicator | None = None
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """What the figure would read, and how many rows it looked at."""

    value: Decimal | None
    claimed: Decimal | None
    rows: int
    # The latest units behind it, one row of each.
    leads: tuple[Evidence, ...] = ()


class _Block(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    indicators: Several[Indicator]


def read(text: str, city: Unit) -> Written:
    """One ``[[indicators]]`` entry, with or without that heading."""
    loaded = _loaded(text)
    if isinstance(loaded, Fault):
        return Written(faults=(loaded,))
    raw, lines = loaded
    bare = bool(raw) and _TABLE not in raw
    block = {_TABLE: [raw]} if bare else raw
    try:
        found = _Block.model_validate(block).indicators
    except ValidationError as error:
        told = [_fault(where, reason, lines, bare=bare) for where, reason in faults(error)]
        return Written(faults=tuple(sorted(told)))
    if len(found) != 1:
        return Written(faults=(Fault(1, "", _one_at_a_time()),))
    blamed = _unknown(found[0], city)
    if blamed:
        told = [_fault((_TABLE, 0, key), why, lines, bare=bare) for key, why in blamed]
        return Written(faults=tuple(sorted(told)))
    return Written(found[0])


def tried(city: Unit, indicator: Indicator, period: Period, *, shown: int) -> Tried:
    """Count it over the evidence of now. Raises ``TooLong``."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL transaction_read_only = on")
                cursor.execute(f"SET LOCAL statement_timeout = '{_SECONDS}s'")
            found = _counted(city, indicator, period, shown)
            # Ends both settings where another transaction stands around this one.
            transaction.set_rollback(True)
    except OperationalError as fault:
        if not isinstance(fault.__cause__, QueryCanceled):
            raise
        words = _("Counting takes longer than %(n)d seconds; it is done when the pack is loaded.")
        raise TooLong(words % {"n": _SECONDS}) from fault
    return found


def _counted(city: Unit, indicator: Indicator, period: Period, shown: int) -> Tried:
    formula = indicator.parsed
    inside = isinstance(formula, Sum) or (isinstance(formula, Count) and not formula.new)
    within = period if inside and period.grain != "ever" else None
    rows = rows_of(city, sources_of(formula), within=within, most=_MOST_ROWS)
    if rows is None:
        words = _("It looks at more than %(n)s rows; it is counted when the pack is loaded.")
        raise TooLong(words % {"n": f"{_MOST_ROWS:,}"})
    shape = Shape(frozenset({period.grain}), (), spans_of(city))
    counted = tallies({indicator.code: formula}, rows, {indicator.code: shape})[indicator.code]
    measure = counted.get(Cell(period.word), Measure())
    leads = evidence.units(Cut(city=city, indicator=indicator, period=period))
    return Tried(
        value=value(formula, measure.proven),
        claimed=value(formula, measure.all),
        rows=rows.size,
        leads=tuple(leads[:shown]),
    )


def _unknown(indicator: Indicator, city: Unit) -> list[tuple[str, str]]:
    """(key, reason) of places that the city does not have."""
    units = list(Unit.objects.filter(city=city).exclude(code="").values_list("kind", "code"))
    known: dict[str, Collection[str]] = {
        kind: {code for of, code in units if of == kind} for kind in ("district", "department")
    }
    known["chain"] = set(terms(Scheme.CHAIN, city).values_list("code", flat=True))
    blamed = [
        ("formula", _("At sign %(at)s: %(why)s") % {"at": one.at, "why": no_such(word, places)})
        for of in parts_of(indicator.parsed)
        for one in of.where
        if (places := known.get(one.field)) is not None
        for word in one.values
        if word not in places
    ]
    offices = {code for _kind, code in units}
    if indicator.answers_for and indicator.answers_for not in offices:
        blamed.append(("answers_for", no_such(indicator.answers_for, offices)))
    return blamed


def _loaded(text: str) -> tuple[Mapping[str, Any], dict[KeyPath, int]] | Fault:
    """What the text says, and on which lines."""
    try:
        return tomllib.loads(text), key_lines(text)
    except tomllib.TOMLDecodeError as fault:
        return Fault(*_syntax(str(fault)))
    except ValueError:
        # Python reads no whole number of thousands of digits.
        return Fault(1, "", _("This number has too many digits."))
    except RecursionError:
        # Thousands of brackets, one in another.
        return Fault(1, "", _one_at_a_time())


def _one_at_a_time() -> str:
    return _("Try one indicator at a time: one [[indicators]] with its keys.")


def _fault(where: KeyPath, reason: str, lines: dict[KeyPath, int], *, bare: bool) -> Fault:
    # Without a heading the keys stand at the top of the text.
    place = where[2:] if bare and where[:1] == (_TABLE,) else where
    return Fault(nearest_line(lines, place), dotted(place), reason)


def _syntax(message: str) -> tuple[int, str, str]:
    line, reason = syntax(message)
    return line, "", reason
