"""Disagreement: how far experts are apart on a case, and on which criterion most."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import stdev
from typing import Final

from citystage.engines.scoring.form import Form
from citystage.engines.scoring.marks import Marking, by_case

HIGH_FROM: Final = 15.0
"""Points of 100: the standard deviation from which a panel should talk."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """`deviation` and `span` of the totals; `criterion` with the widest marks, as a share of its
    scale `criterion_deviation`. A single marking agrees with itself.
    """

    deviation: float
    span: float
    criterion: str
    criterion_deviation: float
    high: bool
    count: int


def disagreement(
    markings: Iterable[Marking], form: Form, *, high_from: float = HIGH_FROM
) -> dict[str, Disagreement]:
    found = {}
    for case, own in by_case(markings).items():
        totals = [form.total(one.marks) for one in own]
        wide = [
            (_deviation([one.share(marking.marks[one.code]) for marking in own]), one.code)
            for one in form.criteria
        ]
        most, code = max(wide, key=lambda pair: pair[0])
        deviation = _deviation(totals)
        found[case] = Disagreement(
            deviation,
            max(totals) - min(totals),
            code if most > 0 else "",
            most,
            high=deviation >= high_from,
            count=len(own),
        )
    return found


def _deviation(values: list[float]) -> float:
    return stdev(values) if len(values) > 1 else 0.0
