"""Pairs of a scenario and a supplier as pages show them: marks, and the words side by side."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from citystage.engines.matching.records import Part, Verdict
from citystage.stages.catalogue.models import Lab
from citystage.stages.matchmaking.queries.beside import Beside
from citystage.stages.matchmaking.queries.rows import ReasonShown, Row
from citystage.web.shell.components import Badge, Text

_VERDICTS: Mapping[str, Badge] = {
    Verdict.MATCH.value: Badge(label=_("good match"), tone="good", icon="check"),
    Verdict.WEAK.value: Badge(label=_("near"), tone="info", icon="minus"),
    Verdict.NONE.value: Badge(label=_("falls short"), tone="warn", icon="triangle-alert"),
}
# How two texts were found to answer each other, where the marked words do not show it.
_HOW: Mapping[str, Text] = {
    "fact": _("figures compared"),
    "meaning": _("close in meaning"),
    "term": _("the same entry of the taxonomy"),
}


@dataclass(frozen=True, slots=True)
class Pair:
    """One reason; ``number`` is that of the requirement it answers, 0 for another text."""

    reason: ReasonShown
    number: int
    how: Text


def verdict_mark(verdict: str) -> Badge:
    """The mark of a verdict."""
    return _VERDICTS[verdict]


@dataclass(frozen=True, slots=True)
class Aside:
    """A lab or fund beside something, with its reasons as they are drawn."""

    lab: Lab
    pairs: Sequence[Pair]


def asides(found: Iterable[Beside]) -> list[Aside]:
    """Each with its reasons."""
    return [Aside(one.lab, pairs_of(one, {})) for one in found]


def has_substance(row: Row) -> bool:
    """Whether it says anything about what is asked, not only where it is and how fresh."""
    return any(one.part == Part.NEED for one in row.reasons)


def parts_of(row: Row) -> dict[str, int | None]:
    """The parts in points of 100, as they are kept with what was shown."""
    return {part.code: part.percent for part in row.parts}


def pairs_of(row: Row | Beside, numbers: Mapping[str, int]) -> list[Pair]:
    """The reasons, those that answer a numbered requirement first, in its order."""
    found = [
        Pair(one, numbers.get(one.demand.text, 0), _HOW.get(one.how, ""))
        for one in row.reasons
        if one.demand.text and one.supply.text
    ]
    return sorted(found, key=lambda pair: (pair.number == 0, pair.number))
