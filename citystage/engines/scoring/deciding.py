"""Deciding: who is in when places are limited in all, per group, or promised to groups."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby

from citystage.engines.scoring.ranking import Row

type Groups = Mapping[str, Mapping[str, str]]
"""Case to {dimension: group}, such as {"district": "chengyang", "field": "robots"}."""


class ReasonCode(StrEnum):
    IN_ORDER = "in_order"
    """In: its place in the order."""
    PROMISED = "promised"
    """In before better ones: a place of its `group` is promised."""
    FAILED = "failed"
    """Out: below a minimum of a criterion, or otherwise not to be chosen."""
    BELOW_LEAST = "below_least"
    """Out: its value is below the least (`limit`)."""
    PLACES_FULL = "places_full"
    GROUP_FULL = "group_full"
    """Out: its `group` has all the places it may have (`limit`)."""
    KEPT_FOR_OTHERS = "kept_for_others"
    """Out: the places left are promised to groups that still lack theirs."""
    TIE_UNDECIDED = "tie_undecided"
    """Open: equal ones would take more places than are left; people decide."""


@dataclass(frozen=True, slots=True)
class Places:
    """`total` places; at `most` so many per {dimension: {group: n}}; `promised` to groups of one
    or more dimensions; cases below `least_value` are never chosen.
    """

    total: int
    most: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    promised: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    least_value: float | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    case: str
    place: int
    chosen: bool
    reason: ReasonCode
    group: str = ""
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """`chosen` in order; `rows` of all cases in order; `open_places`: left to undecided ties, and
    `empty_places`: left because nobody may have them.
    """

    chosen: tuple[str, ...]
    rows: tuple[Verdict, ...]
    open_places: int
    empty_places: int


def decide(
    ranking: Sequence[Row],
    places: Places,
    groups: Groups | None = None,
    *,
    failed: Collection[str] = (),
) -> Decision:
    """Down the order; a case is taken unless a rule says no, and every no has its reason."""
    return _Taking(ranking, places, groups or {}, failed).decision()


class _Taking:
    def __init__(
        self, ranking: Sequence[Row], places: Places, groups: Groups, failed: Collection[str]
    ) -> None:
        self.ranking, self.places, self.groups, self.failed = ranking, places, groups, failed
        self.left = places.total
        self.taken: Counter[tuple[str, str]] = Counter()
        self.waiting = {row.case for row in ranking if self._never(row) is None}
        self.kept_some = False
        self.open_places = 0

    def decision(self) -> Decision:
        verdicts: dict[str, Verdict] = {}
        for _, block in groupby(self.ranking, key=lambda row: row.place):
            for verdict in self._block(list(block)):
                verdicts[verdict.case] = verdict
        rows = tuple(verdicts[row.case] for row in self.ranking)
        chosen = tuple(row.case for row in rows if row.chosen)
        return Decision(chosen, rows, self.open_places, self.left)

    def _block(self, rows: list[Row]) -> list[Verdict]:
        """Cases of one place: all that may, or none of those who would crowd each other out."""
        self.waiting -= {row.case for row in rows}
        refused = {row.case: self._never(row) or self._refusal(row) for row in rows}
        found = [verdict for verdict in refused.values() if verdict is not None]
        self.kept_some |= any(one.reason is ReasonCode.KEPT_FOR_OTHERS for one in found)
        able = [row for row in rows if refused[row.case] is None]
        before = self.left
        taken = [self._take(row) for row in able if self._refusal(row) is None]
        if len(taken) == len(able):
            return found + taken
        self.open_places += before - self.left
        return found + [
            Verdict(row.case, row.place, chosen=False, reason=ReasonCode.TIE_UNDECIDED)
            for row in able
        ]

    def _take(self, row: Row) -> Verdict:
        owed = [group for key, group in self._groups_of(row) if self._owed(key, group)]
        self.left -= 1
        self.taken.update(self._groups_of(row))
        if owed and self.kept_some:
            return Verdict(row.case, row.place, True, ReasonCode.PROMISED, owed[0])  # noqa: FBT003
        return Verdict(row.case, row.place, True, ReasonCode.IN_ORDER)  # noqa: FBT003

    def _never(self, row: Row) -> Verdict | None:
        """Out whatever places there are."""
        least = self.places.least_value
        if row.case in self.failed:
            return Verdict(row.case, row.place, False, ReasonCode.FAILED)  # noqa: FBT003
        if least is not None and row.value < least:
            reason = ReasonCode.BELOW_LEAST
            return Verdict(row.case, row.place, False, reason, limit=least)  # noqa: FBT003
        return None

    def _refusal(self, row: Row) -> Verdict | None:
        """Out as things stand: no places, none for its groups, or the rest is promised."""
        if self.left <= 0:
            reason, group, limit = ReasonCode.PLACES_FULL, "", self.places.total
        elif full := self._full(row):
            reason = ReasonCode.GROUP_FULL
            group, limit = full
        elif self.left - 1 < self._owed_to_others(row):
            reason, group, limit = ReasonCode.KEPT_FOR_OTHERS, "", self.left
        else:
            return None
        return Verdict(row.case, row.place, False, reason, group, limit)  # noqa: FBT003

    def _groups_of(self, row: Row) -> list[tuple[str, str]]:
        return list(self.groups.get(row.case, {}).items())

    def _full(self, row: Row) -> tuple[str, int] | None:
        for dimension, group in self._groups_of(row):
            most = self.places.most.get(dimension, {}).get(group)
            if most is not None and self.taken[dimension, group] >= most:
                return group, most
        return None

    def _owed(self, dimension: str, group: str) -> int:
        """Promised places of a group that are still open, as far as anybody could take them."""
        promised = self.places.promised.get(dimension, {}).get(group, 0)
        open_places = promised - self.taken[dimension, group]
        return max(0, open_places)

    def _owed_to_others(self, row: Row) -> int:
        """Places that must be left after this one, so that every promise can still be kept.

        A case may keep promises of several dimensions at once, so the greatest sum counts.
        """
        mine = set(self._groups_of(row))
        most = 0
        for dimension, promised in self.places.promised.items():
            owed = 0
            for group in promised:
                there = sum(
                    self.groups.get(case, {}).get(dimension) == group for case in self.waiting
                )
                open_places = self._owed(dimension, group) - ((dimension, group) in mine)
                owed += min(there, max(0, open_places))
            most = max(most, owed)
        return most
