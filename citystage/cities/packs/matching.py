"""How a city matches need and supply: parts with their weights, levels, words of one meaning."""

from typing import Annotated, Literal, Self

from django.utils.translation import gettext as _
from pydantic import Field, model_validator

from citystage.cities.packs.schema import Said, Several, Strictly, Words

type Level = Annotated[float, Field(gt=0, lt=1)]
type PartCode = Literal[
    "need", "field", "maturity", "place", "evidence", "capacity", "freshness", "history"
]


class MatchingPart(Strictly):
    """One part of the score; ``weight`` on any scale, 0 leaves it out."""

    code: PartCode
    name: Words
    why: Words
    weight: Annotated[int, Field(ge=0, le=100)]


class Levels(Strictly):
    """From which calibrated score on a match is one, and below which there is none."""

    match: Level
    weak: Level

    @model_validator(mode="after")
    def stand_in_order(self) -> Self:
        if self.weak >= self.match:
            raise ValueError(_("The weak level must stand below the level of a match."))
        return self


class Matching(Strictly):
    """What is not of one part. Without ``levels`` the measured ones of the product hold."""

    levels: Levels | None = None
    fresh_days: Annotated[int, Field(ge=1, le=3650)] = 365
    near_km: Annotated[int, Field(ge=0, le=2000)] = 30
    most_reasons: Annotated[int, Field(ge=1, le=50)] = 8


class Synonym(Strictly):
    """A word and others that mean the same in this city."""

    word: Said
    others: Several[Said] = Field(min_length=1)


class MatchingFile(Strictly):
    matching: Matching | None = None
    parts: Several[MatchingPart] = ()
    synonyms: Several[Synonym] = ()

    @model_validator(mode="after")
    def something_counts(self) -> Self:
        if self.parts and not any(part.weight for part in self.parts):
            raise ValueError(_("At least one part must weigh something."))
        return self
