"""How a city lets scenarios be answered: windows, words, and when an overdue outcome climbs."""

from typing import Annotated, Literal

from pydantic import Field

from citystage.cities.packs.schema import Several, Strictly

type Days = Annotated[int, Field(ge=1, le=365)]
type KindOfOrganisation = Literal[
    "company",
    "state_firm",
    "university",
    "institute",
    "public_body",
    "association",
    "fund",
    "bank",
    "broker",
    "other",
]


class Answering(Strictly):
    """Days are calendar days; an owner may choose other windows when opening a scenario."""

    window_days: Days = 20
    # Questions end so many days before the window does.
    questions_days_before: Annotated[int, Field(ge=0, le=60)] = 5
    evidence_words: Annotated[int, Field(ge=20, le=2000)] = 100
    clarification_days: Days = 3
    # From the closing to the outcome; then from the owner to the department, and to the city.
    outcome_days: Days = 15
    climb_days: Days = 5
    sealed: bool = True
    asks_price: bool = True
    eligible_kinds: Several[KindOfOrganisation] = ()
