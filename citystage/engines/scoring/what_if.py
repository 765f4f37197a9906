"""What if: the order under other weights, beside the order as it is. Nothing is overwritten."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from citystage.engines.scoring.combining import Rule, raw
from citystage.engines.scoring.form import Form
from citystage.engines.scoring.marks import Marking
from citystage.engines.scoring.ranking import rank


@dataclass(frozen=True, slots=True)
class Moved:
    """A case before and after: place, total, and whether it passes the minimums."""

    case: str
    place_before: int
    place_after: int
    total_before: float
    total_after: float
    passes_after: bool

    @property
    def by(self) -> int:
        """Places gained (above 0) or lost."""
        return self.place_before - self.place_after


def reweigh(
    markings: Iterable[Marking],
    form: Form,
    weights: Mapping[str, float],
    rule: Rule | None = None,
) -> tuple[Moved, ...]:
    """In the new order. Weights not named stay; unknown names are refused (`KeyError`)."""
    known = {one.code for one in form.criteria}
    for code in weights:
        if code not in known:
            raise KeyError(code)
    markings = list(markings)
    before = raw(markings, form, rule)
    after = raw(markings, form.with_weights(weights), rule)
    totals_before = {case: one.total for case, one in before.items() if one.total is not None}
    totals_after = {case: one.total for case, one in after.items() if one.total is not None}
    places = {row.case: row.place for row in rank(totals_before)}
    return tuple(
        Moved(
            row.case,
            places[row.case],
            row.place,
            totals_before[row.case],
            row.value,
            after[row.case].passes,
        )
        for row in rank(totals_after)
    )
