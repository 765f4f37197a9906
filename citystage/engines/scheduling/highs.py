"""HiGHS through SciPy: the best choice of columns under rows, with a bound."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from citystage.engines.scheduling.ground import Floats, Ints, Rows

ROUNDING: Final = 1e-6
_HALF: Final = 0.5
_OPTIMAL, _LIMIT, _INFEASIBLE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Answer:
    """`chosen`: columns. `found` is false where no choice keeps the rules or none was reached in
    time; `impossible` says that there is none. No choice has more than `bound`.
    """

    chosen: Ints
    bound: float
    found: bool
    impossible: bool = False


def best(weights: Floats, rows: Rows, *, patience: float, gap: float = 0.0) -> Answer:
    """The choice of columns of the greatest sum of weights, or within a share `gap` of it."""
    none = np.empty(0, np.int64)
    if not len(weights):
        return Answer(none, 0.0, found=True)
    limits = [LinearConstraint(rows.matrix, rows.least, rows.most)] if len(rows.most) else []
    result = milp(
        -weights,
        integrality=np.ones(len(weights)),
        bounds=Bounds(0, 1),
        constraints=limits,
        options={"time_limit": patience, "mip_rel_gap": gap},
    )
    if result.status == _INFEASIBLE:
        return Answer(none, 0.0, found=False, impossible=True)
    most = float(weights[weights > 0].sum())
    known = result.get("mip_dual_bound")
    bound = most if known is None or not np.isfinite(known) else min(most, -float(known))
    if result.x is None:
        return Answer(none, bound, found=False)
    return Answer(np.flatnonzero(result.x > _HALF), bound, found=True)
