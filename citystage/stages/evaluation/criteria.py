"""By what a yearly assessment is made, as a pack says it: criteria, scales, days, grades.

No public source gives weights of such an assessment: a template has none, every criterion counts
the same until the city sets weights, and each setting of them is a version of its own.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Final, Literal, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from citystage.stages.evaluation.own_sources import countable
from citystage.stages.evaluation.terms import Marks
from citystage.stages.selection.terms import (
    Anchor,
    Code,
    ConflictKind,
    Criterion,
    Part,
    Scoring,
    Words,
)

type SubjectKind = Literal["district", "department", "lab", "scenario"]
type MethodName = Literal["weighted_sum", "topsis"]
type Days = Annotated[int, Field(ge=1, le=200)]

# The steps whose lengths a template may set.
STEPS: Final = ("report_days", "check_days", "score_days", "reply_days")


class Measure(Part):
    """One criterion: a figure the house counts, or one that assessors judge on a scale."""

    code: Code
    name: Words
    help: Words | None = None
    kind: Literal["figure", "judged"]
    # Of a figure of districts and departments: the indicator it reads, for subject and year.
    indicator: str = ""
    # Of a figure of scenarios and labs: the sources whose records of this very one in the year
    # are counted; with ``since``: the days from its first record of that source to these.
    counts: tuple[str, ...] = ()
    since: str = ""
    # What days count as where there are none; left out: nothing is filled in.
    none_as: Annotated[Decimal, Field(ge=0)] | None = None
    better: Literal["more", "less"] = "more"
    # Of a judged one: its scale, what values mean, below which a mark is explained.
    low: Decimal = Decimal(0)
    high: Decimal = Decimal(10)
    step: Annotated[Decimal, Field(gt=0)] = Decimal(1)
    anchors: tuple[Anchor, ...] = ()
    explain_below: Decimal | None = None
    # What the assessed is asked to report on it.
    asks: Words | None = None

    @model_validator(mode="after")
    def fits_its_kind(self) -> Self:
        if self.kind == "figure" and not (self.indicator or self.counts):
            raise ValueError(_("A criterion that is a figure names its indicator."))
        if self.kind == "judged" and (self.indicator or self.counts):
            raise ValueError(_("A judged criterion has no indicator."))
        if (self.since and not self.counts) or (self.none_as is not None and not self.since):
            raise ValueError(_("Only days between records have a beginning."))
        if self.high <= self.low:
            raise ValueError("scale_runs_backward")
        return self


class Grade(Part):
    """What the decision calls a result; suggested from this total on, of 100."""

    code: Code
    name: Words
    since: Annotated[Decimal, Field(ge=0, le=100)] = Decimal(0)


class Common(Part):
    """What all assessments of a city share."""

    # Suggested lengths of the steps, in days.
    report_days: Days = 30
    check_days: Days = 10
    score_days: Days = 20
    # Working days to reply to a result.
    reply_days: Days = 5
    least_sheets: Annotated[int, Field(ge=1, le=20)] = 2
    remind_days: Marks = (7, 1, -1)
    # Relations that keep an assessor away from a subject.
    bars: tuple[ConflictKind, ...]
    # The sensitivity view: how far weights are shaken (a share of each), and how often.
    spread: Annotated[Decimal, Field(gt=0, lt=1)] = Decimal("0.3")
    runs: Annotated[int, Field(ge=100, le=5000)] = 1000
    basis: Words


class Template(Part):
    """An assessment of one kind of subject, to begin from."""

    code: Code
    subject: SubjectKind
    name: Words
    method: MethodName = "weighted_sum"
    measures: tuple[Measure, ...] = Field(min_length=2)
    grades: tuple[Grade, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def holds_together(self) -> Self:
        if len({one.code for one in self.measures}) != len(self.measures):
            raise ValueError("criterion_twice")
        if len({one.code for one in self.grades}) != len(self.grades):
            raise ValueError(_("Two grades have the same code."))
        for one in self.measures:
            self._can_be_read(one)
        return self

    @property
    def of_parts(self) -> bool:
        """Whether its figures are parts of the city's; else they count records of the subject."""
        return self.subject in {"district", "department"}

    def _can_be_read(self, one: Measure) -> None:
        if self.of_parts and one.counts:
            raise ValueError(_("Figures of districts and departments are read from indicators."))
        if not self.of_parts and one.indicator:
            raise ValueError(_("Figures are split by district and department alone."))
        known = countable(self.subject)
        for code in (*one.counts, *filter(None, [one.since])):
            if code not in known:
                told = {"found": code, "known": ", ".join(sorted(known))}
                raise ValueError(
                    _("“%(found)s” cannot be counted here; known are: %(known)s.") % told
                )


class WrittenTemplate(Part):
    """A template as a city wrote it in the browser: criteria, suggested days, first weights."""

    template: Template
    report_days: Days
    check_days: Days
    score_days: Days
    reply_days: Days
    # By criterion, as written; empty: every criterion counts the same.
    weights: dict[str, str] = Field(default_factory=dict)

    @property
    def days(self) -> dict[str, int]:
        """The lengths of the steps, by their names in ``Common``."""
        return {name: getattr(self, name) for name in STEPS}


class YearlyTerms(Common):
    """Everything a pack says of yearly assessments."""

    templates: tuple[Template, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def has_each_once(self) -> Self:
        if len({one.code for one in self.templates}) != len(self.templates):
            raise ValueError(_("Two templates have the same code."))
        return self


class ExerciseTerms(Part):
    """What one assessment rests on, as it was when it was prepared."""

    common: Common
    template: Template
    # Of the template, as it was written in the browser; 0: as the pack has it.
    version: int = 0

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The criteria in their order."""
        return self.template.measures

    @property
    def judged(self) -> tuple[Criterion, ...]:
        """The criteria of the score sheet, as score sheets of selections are read."""
        return tuple(_criterion(one) for one in self.measures if one.kind == "judged")

    @property
    def scoring(self) -> Scoring | None:
        """The score sheet; none when everything is a figure."""
        return Scoring(criteria=self.judged, consensus=False) if self.judged else None

    def suggested(self, score: float) -> str:
        """The grade that a score (0..1) suggests; officers decide."""
        fit = [one for one in self.template.grades if score * 100 >= float(one.since)]
        return max(fit, key=lambda one: one.since).code if fit else ""

    def grade(self, code: str) -> Grade | None:
        """The grade of this code."""
        return next((one for one in self.template.grades if one.code == code), None)


def _criterion(one: Measure) -> Criterion:
    return Criterion(
        code=one.code,
        name=one.name,
        help=one.help,
        weight=Decimal(1),
        low=one.low,
        high=one.high,
        step=one.step,
        anchors=one.anchors,
        explain_below=one.explain_below,
    )
