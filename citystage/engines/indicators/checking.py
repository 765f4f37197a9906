"""Hold a formula against what is declared: sources, what they count, kinds and values."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Final

from citystage.engines.indicators.language import (
    Condition,
    Formula,
    FormulaError,
    Median,
    Of,
    Ratio,
    Share,
    Sum,
    parts_of,
)

UNKNOWN_SOURCE: Final = "At sign %(at)s, there is no source “%(found)s”; known are: %(known)s."
NEAR_SOURCE: Final = "At sign %(at)s, there is no source “%(found)s”; is “%(near)s” meant?"
UNKNOWN_VALUE: Final = "At sign %(at)s, %(field)s is never “%(found)s” here; it can be: %(known)s."
NEAR_VALUE: Final = "At sign %(at)s, %(field)s is never “%(found)s” here; is “%(near)s” meant?"
NO_AMOUNT: Final = "At sign %(at)s, rows of “%(found)s” carry no amount; write count units of."
MIXED_UNITS: Final = (
    "At sign %(at)s, “%(found)s” counts %(these)s and “%(other)s” counts %(those)s; "
    "a unit counted once must be of one sort."
)


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What a source declares: the sort of its units, its kinds, and whether rows have amounts."""

    unit: str
    kinds: Collection[str] = ()
    amount: bool = False


@dataclass(frozen=True, slots=True)
class Declared:
    """Everything a formula may name. A field without values listed is not held against any."""

    sources: Mapping[str, SourceInfo]
    values: Mapping[str, Collection[str]] = field(default_factory=dict)


def check(formula: Formula, declared: Declared) -> None:
    """Raise ``FormulaError`` for the first name that is not declared or does not fit."""
    for of in parts_of(formula):
        for source, at in zip(of.sources, of.at or (1,) * len(of.sources), strict=True):
            _ensure_source(source, at, declared)
        for condition in of.where:
            _ensure_values(condition, of, declared)
    for of in _summed(formula):
        for source, at in zip(of.sources, of.at, strict=True):
            if not declared.sources[source].amount:
                raise FormulaError(NO_AMOUNT, at=at, found=source)
    _ensure_one_sort(formula, declared)


def _ensure_source(source: str, at: int, declared: Declared) -> None:
    if source in declared.sources:
        return
    known = sorted(declared.sources)
    if near := get_close_matches(source, known, n=1):
        raise FormulaError(NEAR_SOURCE, at=at, found=source, near=near[0])
    raise FormulaError(UNKNOWN_SOURCE, at=at, found=source, known=", ".join(known))


def _ensure_values(condition: Condition, of: Of, declared: Declared) -> None:
    if condition.field == "standing":
        return
    if condition.field == "kind":
        known = sorted({kind for one in of.sources for kind in declared.sources[one].kinds})
    elif condition.field in declared.values:
        known = sorted(declared.values[condition.field])
    else:
        return
    for value in condition.values:
        if value in known:
            continue
        named = {"field": condition.field, "found": value}
        if near := get_close_matches(value, known, n=1):
            raise FormulaError(NEAR_VALUE, at=condition.at, near=near[0], **named)
        listed = ", ".join(known) or "–"
        raise FormulaError(UNKNOWN_VALUE, at=condition.at, known=listed, **named)


def _summed(formula: Formula) -> list[Of]:
    match formula:
        case Sum(of=of):
            return [of]
        case Ratio(top=top, bottom=bottom):
            return [one.of for one in (top, bottom) if isinstance(one, Sum)]
        case _:
            return []


def _ensure_one_sort(formula: Formula, declared: Declared) -> None:
    """Distinct units are told apart by their keys: two sorts in one count are a mistake."""
    parts = list(parts_of(formula))
    joined = isinstance(formula, Share | Median)
    for group in [parts] if joined else [[one] for one in parts]:
        places = [
            (source, at) for of in group for source, at in zip(of.sources, of.at, strict=True)
        ]
        first, *rest = places
        for source, at in rest:
            these, those = declared.sources[source].unit, declared.sources[first[0]].unit
            if these != those:
                raise FormulaError(
                    MIXED_UNITS, at=at, found=source, these=these, other=first[0], those=those
                )
