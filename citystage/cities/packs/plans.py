"""What a city has promised: its plans, the targets in them, and what was revised since."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from citystage.cities.packs.schema import Code, Several, Strictly, Words
from citystage.stages.evaluation.plan_terms import SteeringTerms

type Year = Annotated[int, Field(ge=2000, le=2100)]
type Worth = Annotated[int, Field(ge=1)]


class PlanTold(Strictly):
    """A plan of the city, as a source tells of it."""

    code: Code
    name: Words
    from_year: Year
    # Left out where the source sets no end.
    until_year: Year | None = None
    public: bool = True
    note: Words | None = None
    source: Code


class Milestone(Strictly):
    """What should be reached by the end of a year. Only where a source says so."""

    year: Year
    at_least: Worth


class Baseline(Strictly):
    """Where a target begins: the figure at the end of a year. Only where a source says so."""

    year: Year
    value: Annotated[Decimal, Field(ge=0, max_digits=16, decimal_places=2)]


class Revised(Strictly):
    """The target asks for something else from a day on."""

    on: date
    at_least: Worth
    baseline: Baseline | None = None
    milestones: Several[Milestone] = ()
    reason: Words
    source: Code


class Target(Strictly):
    """One figure the city has promised."""

    code: Code
    plan: Code
    name: Words
    at_least: Worth
    unit: Words
    period: Literal["year", "whole"]
    counts: Words
    # The code of the indicator that measures it.
    indicator: Code | None = None
    pipeline: Literal["", "scenarios", "super", "firms"] = ""
    baseline: Baseline | None = None
    milestones: Several[Milestone] = ()
    revisions: Several[Revised] = ()
    source: Code

    @model_validator(mode="after")
    def begins_below(self) -> Self:
        begun, told = self.baseline, [(self.baseline, self.at_least)]
        told += [(one.baseline, one.at_least) for one in self.revisions]
        for baseline, at_least in told:
            begun = baseline or begun
            if begun is not None and begun.value >= at_least:
                raise ValueError(_("The baseline lies below the target."))
        return self


class TargetsFile(Strictly):
    """A city's plans; the base says how all cities steer, a city replaces it whole."""

    plans: Several[PlanTold] = ()
    targets: Several[Target] = ()
    steering: SteeringTerms | None = None
