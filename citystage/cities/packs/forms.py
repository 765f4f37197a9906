"""Forms, calls and the quality gate, as packs write them."""

import re
from datetime import datetime
from typing import Annotated, Literal, Self

from django.utils.translation import gettext as _
from pydantic import AwareDatetime, Field, field_validator, model_validator

from citystage.cities.packs.schema import Code, Key, Said, Several, Strictly, Words

type FieldType = Literal[
    "text",
    "long_text",
    "choice",
    "multi_choice",
    "number",
    "money",
    "date",
    "period",
    "district",
    "term",
    "contact",
    "file",
    "boolean",
]


class Option(Strictly):
    """One choice of a field."""

    value: Key
    label: Words


class Condition(Strictly):
    """The field shows only when another one has a certain answer."""

    field: Key
    equals: str | bool | int | None = None
    one_of: Several[str] = Field(default=(), alias="in")

    @model_validator(mode="after")
    def asks_one_thing(self) -> Self:
        if (self.equals is None) == (not self.one_of):
            raise ValueError(_("Give either “equals” or “in”, not both and not neither."))
        return self


class FormField(Strictly):
    """One question of a form, with a worked example beside it."""

    key: Key
    label: Words
    type: FieldType
    required: bool
    stage: Literal["intake", "polish"]
    help: Words
    example: Words
    options: Several[Option] = ()
    scheme: Literal["field", "chain", "action", "zone"] | None = None
    multiple: bool = False
    max_length: Annotated[int, Field(ge=1)] | None = None
    min: int | float | None = None
    max: int | float | None = None
    unit: Words | None = None
    show_if: Condition | None = None

    @model_validator(mode="after")
    def has_what_its_type_needs(self) -> Self:
        if self.type in {"choice", "multi_choice"} and not self.options:
            raise ValueError(_("A field of choices needs options."))
        if self.type == "term" and self.scheme is None:
            raise ValueError(_("A field of terms needs the scheme they come from."))
        return self


class Form(Strictly):
    """A form; its fields are stored whole with each version."""

    code: Code
    title: Words
    fields: Several[FormField] = Field(min_length=1)


class FormsFile(Strictly):
    forms: Several[Form] = ()


class Call(Strictly):
    """An invitation to file needs: window, places per district, who is heard and how."""

    code: Code
    title: Words
    purpose: Words
    kind: Literal["scenario", "capability", "lab", "demonstration", "challenge", "super_scenario"]
    form: Code
    always_open: bool = False
    opens_at: AwareDatetime
    closes_at: AwareDatetime | None = None
    recommend_until: AwareDatetime | None = None
    eligibility: Words
    default_quota: Annotated[int, Field(ge=0)]
    quotas: dict[str, Annotated[int, Field(ge=0)]] = {}
    opinions: Literal["in_turn", "side_by_side"]
    opinion_days: Annotated[int, Field(ge=1)]
    asked_departments: Several[Code] = ()
    notice_days: Annotated[int, Field(ge=1)]
    # The least quality score with which a need of this call can be made ready for release.
    release_score: Annotated[int, Field(ge=0, le=100)] = 0
    # Why these figures: a source, or that they are settings of the demonstration.
    basis: Words

    @model_validator(mode="after")
    def window_runs_forward(self) -> Self:
        if self.always_open == (self.closes_at is not None):
            raise ValueError(_("A call either has a closing time or is always open."))
        ends: tuple[datetime | None, ...] = (self.closes_at, self.recommend_until)
        if any(end is not None and end <= self.opens_at for end in ends):
            raise ValueError(_("A call must close after it opens."))
        return self


class CallsFile(Strictly):
    calls: Several[Call] = ()


class Pattern(Strictly):
    """Something a good answer shows, as a regular expression with a name people understand."""

    code: Key
    name: Words
    pattern: Said
    required: bool = True

    @field_validator("pattern")
    @classmethod
    def compiles(cls, pattern: str) -> str:
        try:
            re.compile(pattern)
        except re.error as error:
            raise ValueError(_("This is no regular expression: %s.") % error) from error
        return pattern


class VagueWord(Strictly):
    """A word that promises without saying what; ``ask`` is the question that mends it."""

    word: Said
    ask: Words


class GatePart(Strictly):
    """One thing a scenario must make clear before it can be released."""

    code: Key
    name: Words
    weight: Annotated[int, Field(ge=1, le=100)]
    reads: Several[Key] = Field(min_length=1)
    min_length: Annotated[int, Field(ge=0)] = 0
    patterns: Several[Pattern] = ()
    # Facts the gate finds by itself, beside the patterns.
    needs: Several[Literal["number_with_unit", "date", "money"]] = ()
    mentions: Several[Said] = ()
    vague: Several[VagueWord] = ()
    blocks_release: bool = False
    why: Words
    missing: Words
    example: Words


class Gate(Strictly):
    """How the parts make one score out of 100."""

    ready_from: Annotated[int, Field(ge=0, le=100)]
    weak_below: Annotated[int, Field(ge=0, le=100)]
    suppliers_wanted: Annotated[int, Field(ge=1)]
    vague: Several[VagueWord] = ()


class QualityFile(Strictly):
    gate: Gate | None = None
    parts: Several[GatePart] = ()
