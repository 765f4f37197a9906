"""The indicators of a city as its pack defines them, and the periods they are kept for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, Final, Literal, Self

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, Strict, ValidationInfo, field_validator

from citystage.engines.indicators import checking, parsing
from citystage.engines.indicators.checking import check
from citystage.engines.indicators.counting import Shape
from citystage.engines.indicators.explaining import Names, explained
from citystage.engines.indicators.language import DIMENSIONS, Count, Formula, FormulaError, Sum
from citystage.engines.indicators.parsing import parse
from citystage.engines.indicators.periods import Grain, Span
from citystage.kernel.texts import in_english, said
from citystage.stages.evaluation.sources import DECLARED, SOURCES, UNITS

type Several[T] = Annotated[tuple[T, ...], Strict(strict=False)]
type Code = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
type Split = Literal["district", "department", "chain", "owner_kind"]
type Group = Literal["plan", "scenarios", "docking", "landing", "labs"]

GROUPS: Final[Mapping[str, Promise]] = {
    "plan": _("Figures of the plan"),
    "scenarios": _("Scenarios"),
    "docking": _("Matching and services"),
    "landing": _("Trials and landing"),
    "labs": _("Recognition"),
}
# What can be wrong with a formula, as catalogued for translation.
FAULTS: Final[Mapping[str, Promise]] = {
    parsing.EMPTY: _("The formula is empty; write one of: %(shapes)s."),
    parsing.STRANGE: _("At sign %(at)s, “%(found)s” is not known in a formula."),
    parsing.EXPECTED: _("At sign %(at)s, write “%(wanted)s” instead of “%(found)s”."),
    parsing.MISSING: _("After sign %(at)s, “%(wanted)s” is missing."),
    parsing.BEGINNING: _(
        "At sign %(at)s, “%(found)s” begins no formula; write one of: %(shapes)s."
    ),
    parsing.NO_SOURCE: _("At sign %(at)s, write the name of a source instead of “%(found)s”."),
    parsing.NO_FIELD: _(
        "At sign %(at)s, “%(found)s” cannot be asked for; write one of: %(fields)s, proven,"
        " claimed."
    ),
    parsing.NO_VALUE: _("At sign %(at)s, write a value instead of “%(found)s”."),
    parsing.NO_COMPARISON: _(
        "At sign %(at)s, write =, !=, in (…) or not in (…) instead of “%(found)s”."
    ),
    parsing.NO_MORE: _("At sign %(at)s, the formula should end; “%(found)s” is too much."),
    parsing.NOT_OVER: _("At sign %(at)s, only counts and sums can be divided."),
    checking.UNKNOWN_SOURCE: _(
        "At sign %(at)s, there is no source “%(found)s”; known are: %(known)s."
    ),
    checking.NEAR_SOURCE: _("At sign %(at)s, there is no source “%(found)s”; is “%(near)s” meant?"),
    checking.UNKNOWN_VALUE: _(
        "At sign %(at)s, %(field)s is never “%(found)s” here; it can be: %(known)s."
    ),
    checking.NEAR_VALUE: _(
        "At sign %(at)s, %(field)s is never “%(found)s” here; is “%(near)s” meant?"
    ),
    checking.NO_AMOUNT: _(
        "At sign %(at)s, rows of “%(found)s” carry no amount; write count units of."
    ),
    checking.MIXED_UNITS: _(
        "At sign %(at)s, “%(found)s” counts %(these)s and “%(other)s” counts %(those)s; a unit"
        " counted once must be of one sort."
    ),
}
NAMES: Final = Names(
    sources={code: one.name for code, one in SOURCES.items()},
    units={code: UNITS[one.unit] for code, one in SOURCES.items()},
    values={("kind", kind): words for one in SOURCES.values() for kind, words in one.kinds.items()},
)


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Words(_Part):
    """One saying in both languages."""

    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]


class Indicator(_Part):
    """One figure: what it is called, what it means, and how it is counted."""

    code: Code
    name: Words
    group: Group
    meaning: Words
    formula: Annotated[str, Field(max_length=400)]
    unit: Words
    periods: Several[Grain] = ("year", "quarter", "whole")
    splits: Several[Split] = DIMENSIONS
    # The code of the unit that answers for it; empty: the coordinating office.
    answers_for: Code | Literal[""] = ""
    # The promise it is held against, by its code in targets.toml.
    target: Code | Literal[""] = ""
    public: bool = True

    @field_validator("formula")
    @classmethod
    def is_a_formula(cls, text: str, info: ValidationInfo) -> str:
        """Said with the place in the formula, and what to write."""
        del info
        try:
            check(parse(text), DECLARED)
        except FormulaError as fault:
            raise ValueError(str(FAULTS[fault.template]) % dict(fault.values)) from fault
        return text

    @property
    def parsed(self) -> Formula:
        """The formula as it is counted."""
        return _parsed(self.formula)

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return said(self.name.model_dump())

    @property
    def meaning_label(self) -> str:
        """What it means, in the reader's language."""
        return said(self.meaning.model_dump())

    @property
    def explanation(self) -> str:
        """What the formula counts, in the reader's language."""
        return explained(self.parsed, NAMES, language="en" if in_english() else "zh")

    @property
    def unit_label(self) -> str:
        """What it is counted in."""
        return said(self.unit.model_dump())

    @property
    def adds(self) -> bool:
        """Whether nothing on record reads as none of it; of the rest there is nothing to say."""
        return isinstance(self.parsed, Count | Sum)

    @property
    def money(self) -> bool:
        """Whether the number is an amount in yuan."""
        return isinstance(self.parsed, Sum)

    def shape(self, spans: tuple[Span, ...]) -> Shape:
        """What is kept of it."""
        return Shape(frozenset(self.periods), tuple(self.splits), spans)


class Years(_Part):
    """The years of the plan."""

    from_year: Annotated[int, Field(ge=2000, le=2100)]
    until_year: Annotated[int, Field(ge=2000, le=2100)]

    @field_validator("until_year")
    @classmethod
    def runs_forward(cls, until: int, info: ValidationInfo) -> int:
        """A plan ends after it begins."""
        if until < info.data.get("from_year", until):
            raise ValueError(str(_("A plan ends in the year it begins or later.")))
        return until


class FigureTerms(_Part):
    """Everything a city counts."""

    plan: Years | None = None
    # Evidence noted so many days after it happened is called backdated.
    backdated_after_days: Annotated[int, Field(ge=1, le=400)] = 30
    indicators: Several[Indicator] = ()

    @classmethod
    def kept(cls, value: Mapping[str, Any]) -> Self:
        """From a setting."""
        return cls.model_validate(value)

    def find(self, code: str) -> Indicator | None:
        """The indicator of this code."""
        return next((one for one in self.indicators if one.code == code), None)


@lru_cache(maxsize=512)
def _parsed(text: str) -> Formula:
    return parse(text)
