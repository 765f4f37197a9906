"""The form: criteria with weights and scales."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Criterion:
    """`low` is worth nothing and `high` all; `low` above `high` where less is better.

    `minimum`: a case whose mean mark is worse fails, whatever its total.
    """

    code: str
    weight: float
    low: float
    high: float
    minimum: float | None = None

    def share(self, mark: float) -> float:
        """A mark as a share of the scale, 0..1. Raises `ValueError` off the scale."""
        share = (mark - self.low) / (self.high - self.low)
        if not 0 <= share <= 1:
            message = f"{self.code}: {mark} is not between {self.low} and {self.high}"
            raise ValueError(message)
        return share

    def fails(self, mean: float) -> bool:
        if self.minimum is None:
            return False
        return mean < self.minimum if self.high > self.low else mean > self.minimum


@dataclass(frozen=True, slots=True)
class Form:
    criteria: tuple[Criterion, ...]

    def __post_init__(self) -> None:
        codes = [criterion.code for criterion in self.criteria]
        if len(set(codes)) < len(codes):
            message = "two criteria have one code"
            raise ValueError(message)
        if any(criterion.low == criterion.high for criterion in self.criteria):
            message = "a scale has two different ends"
            raise ValueError(message)
        if any(criterion.weight < 0 for criterion in self.criteria) or not self.weight:
            message = "weights are 0 or more, and not all 0"
            raise ValueError(message)

    @property
    def weight(self) -> float:
        return sum(criterion.weight for criterion in self.criteria)

    def total(self, marks: Mapping[str, float]) -> float:
        """Weighted mean of the shares, 0..100. Every criterion has a mark (`KeyError`)."""
        worth = sum(one.weight * one.share(marks[one.code]) for one in self.criteria)
        return 100 * worth / self.weight

    def with_weights(self, weights: Mapping[str, float]) -> "Form":
        """The same form with some weights changed."""
        return Form(
            tuple(
                Criterion(
                    one.code, weights.get(one.code, one.weight), one.low, one.high, one.minimum
                )
                for one in self.criteria
            )
        )
