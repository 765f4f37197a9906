"""The terms of trials as data: what is measured, numbers to reach, ladders of permission, days.

A pack gives them; a trial keeps the ladder and the measures it was begun with, so that a later
change of the pack does not move what was signed.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Literal, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from citystage.kernel.texts import in_english
from citystage.stages.selection.terms import Part, Words

type Code = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
type Days = Annotated[int, Field(ge=0, le=1500)]
# "owner": the unit that owns the scenario; the others by what the trial names.
type Body = Literal["owner", "district", "department", "city"]


class Measure(Part):
    """What is counted, and how it comes out of the readings that stand.

    ``sum`` adds values, ``latest`` takes the newest one; ``sites`` and ``devices`` count the
    different ones that readings name; ``months`` are whole months since the first day with a
    reading, those without any left out; ``at_fault`` counts incidents judged outside tolerance.
    """

    code: Code
    name: Words
    unit: Words
    measured: Literal["sum", "latest", "sites", "devices", "months", "at_fault"]

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return self.name.en if in_english() else self.name.zh

    @property
    def unit_label(self) -> str:
        """Its unit in the reader's language."""
        return self.unit.en if in_english() else self.unit.zh

    @property
    def is_read(self) -> bool:
        """Whether readings carry its values; the others come out of readings by themselves."""
        return self.measured in {"sum", "latest"}


class Need(Part):
    """One bound of one measure."""

    measure: Code
    at_least: Annotated[Decimal, Field(gt=0, max_digits=14, decimal_places=4)] | None = None
    at_most: Annotated[Decimal, Field(ge=0, max_digits=14, decimal_places=4)] | None = None

    @model_validator(mode="after")
    def bounds_one_side(self) -> Self:
        if self.at_least is None and self.at_most is None:
            raise ValueError(_("No bound is given: add “at_least” or “at_most”."))
        if self.at_least is not None and self.at_most is not None:
            raise ValueError(
                _("Both “at_least” and “at_most” are given: write a line of its own for each.")
            )
        return self


class Choice(Part):
    """All of these together."""

    all: tuple[Need, ...] = Field(min_length=1)


class Line(Part):
    """One of these choices is enough."""

    any: tuple[Choice, ...] = Field(min_length=1)


# Every line is to be reached.
type Numbers = tuple[Line, ...]


def _twice(codes: Sequence[str]) -> str:
    """The first code that comes a second time."""
    return next((code for place, code in enumerate(codes) if code in codes[:place]), "")


class Template(Part):
    """Numbers to reach that a trial or a step may take over."""

    code: Code
    name: Words
    basis: Words | None = None
    lines: Numbers = Field(min_length=1)


class Rung(Part):
    """One step of a ladder as a pack writes it; ``numbers`` names a template, or nothing."""

    code: Code
    name: Words
    allows: Words
    numbers: Code | None = None
    bodies: tuple[Body, ...] = ()
    units: tuple[Code, ...] = ()

    @model_validator(mode="after")
    def asks_each_body_once(self) -> Self:
        for named in (self.bodies, self.units):
            if again := _twice(named):
                raise ValueError(
                    _("“%s” is to agree twice to one step; name each body once.") % again
                )
        return self


class Ladder(Part):
    """Steps of permission, the lowest first."""

    code: Code
    name: Words
    basis: Words | None = None
    steps: tuple[Rung, ...] = Field(min_length=1, max_length=9)

    @model_validator(mode="after")
    def tells_steps_apart(self) -> Self:
        if again := _twice([one.code for one in self.steps]):
            raise ValueError(
                _("Two steps of the ladder have the code “%s”; give each a code of its own.")
                % again
            )
        return self


class Watching(Part):
    """Days by which the clock of trials goes."""

    # Both sides are reminded so many days before the last day.
    end_remind_days: Days = 30
    # After the last day the outcome is on record within so many days; then the department hears.
    outcome_days: Days = 30
    # A tolerance: who it is for and who decided are reminded so many days before it ends.
    tolerance_remind_days: Days = 30
    # A reading entered more than so many days after it was taken is marked as entered later.
    backdated_days: Days = 3
    longest_days: Annotated[int, Field(ge=1, le=3660)] = 549


class Feeding(Part):
    """Limits of what devices send."""

    rows_per_call: Annotated[int, Field(ge=1, le=10_000)] = 1000
    bytes_per_call: Annotated[int, Field(ge=1024, le=10_000_000)] = 262_144
    calls_per_minute: Annotated[int, Field(ge=1, le=6000)] = 60
    rows_per_file: Annotated[int, Field(ge=1, le=100_000)] = 20_000


class TrialTerms(Part):
    """Everything a city's pack says of trials."""

    watching: Watching = Watching()
    feeding: Feeding = Feeding()
    measures: tuple[Measure, ...] = ()
    numbers: tuple[Template, ...] = ()
    ladders: tuple[Ladder, ...] = ()

    def ladder(self, code: str) -> Ladder | None:
        """The ladder of this code."""
        return next((one for one in self.ladders if one.code == code), None)

    def template(self, code: str | None) -> Template | None:
        """The numbers of this code."""
        return next((one for one in self.numbers if one.code == code), None)


class Step(Part):
    """A step as a trial keeps it: its numbers written out."""

    code: Code
    name: Words
    allows: Words
    lines: Numbers = ()
    bodies: tuple[Body, ...] = ()
    units: tuple[Code, ...] = ()

    @property
    def label(self) -> str:
        """Its name in the reader's language."""
        return self.name.en if in_english() else self.name.zh

    @property
    def allowed(self) -> str:
        """What may be done on it, in the reader's language."""
        return self.allows.en if in_english() else self.allows.zh


class Frame(Part):
    """The ladder and the measures with which a trial was begun."""

    code: Code
    name: Words
    steps: tuple[Step, ...]
    measures: tuple[Measure, ...]

    def step(self, number: int) -> Step | None:
        """Step 1 is the lowest; 0 stands for none."""
        return self.steps[number - 1] if 1 <= number <= len(self.steps) else None

    def measure(self, code: str) -> Measure | None:
        """The measure of this code."""
        return next((one for one in self.measures if one.code == code), None)


def frame_of(terms: TrialTerms, ladder: Ladder) -> Frame:
    """A ladder with its numbers written out, and the measures of the pack."""
    steps = []
    for rung in ladder.steps:
        template = terms.template(rung.numbers)
        steps.append(
            Step(
                code=rung.code,
                name=rung.name,
                allows=rung.allows,
                lines=template.lines if template else (),
                bodies=rung.bodies,
                units=rung.units,
            )
        )
    return Frame(code=ladder.code, name=ladder.name, steps=tuple(steps), measures=terms.measures)
