"""When the index cannot answer: whoever asks goes on without it."""

from enum import StrEnum


class Why(StrEnum):
    """What keeps the index from answering."""

    OFF = "off"
    GONE = "gone"
    SLOW = "slow"
    BUSY = "busy"
    FILLING = "filling"
    STALE = "stale"
    BROKEN = "broken"


class IndexAway(Exception):
    """Ask PostgreSQL instead, and say so."""

    def __init__(self, why: Why, says: str = "") -> None:
        super().__init__(says or why)
        self.why = why
