"""Events of a pack: what sources tell of meetings that were held, statement by statement."""

from datetime import date
from typing import Literal

from pydantic import Field

from citystage.cities.packs.schema import Code, Several, Strictly, Words


class Statement(Strictly):
    """One thing a source says, in our words, and which source."""

    words: Words
    source: Code


class HeldEvent(Strictly):
    """An event that was held before this site was; nothing of it is guessed."""

    code: Code
    organiser: Code
    kind: Literal["release", "session", "round_table", "tour", "one_to_one"]
    title: Words
    held_on: date
    place: str = ""
    source: Code
    statements: Several[Statement] = Field(min_length=1)


class EventsFile(Strictly):
    events: Several[HeldEvent] = ()
