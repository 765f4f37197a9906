"""What a formula can say: the parsed forms, and the fault a text can have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

# What a row can be cut and chosen by.
DIMENSIONS: Final = ("district", "department", "chain", "owner_kind")
FIELDS: Final = ("kind", *DIMENSIONS)
STANDINGS: Final = ("proven", "claimed")


class FormulaError(ValueError):
    """A formula that cannot be used; ``template % values`` says why, ``at`` is the sign from 1."""

    def __init__(self, template: str, *, at: int, **values: str) -> None:
        self.template, self.at = template, at
        self.values: Mapping[str, str] = {"at": str(at), **values}
        super().__init__(template % self.values)


@dataclass(frozen=True, slots=True)
class Condition:
    """A row counts when ``field`` has (or, negated, has not) one of ``values``.

    The field ``standing`` has the values ``proven`` and ``claimed``.
    """

    field: str
    values: tuple[str, ...]
    negated: bool = False
    at: int = 1


@dataclass(frozen=True, slots=True)
class Of:
    """Rows of these sources on which all conditions hold; ``at`` are the places of the sources."""

    sources: tuple[str, ...]
    where: tuple[Condition, ...] = ()
    at: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """How many distinct units; ``new``: each in the period of its first row only."""

    of: Of
    new: bool = False


@dataclass(frozen=True, slots=True)
class Sum:
    """The amounts, each unit's once: that of its latest row in the period."""

    of: Of


@dataclass(frozen=True, slots=True)
class Share:
    """Of the units of the period, how many have a row of another kind, whenever; per cent."""

    of: Of
    having: Of


@dataclass(frozen=True, slots=True)
class Ratio:
    """One number over another of the same period."""

    top: Count | Sum
    bottom: Count | Sum


@dataclass(frozen=True, slots=True)
class Median:
    """The middle of the days from a unit's first row of one kind to its first later of another."""

    start: Of
    end: Of


type Formula = Count | Sum | Share | Ratio | Median


def parts_of(formula: Formula) -> Iterator[Of]:
    """Every choice of rows a formula makes."""
    match formula:
        case Count(of=of) | Sum(of=of):
            yield of
        case Share(of=of, having=having):
            yield from (of, having)
        case Ratio(top=top, bottom=bottom):
            yield from (top.of, bottom.of)
        case Median(start=start, end=end):
            yield from (start, end)


def sources_of(formula: Formula) -> frozenset[str]:
    """The sources a formula reads."""
    return frozenset(source for of in parts_of(formula) for source in of.sources)
