"""What every fact of projects says, so that figures can count it."""

from dataclasses import dataclass

from citystage.foundation.ledger.facts import Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted(Fact):
    """``key`` names the unit that is counted once; codes are empty where nothing is known.

    ``amount`` in fen; ``happened_on`` is the day it happened, which may lie before its entry.
    """

    key: str
    city: str
    district: str
    department: str
    chain: str
    owner_kind: str
    amount: int | None
    happened_on: str
