"""Figures that a source states: loaded as they were stated, shown beside what is computed."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from citystage.cities.packs.schema import Code, Said, Several, Strictly, Words


class Division(Strictly):
    """Two readings of this file; dividing them is arithmetic, whatever a source says it gives."""

    over: Code
    under: Code


class ReportedReading(Strictly):
    """One stated figure with the words it is known from."""

    code: Code
    name: Words
    indicator: Code | None = None
    measure: Literal["number", "money", "percent", "times"] = "number"
    # Money in yuan. A figure with a part is written as text: "61.47".
    value: Annotated[Decimal, Field(strict=False, ge=0)]
    exactness: Literal["exact", "over", "nearly", "about"] = "exact"
    unit: Words | None = None
    as_written: Said
    as_of: date | None = None
    as_of_text: Words
    source: Code
    quote: Said
    # Where in the source the words stand.
    place: Words
    note: Words | None = None
    division: Division | None = None


class ReportedFile(Strictly):
    """In the order in which pages show them."""

    readings: Several[ReportedReading] = ()
