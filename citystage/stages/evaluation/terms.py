"""The terms a city follows its labs by: reports, assessments, renewals; its pack says them all.

No public source gives these figures: each is a setting, and ``basis`` says so.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Final, Literal, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from citystage.stages.selection.terms import Code, ConflictKind, Criterion, Part, Scoring, Words

# ``Lab.Kind.FUND``, said here once more: terms are read without the database.
FUND: Final = "fund"

# Days before a deadline; below zero after it.
type Marks = tuple[Annotated[int, Field(ge=-400, le=400)], ...]


class Question(Part):
    """One question of the report."""

    code: Code
    name: Words
    help: Words | None = None
    # Money is written in ten thousand yuan.
    kind: Literal["text", "number", "money"] = "text"
    required: bool = True


class Reporting(Part):
    """Reports: how many a year, until when, what they ask."""

    # Where the terms of the selection say another number, theirs counts.
    a_year: Annotated[int, Field(ge=0, le=12)]
    # Periods that ended before this day are not asked for.
    asked_since: date
    # A period is asked for when the recognition held for so many days of it.
    least_days: Annotated[int, Field(ge=1, le=366)]
    # The page opens so many days before the period ends.
    opens_days: Annotated[int, Field(ge=0, le=366)]
    # And is due so many days after it.
    due_days: Annotated[int, Field(ge=1, le=366)]
    remind_days: Marks
    questions: tuple[Question, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def asks_each_once(self) -> Self:
        if len({one.code for one in self.questions}) != len(self.questions):
            raise ValueError(_("Two questions of the report have the same code."))
        return self


class Assessing(Part):
    """Assessments: criteria, the light panel, which outcome the scores suggest."""

    criteria: tuple[Criterion, ...] = Field(min_length=1)
    least_sheets: Annotated[int, Field(ge=1, le=20)]
    # Time for the assessors.
    days: Annotated[int, Field(ge=1, le=200)]
    # Of 100: suggested to keep from here on, to withdraw below there, to improve between.
    keep_from: Annotated[Decimal, Field(ge=0, le=100)]
    withdraw_below: Annotated[Decimal, Field(ge=0, le=100)]
    # The deadline suggested for improvements.
    improve_days: Annotated[int, Field(ge=1, le=730)]
    remind_days: Marks
    # Relations that keep an assessor away from a lab; over a third party they are shown only.
    bars: tuple[ConflictKind, ...]

    @model_validator(mode="after")
    def holds_together(self) -> Self:
        if self.withdraw_below > self.keep_from:
            raise ValueError(_("The threshold for withdrawing lies above the one for keeping."))
        if len({one.code for one in self.criteria}) != len(self.criteria):
            raise ValueError("criterion_twice")
        return self

    @property
    def scoring(self) -> Scoring:
        """The criteria as score sheets of selections are counted."""
        return Scoring(criteria=self.criteria, consensus=False)

    def suggested(self, total: float) -> str:
        """The outcome that a mean total suggests; officers decide."""
        if total >= float(self.keep_from):
            return "keep"
        return "withdraw" if total < float(self.withdraw_below) else "improve"


class Renewing(Part):
    """Renewal of a recognition before its term ends."""

    asks_from_days: Annotated[int, Field(ge=1, le=730)]
    remind_days: Marks
    # The length of a new term where the terms of the selection give none.
    term_months: Annotated[int, Field(ge=1, le=240)]


class FollowTerms(Part):
    """Everything by which a city follows what it recognised."""

    reporting: Reporting
    # Reports of scenario funds; a city without them asks nothing of its funds.
    funds: Reporting | None = None
    assessing: Assessing
    renewing: Renewing
    # White spots: terms that end within so many days.
    ending_days: Annotated[int, Field(ge=1, le=730)]
    basis: Words

    def reports_of(self, kind: str) -> Reporting | None:
        """What is asked of a recognition of this kind."""
        return self.funds if kind == FUND else self.reporting
