"""Combining: the total of a case from the marks of its experts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean

from citystage.engines.scoring.form import Form
from citystage.engines.scoring.marks import Marking, by_case


@dataclass(frozen=True, slots=True)
class Rule:
    """`drop_highest` and `drop_lowest` totals are left out from `drop_from` experts on.

    `minimum`: a smaller total fails. Cases of fewer than `least_markings` have no total.
    """

    drop_highest: int = 0
    drop_lowest: int = 0
    drop_from: int = 5
    minimum: float | None = None
    least_markings: int = 1

    def __post_init__(self) -> None:
        if min(self.drop_highest, self.drop_lowest) < 0:
            message = "numbers of dropped totals are 0 or more"
            raise ValueError(message)
        if self.drop_highest + self.drop_lowest >= self.drop_from:
            message = "fewer totals are dropped than there must be to drop any"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class CaseTotal:
    """`total`: mean of the kept, 0..100; None with too few. `per_criterion`: mean marks of the
    kept. `failed`: criteria below their minimum; `below`: the total is below the rule's.
    """

    total: float | None
    per_criterion: Mapping[str, float]
    kept: tuple[tuple[str, float], ...]
    dropped: tuple[tuple[str, float], ...]
    failed: tuple[str, ...]
    below: bool
    count: int

    @property
    def passes(self) -> bool:
        return self.total is not None and not self.failed and not self.below


def raw(markings: Iterable[Marking], form: Form, rule: Rule | None = None) -> dict[str, CaseTotal]:
    """Totals as marked. Of equal totals the one of the later expert name is dropped first."""
    chosen = rule or Rule()
    return {case: _total(own, form, chosen) for case, own in by_case(markings).items()}


def _total(markings: list[Marking], form: Form, rule: Rule) -> CaseTotal:
    rated = sorted((form.total(one.marks), one.expert) for one in markings)
    low, high = 0, len(rated)
    if len(rated) >= rule.drop_from:
        low, high = rule.drop_lowest, len(rated) - rule.drop_highest
    kept = rated[low:high]
    staying = {expert for _, expert in kept}
    means = {
        one.code: fmean(own.marks[one.code] for own in markings if own.expert in staying)
        for one in form.criteria
    }
    enough = len(rated) >= rule.least_markings
    total = fmean(value for value, _ in kept) if enough else None
    return CaseTotal(
        total,
        means,
        tuple((expert, value) for value, expert in kept),
        tuple((expert, value) for value, expert in [*rated[:low], *rated[high:]]),
        tuple(one.code for one in form.criteria if one.fails(means[one.code])),
        below=total is not None and rule.minimum is not None and total < rule.minimum,
        count=len(rated),
    )
