"""How a city docks: deadlines of asks, promises and agreements, and who answers which ask."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from citystage.cities.packs.answering import Answering
from citystage.cities.packs.schema import Code, Said, Several, Strictly

type Days = Annotated[int, Field(ge=0, le=400)]
type AskKind = Literal["scene", "data", "road", "site", "rule", "other"]


class Asks(Strictly):
    """Asks 诉求, in working days."""

    reply_working_days: Annotated[int, Field(ge=1, le=60)] = 10
    # After the reply is overdue: the city hears of it so many working days later.
    climb_working_days: Annotated[int, Field(ge=1, le=60)] = 3
    dispute_working_days: Annotated[int, Field(ge=1, le=60)] = 10
    # A reply nobody objects to closes by itself; the asker is told so many days before.
    lapse_days: Annotated[int, Field(ge=1, le=400)] = 30
    lapse_notice_days: Days = 7


class Promises(Strictly):
    """Promises made at the table, in days."""

    remind_before_days: Days = 3
    # So many days after it was due the officers of the district and the city hear of it.
    climb_days: Annotated[int, Field(ge=1, le=400)] = 7
    # For so long the page of an event or scenario tells how many were kept.
    shown_days: Annotated[int, Field(ge=1, le=3660)] = 365


class Agreements(Strictly):
    """Agreements, in days."""

    remind_before_days: Days = 60


class Gatherings(Strictly):
    """Reminders before an event; 0 days: nobody is reminded."""

    remind_before_days: Annotated[int, Field(ge=0, le=30)] = 1
    remind_from_hour: Annotated[int, Field(ge=0, le=23)] = 9


class Route(Strictly):
    """Which unit answers asks of a kind, in one field or (with no field) in every other."""

    kind: AskKind
    field: Code | None = None
    unit: Code


class Signed(Strictly):
    """An agreement that a source tells of: its parties, and nothing it leaves out."""

    title: Said
    kind: Literal["cooperation", "purchase", "investment", "trial"]
    force: Literal["framework", "binding", "unknown"] = "unknown"
    organisations: Several[Code] = ()
    others: Several[Said] = ()
    amount_yuan: Annotated[int, Field(ge=1)] | None = None
    amount_as_written: str = ""
    signed_on: date
    event: Code | None = None
    source: Code
    sentence: Said


class DockingFile(Strictly):
    answering: Answering | None = None
    asks: Asks | None = None
    promises: Promises | None = None
    agreements: Agreements | None = None
    events: Gatherings | None = None
    routes: Several[Route] = ()
    signed: Several[Signed] = ()
