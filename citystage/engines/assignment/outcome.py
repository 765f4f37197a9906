"""The outcome: who sits where, what it is worth and what bounds it, or why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from citystage.engines.assignment.problem import Pair


class Status(StrEnum):
    """Optimal: proven, worst case and total. Feasible: every rule kept, bounds given."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"


class ObstacleCode(StrEnum):
    """Why there is no assignment. `wanted` and `available` are numbers of seats or places."""

    KIND_SHORT = "kind_short"
    """`cases` want so many seats of `kind`; the experts who may sit there have fewer places."""
    SEATS_SHORT = "seats_short"
    """The same of seats of any kind."""
    CASE_SHORT = "case_short"
    """One case has fewer experts allowed (of `kind`, if named) than seats."""
    TOTAL_SHORT = "total_short"
    """All seats together are more than all places."""
    LEAST_UNMET = "least_unmet"
    """`experts` must have so many cases; only fewer can be given to them."""
    LEAST_OVER_MOST = "least_over_most"
    """The least load of `experts` is above their greatest."""
    PINNED_CONFLICT = "pinned_conflict"
    PINNED_OVER_LOAD = "pinned_over_load"
    PINNED_OVER_SEATS = "pinned_over_seats"
    PINNED_OVER_KIND = "pinned_over_kind"
    SHAPE_OVER_SEATS = "shape_over_seats"
    """The least numbers of the kinds are together more than the seats of `cases`, or the
    greatest together fewer."""
    CAP_SHORT = "cap_short"
    """With chances capped nothing can be found; without the cap it can."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason why nothing can be found.

    `conflicts`: the fewest conflicts and forbidden pairs that, lifted, let all be met; empty
    when lifting them would not suffice, or none stands in the way.
    """

    code: ObstacleCode
    cases: tuple[int, ...] = ()
    experts: tuple[int, ...] = ()
    kind: str = ""
    wanted: int = 0
    available: int = 0
    conflicts: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """`panels`: the experts of each case, best fit first; empty when infeasible.

    `worst`: the smallest sum of a case. `worst_bound`, `total_bound`: no assignment has more (the
    latter: none whose worst case is as good). `chances`: of each pair, where they were capped.
    """

    status: Status
    panels: tuple[tuple[int, ...], ...] = ()
    total: float = 0.0
    worst: float = 0.0
    worst_case: int | None = None
    worst_bound: float = 0.0
    total_bound: float = 0.0
    loads: tuple[int, ...] = ()
    alternates: tuple[tuple[int, ...], ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    chances: Mapping[Pair, float] = field(default_factory=dict)
    seconds: float = 0.0
