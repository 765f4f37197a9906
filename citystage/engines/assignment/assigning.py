"""Assigning: from the problem to panels, or to the reasons why there are none."""

import time
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Final

import numpy as np

from citystage.engines.assignment import drawing
from citystage.engines.assignment.ground import Ground, prepare
from citystage.engines.assignment.outcome import Obstacle, ObstacleCode, Outcome, Status
from citystage.engines.assignment.problem import Aim, Floats, Ints, Pair, Problem
from citystage.engines.assignment.proving import prove
from citystage.engines.assignment.searching import (
    Found,
    Nothing,
    Start,
    start,
    total_alone,
    worst_first,
)
from citystage.engines.assignment.shortage import of_cut, plain
from citystage.engines.assignment.substitutes import substitutes

TOLERANCE: Final = 1e-6
"""Share of the total by which the bound may be above it for the answer to count as proven."""


def assign(problem: Problem) -> Outcome:
    """Who gets which case: every rule kept, the worst case as good as found, then the total.

    The same problem has the same answer. Raises `BadProblem` where sizes or indices disagree.
    """
    begun_at = time.perf_counter()
    ground = prepare(problem)
    outcome = _assign(problem, ground)
    return replace(outcome, seconds=time.perf_counter() - begun_at)


def _assign(problem: Problem, ground: Ground) -> Outcome:
    if obstacles := plain(problem, ground):
        return Outcome(Status.INFEASIBLE, obstacles=obstacles)
    if not ground.cases:
        return Outcome(Status.OPTIMAL, loads=(0,) * ground.experts)
    begun = start(ground)
    if isinstance(begun, Nothing):
        return Outcome(Status.INFEASIBLE, obstacles=of_cut(ground, begun.edges, begun.cut))
    if problem.cap < 1:
        return _drawn(problem, ground, begun)
    if problem.aim is Aim.TOTAL:
        found = total_alone(ground, begun)
        proven = begun.settled
    else:
        found = worst_first(ground, begun)
        if problem.thorough:
            found = prove(ground, found)
        slack = TOLERANCE * max(1.0, abs(found.total))
        proven = found.worst >= found.floor_bound - TOLERANCE
        proven = proven and begun.settled and found.total >= found.bound - slack
    return _outcome(problem, ground, found, Status.OPTIMAL if proven else Status.FEASIBLE)


def _drawn(problem: Problem, ground: Ground, begun: Start) -> Outcome:
    capped = drawing.chances(ground, problem.cap)
    if capped is None:
        seats = int(ground.seats.sum())
        return Outcome(
            Status.INFEASIBLE, obstacles=(Obstacle(ObstacleCode.CAP_SHORT, wanted=seats),)
        )
    edges, parts = capped
    drawn = drawing.draw(ground, edges, parts, problem.seed) > 0
    cases, experts = edges.cases[drawn], edges.experts[drawn]
    sums = ground.base + np.bincount(cases, weights=edges.scores[drawn], minlength=ground.cases)
    found = Found(
        cases, experts, float(sums.min()), float(sums.sum()), float(sums.min()), begun.total
    )
    shares: dict[Pair, float] = dict.fromkeys(ground.pinned, 1.0)
    for at in np.flatnonzero(parts).tolist():
        pair = int(edges.cases[at]), int(edges.experts[at])
        shares[pair] = int(parts[at]) / drawing.PARTS
    return _outcome(problem, ground, found, Status.FEASIBLE, shares)


def _outcome(
    problem: Problem,
    ground: Ground,
    found: Found,
    status: Status,
    shares: Mapping[Pair, float] | None = None,
) -> Outcome:
    pins = np.array(ground.pinned, np.int64).reshape(-1, 2)
    cases = np.concatenate([found.cases, pins[:, 0]])
    experts = np.concatenate([found.experts, pins[:, 1]])
    scores = ground.at(cases, experts)
    panels = _in_order(ground, cases, experts, scores)
    sums = np.bincount(cases, weights=scores, minlength=ground.cases)
    loads = np.bincount(experts, minlength=ground.experts)
    return Outcome(
        status,
        panels,
        total=float(sums.sum()),
        worst=float(sums.min()),
        worst_case=int(sums.argmin()),
        worst_bound=found.floor_bound,
        total_bound=found.bound,
        loads=tuple(loads.tolist()),
        alternates=substitutes(problem, ground, panels, loads),
        chances=shares or {},
    )


def _in_order(
    ground: Ground, cases: Ints, experts: Ints, scores: Floats
) -> tuple[tuple[int, ...], ...]:
    """Of each case the best fit first."""
    order = np.lexsort((experts, -scores, cases))
    ends = np.cumsum(np.bincount(cases, minlength=ground.cases))
    listed = experts[order].tolist()
    starts = [0, *ends.tolist()]
    return tuple(tuple(listed[a:b]) for a, b in pairwise(starts))
