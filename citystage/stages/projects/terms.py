"""What the city's pack says of projects: reports, acceptance, first uses, who proves claims."""

from typing import Annotated, Literal, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from citystage.stages.selection.terms import Code, Part, Words
from citystage.stages.trials.terms import Feeding

# Days before a deadline; below zero after it.
type Marks = tuple[Annotated[int, Field(ge=-400, le=400)], ...]


class Asked(Part):
    """One question of a periodic report."""

    code: Code
    name: Words
    help: Words | None = None
    required: bool = True


class Reporting(Part):
    """How often a project reports, until when, and when it is reminded."""

    # Counted from the day the project began; 0: no reports are asked for.
    every_months: Annotated[int, Field(ge=0, le=24)] = 3
    # The last period is left out where it is shorter.
    least_days: Annotated[int, Field(ge=1, le=366)] = 20
    opens_days: Annotated[int, Field(ge=0, le=90)] = 7
    due_days: Annotated[int, Field(ge=1, le=90)] = 10
    remind_days: Marks = (5, 0, -7)
    questions: tuple[Asked, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def asks_each_once(self) -> Self:
        if len({one.code for one in self.questions}) != len(self.questions):
            raise ValueError(_("Two questions of the report have the same code."))
        return self


class Paying(Part):
    """When both sides are reminded of an amount that is due and not paid whole."""

    remind_days: Marks = (7, 0, -7, -30)


class Certificate(Part):
    """What a proven first use is called, and how its number is written."""

    label: Words
    numbering: Annotated[str, Field(min_length=3, max_length=80)]


class ProjectTerms(Part):
    """Everything a city sets for its projects."""

    reporting: Reporting
    paying: Paying = Paying()
    # Limits of what devices send.
    feeding: Feeding = Feeding()
    # The sides that sign an acceptance.
    accepts: tuple[Literal["owner", "supplier"], ...] = ("owner", "supplier")
    # Evidence entered more days after it happened is marked as backdated.
    backdated_days: Annotated[int, Field(ge=0, le=366)] = 3
    # Units besides the city that confirm first uses and firms brought in: codes of units.toml.
    provers: tuple[str, ...] = ()
    certificate: Certificate
    basis: Words
