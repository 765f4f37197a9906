"""Pair: one demand beside one supply, with all that the parts need to judge it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from citystage.engines.matching.features import Features
from citystage.engines.matching.rarity import Rarity
from citystage.engines.matching.reading import Reading
from citystage.engines.matching.records import (
    Advice,
    Demand,
    How,
    Missing,
    Part,
    Quote,
    Reason,
    Score,
    Settings,
    Supply,
    Vectors,
)


@dataclass(frozen=True, slots=True)
class Pair:
    """`vectors` are those of pieces (`Piece.text`); empty when there are none."""

    demand: Reading[Demand]
    supply: Reading[Supply]
    features: Features
    rarity: Rarity
    settings: Settings
    vectors: Vectors
    today: date | None = None
    _common: list[list[dict[int, float]]] = field(default_factory=list, repr=False, compare=False)

    @property
    def common(self) -> list[dict[int, float]]:
        """See `Asking.common`; reckoned once."""
        if not self._common:
            self._common.append(self.demand.asking(self.rarity).common(self.supply.where))
        return self._common[0]


def value_quote(label: str, value: object) -> Quote:
    """The words of a value that is no text of the record."""
    text = str(value)
    return Quote(label, text, 0, len(text))


def known(
    part: Part, value: float, reasons: Sequence[Reason] = (), missing: Sequence[Missing] = ()
) -> Score:
    return Score(part, min(1.0, max(0.0, value)), 0.0, tuple(reasons), tuple(missing))


def unknown(part: Part, *missing: Missing) -> Score:
    """The records do not say enough; what the supplier could add may be named."""
    return Score(part, None, 0.0, (), missing)


def by_value(part: Part, demand: Quote, supply: Quote, strength: float = 1.0) -> Reason:
    return Reason(part, How.VALUE, demand, supply, (), strength)


def lacks(part: Part, advice: Advice, quote: Quote | None = None) -> Missing:
    return Missing(part, advice, quote)
