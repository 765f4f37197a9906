"""Proof: for small problems a whole-number programme finds the best floor, then the best total.

SciPy's HiGHS is loaded only here and only when asked for. Its limits are numbers of nodes, so the
same problem has the same answer; where a limit is reached, the bounds say what is left open.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from citystage.engines.assignment.ground import Ground
from citystage.engines.assignment.problem import Floats, Ints
from citystage.engines.assignment.searching import Found
from citystage.engines.assignment.worst import TINY

if TYPE_CHECKING:
    pass

LARGEST: Final = 12_000
"""Pairs up to which a proof is tried."""
NODES: Final = 20_000
_TRIES: Final = 40
_STEP: Final = 4e-6
"""Above what the programme takes for equal (1e-6)."""
_INFEASIBLE: Final = 2
_PROVEN: Final = 0


def prove(ground: Ground, found: Found) -> Found:
    """A better answer, or the same with tighter bounds. Larger problems come back as they are."""
    if ground.cases * ground.experts > LARGEST:
        return found
    programme = _Programme(ground)
    low, high = found.worst, found.floor_bound
    best = found
    for _ in range(_TRIES):
        if high - low <= 1.5 * _STEP:
            break
        # Halves from below: that a floor can be had is found sooner than that it cannot.
        floor = low + max(_STEP, (high - low) / 2)
        chosen, verdict = programme.solve(floor, any_will_do=True)
        if chosen is not None:
            best = programme.found(chosen, high)
            low = best.worst
        elif verdict == _INFEASIBLE:
            high = floor
        else:
            break
    chosen, verdict = programme.solve(low, any_will_do=False)
    if chosen is not None:
        whole = programme.found(chosen, high)
        if whole.total >= best.total - TINY:
            best = whole
        if verdict == _PROVEN:
            best = replace(best, bound=best.total)
    return replace(best, floor_bound=low if high - low <= 1.5 * _STEP else high)


class _Programme:
    """Pairs as columns; seats, shape, loads and the floor as rows."""

    def __init__(self, ground: Ground) -> None:
        from scipy.sparse import csr_array  # noqa: PLC0415

        keys = np.arange(ground.cases * ground.experts)
        keys = keys[~ground.is_barred(keys)]
        self.ground = ground
        self.cases, self.experts = np.divmod(keys, ground.experts)
        self.scores = ground.at(self.cases, self.experts)
        kind = self.cases * len(ground.kinds) + ground.kind[self.experts]
        self.rows: list[tuple[csr_array, Ints, Ints]] = []
        for of, low, high in (
            (self.cases, ground.seats, ground.seats),
            (self.experts, ground.least, ground.most),
            (kind, ground.low.ravel(), ground.high.ravel()),
        ):
            table = csr_array(
                (np.ones(len(keys)), (of, np.arange(len(keys)))), shape=(len(low), len(keys))
            )
            self.rows.append((table, low, high))
        self.worth = csr_array(
            (self.scores, (self.cases, np.arange(len(keys)))), shape=(ground.cases, len(keys))
        )

    def solve(self, floor: float, *, any_will_do: bool) -> tuple[Ints | None, int]:
        """The chosen columns, and HiGHS's status: 0 proven, 1 limit reached, 2 infeasible."""
        from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415

        ground = self.ground
        cost = np.zeros(len(self.scores)) if any_will_do else -self.scores
        limits = [LinearConstraint(table, low, high) for table, low, high in self.rows]
        limits.append(LinearConstraint(self.worth, floor - ground.base - TINY, np.inf))
        result = milp(
            cost,
            integrality=np.ones(len(self.scores)),
            bounds=Bounds(0, 1),
            constraints=limits,
            options={"node_limit": NODES, "mip_rel_gap": 1e-7},
        )
        if result.x is None:
            return None, int(result.status)
        return np.flatnonzero(result.x > 0.5), int(result.status)  # noqa: PLR2004

    def found(self, chosen: Ints, floor_bound: float) -> Found:
        cases, experts = self.cases[chosen], self.experts[chosen]
        sums: Floats = self.ground.base + np.bincount(
            cases, weights=self.scores[chosen], minlength=self.ground.cases
        )
        return Found(cases, experts, float(sums.min()), float(sums.sum()), floor_bound, np.inf)
