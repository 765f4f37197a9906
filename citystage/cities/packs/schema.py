"""What the files of a city pack may say: every key, its type, and nothing else.

Codes are lower-case words joined by hyphens; they are the natural keys by which a pack is
loaded again without making anything twice.
"""

from datetime import date
from typing import Annotated, Literal, Self

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, Field, Strict, model_validator

type Several[T] = Annotated[tuple[T, ...], Strict(strict=False)]
type Code = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
type Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
type Said = Annotated[str, Field(min_length=1)]
type AreaCode = Annotated[str, Field(pattern=r"^\d{6}$")]
# Latitude and longitude in degrees (WGS 84).
type Centre = tuple[
    Annotated[float, Field(ge=-90, le=90)], Annotated[float, Field(ge=-180, le=180)]
]
type Colour = Annotated[str, Field(pattern=r"^#[0-9a-f]{6}$")]


class Strictly(BaseModel):
    """Frozen; unknown keys and wrong types are faults."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Words(Strictly):
    """One saying in both languages."""

    zh: Said
    en: Said


class Source(Strictly):
    """A published text that the pack restates; other entries name it by its code."""

    code: Code
    title: Said
    publisher: Said
    # Left out where the text itself does not say.
    published: date | None = None
    # The name under which the text is kept with the project's papers; no address is recorded.
    reference: Said
    url: str = ""
    title_restated: bool = False


class City(Strictly):
    """The city itself, and how its pages look."""

    code: Code
    area_code: AreaCode
    name: Words
    short_name: Words
    tagline: Words
    number_prefix: Annotated[str, Field(pattern=r"^[A-Z]{2,4}$")]
    centre: Annotated[Centre, Strict(strict=False)] | None = None
    colour: Colour
    languages: Several[Literal["zh-hans", "en"]] = Field(min_length=1)
    # The office that runs the whole cycle 统筹: a code of units.toml.
    coordinator: Code


class CityFile(Strictly):
    city: City
    sources: Several[Source] = ()


class Unit(Strictly):
    """A district or department. ``named_by`` tells the sources in which it appears."""

    code: Code
    kind: Literal["district", "department"]
    name: Words
    short_name: str = ""
    area_code: AreaCode | None = None
    parent: Code | None = None
    # Column and row on the schematic tile map, from 0.
    tile: Several[Annotated[int, Field(ge=0, le=20)]] = ()
    # Where distances are measured from: the seat of government, else the middle of the area.
    centre: Annotated[Centre, Strict(strict=False)] | None = None
    functional_area: bool = False
    named_by: Several[Code] = ()
    note: Words | None = None


class Organisation(Strictly):
    """A firm, fund or association, with what the sources say of it and nothing else."""

    code: Code
    kind: Literal[
        "company",
        "state_firm",
        "university",
        "institute",
        "public_body",
        "government",
        "association",
        "fund",
        "bank",
        "broker",
        "other",
    ]
    name: Said
    name_en: str = ""
    aliases: Several[Said] = ()
    district: Code | None = None
    introduction: str = ""
    named_by: Several[Code] = Field(min_length=1)


# A split leaves so many at least.
_PARTS = 2


class UnitChanged(Strictly):
    """A unit got a new name, was merged, split, or its border moved; the past stays as it was."""

    unit: Code
    kind: Literal["renamed", "merged", "split", "border"]
    on: date
    # What it was called before; of a renamed unit, or of a split one that goes on renamed.
    name: Words | None = None
    # Where its business or the moved ground belongs since.
    into: Code | None = None
    # What a split unit became; itself among them where it goes on with what is left.
    parts: Several[Code] = ()
    note: str = ""

    @model_validator(mode="after")
    def says_all(self) -> Self:
        """A new name needs the old one, anything else the unit it leads to."""
        if (self.kind in {"merged", "border"}) != (self.into is not None):
            raise ValueError(_("A unit that was merged, or whose border moved, names “into”."))
        if self.kind == "renamed" and self.name is None:
            raise ValueError(_("A renamed unit gives the “name” it had before."))
        if (self.kind == "split") != (len(set(self.parts)) >= _PARTS):
            raise ValueError(_("A unit that was split names its “parts”, two or more."))
        return self


class UnitsFile(Strictly):
    units: Several[Unit] = ()
    changes: Several[UnitChanged] = ()
    organisations: Several[Organisation] = ()


class Term(Strictly):
    """One word of a vocabulary. ``certain`` is false where no public list confirms it."""

    scheme: Literal["field", "chain", "action", "zone"]
    code: Code
    name: Words
    synonyms: Several[Said] = ()
    parent: Code | None = None
    source: str = ""
    certain: bool = True
    states: str = ""
    includes: Several[Said] = ()


class Vocabulary(Strictly):
    """How many words the city itself counts in a scheme, and where the public list ends."""

    scheme: Literal["field", "chain", "action", "zone"]
    stated_count: Annotated[int, Field(ge=1)]
    source: Said
    note: Words


class TaxonomyFile(Strictly):
    vocabularies: Several[Vocabulary] = ()
    terms: Several[Term] = ()


type LabKind = Literal["scenario_lab", "innovation_lab", "fund"]


class ListItem(Strictly):
    """One known entry of a list: a record of records.jsonl, or only its title."""

    record: str = ""
    title: str = ""
    organisation: Code | None = None
    note: str = ""
    # Of a recognised lab or fund: which kind it is, and the sentence it is known from.
    kind: LabKind | None = None
    sentence: str = ""


class Part(Strictly):
    """A count the source gives for a part of a list."""

    name: Words
    count: Annotated[int, Field(ge=0)]
    kind: LabKind | None = None


class Released(Strictly):
    """A list some city has really released, with how much of it is known."""

    code: Code
    kind: Literal["opportunity", "capability", "demonstration", "landmark", "labs"]
    title: Words
    number: str = ""
    stated_count: Annotated[int, Field(ge=1)]
    # Whether the source says "more than" or "nearly" the count.
    count_is: Literal["exact", "at least", "nearly"] = "exact"
    # Of recognised labs: which batch this is, counted from 1.
    batch: Annotated[int, Field(ge=1, le=99)] | None = None
    published: date | None = None
    published_text: str = ""
    publisher: Said
    parts: Several[Part] = ()
    items: Several[ListItem] = ()
    source: Code
    note: Words | None = None


class ListsFile(Strictly):
    lists: Several[Released] = ()


class Record(Strictly):
    """A scenario or capability as a source states it, restated."""

    kind: Literal["scenario", "capability"]
    id: Said
    title: Said
    title_restated: bool = False
    level: Literal["list_item", "super_scenario", "landmark", "policy_direction", "capability"]
    owner: Code
    owner_as_written: str = ""
    side: Literal["government", "industry", "enterprise"] | None = None
    tier: Literal["super", "major", "integrated", "narrow"] | None = None
    field: Code
    chain: Code | None = None
    action: Code | None = None
    zone: Code | None = None
    district: Code | None = None
    description: str = ""
    mode_as_written: str = ""
    cases: str = ""
    lab: str = ""
    published: str = ""
    source: Code
