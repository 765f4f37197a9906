"""Explaining: why an expert sits in a case, and what others in that place would change."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from citystage.engines.assignment.changing import AllPanels, Change, Effect, Standing
from citystage.engines.assignment.ground import NO
from citystage.engines.assignment.problem import Problem

_LOOKED_AT: Final = 6


@dataclass(frozen=True, slots=True)
class Alternative:
    """Somebody else in that place: fit, load now, and the effect of the exchange."""

    expert: int
    score: float
    load: int
    most: int
    effect: Effect


@dataclass(frozen=True, slots=True)
class Why:
    """`score` = fit + weight x preference; `place` of the score among the `of` experts allowed.

    `kind_wanted`: how many of this kind the case must have, `kind_there` how many it has.
    """

    case: int
    expert: int
    score: float
    fit: float
    preference: float | None
    kind: str
    kind_wanted: int
    kind_there: int
    place: int
    of: int
    load: int
    most: int
    least: int
    pinned: bool
    alternatives: tuple[Alternative, ...]


def why(  # noqa: PLR0913
    problem: Problem,
    panels: AllPanels,
    case: int,
    expert: int,
    *,
    most: int = 5,
    standing: Standing | None = None,
) -> Why:
    """Why this expert, who sits in the case; those who break no rule come first, by total.

    Give `standing` to ask many questions about the same panels.
    """
    known = standing or Standing(problem, panels)
    m = known.score.experts
    row = known.score.at(np.full(m, case), np.arange(m)).astype(np.float64)
    barred = [other for place, other in known.conflicts | known.forbidden if place == case]
    row[barred] = NO
    score = known.value(case, expert)
    at = np.array(case), np.array(expert)
    kind = known.kind(expert)
    return Why(
        case,
        expert,
        score,
        fit=float(problem.affinity.at(*at)),
        preference=None if problem.preference is None else float(problem.preference.at(*at)),
        kind=kind,
        kind_wanted=max(
            (
                part.least
                for part in problem.shape
                if part.kind == kind and (part.cases is None or case in part.cases)
            ),
            default=0,
        ),
        kind_there=sum(known.kind(other) == kind for other in known.panels[case]),
        place=int((row > score).sum()) + 1,
        of=int(np.isfinite(row).sum()),
        load=known.loads[expert],
        most=known.most[expert],
        least=known.least[expert],
        pinned=(case, expert) in known.pinned,
        alternatives=_alternatives(known, case, expert, row, most),
    )


def _alternatives(
    known: Standing, case: int, expert: int, row: np.ndarray, most: int
) -> tuple[Alternative, ...]:
    """Of the best of those with room and the best of all, the least harmful."""
    order = np.argsort(-row, kind="stable").tolist()
    sitting = set(known.panels[case])
    others = [other for other in order if other not in sitting and np.isfinite(row[other])]
    free = [other for other in others if known.loads[other] < known.most[other]]
    looked_at = dict.fromkeys([*free[: _LOOKED_AT * most], *others[:most]])
    found = [
        Alternative(
            other,
            float(row[other]),
            known.loads[other],
            known.most[other],
            known.effect([Change(case, expert, other)]),
        )
        for other in looked_at
    ]
    found.sort(key=lambda one: (len(one.effect.violations), -one.effect.total_after, one.expert))
    return tuple(found[:most])
