"""Planning: from the problem to the day, or to the reasons why arrangements cannot stand."""

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from citystage.engines.scheduling import highs
from citystage.engines.scheduling.checking import contradictions
from citystage.engines.scheduling.fairness import is_fair, without
from citystage.engines.scheduling.greedy import one_by_one
from citystage.engines.scheduling.ground import (
    Ground,
    Ints,
    Rows,
    prepare,
    rules,
    with_cover,
)
from citystage.engines.scheduling.improving import cover, improve
from citystage.engines.scheduling.outcome import Fairness, Obstacle, ObstacleCode, Plan, Status
from citystage.engines.scheduling.problem import Meeting, Problem, Side, check
from citystage.engines.scheduling.relaxing import Chosen, at_most, choose, choose_fairly
from citystage.engines.scheduling.seating import Placed, seat, table_changes
from citystage.engines.scheduling.slotting import Slotting

NEAR: Final = 0.003
"""Share of the bound by which a plan may be below it and still do without a long proof."""
SMALL: Final = 10_000
"""Possible meetings up to which a proof takes a few seconds at most."""

type Places = Mapping[int, tuple[int, int]]
"""Of each pair that meets, its slot and pool."""


@dataclass(frozen=True, slots=True)
class _Found:
    places: Places
    total: float
    bound: float

    @property
    def proven(self) -> bool:
        return self.total >= self.bound - highs.ROUNDING * max(1.0, self.bound)


def plan(problem: Problem) -> Plan:
    """The day of the greatest sum of weights that keeps every rule, fairness among them.

    The same problem has the same answer unless `patience` ends the search. Raises `BadProblem`
    where numbers point nowhere.
    """
    begun_at = time.perf_counter()
    check(problem)
    if obstacles := contradictions(problem):
        return Plan(Status.INFEASIBLE, obstacles=obstacles)
    found = _plan(prepare(problem))
    return replace(found, seconds=time.perf_counter() - begun_at)


def plan_rest(problem: Problem) -> tuple[Meeting, ...]:
    """The day around meetings that stand, whatever rules those keep."""
    return _plan(prepare(problem)).meetings


def _plan(ground: Ground) -> Plan:
    search = _Search(ground)
    best = search.best()
    if best is None:
        every = tuple(range(ground.fixed))
        return Plan(Status.INFEASIBLE, obstacles=(Obstacle(ObstacleCode.TOGETHER, every),))
    if is_fair(ground, best.places):
        left_out = without(ground, best.places)
        fairness = Fairness(total_without=best.total, bound_without=best.bound, without=left_out)
        return _told(ground, best, fairness)
    fair, least = search.fair(best)
    left_out = without(ground, fair.places)
    fairness = Fairness(
        applied=True,
        total_without=best.total,
        bound_without=best.bound,
        without=left_out,
        least_without=least,
    )
    return _told(ground, fair, fairness)


class _Search:
    """First pairs without slots and then their slots; where that leaves a gap, all at once."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._patient_until = time.perf_counter() + ground.problem.patience
        self._rows: Rows | None = None

    def best(self) -> _Found | None:
        ground = self._ground
        chosen = choose(ground)
        found = self._slotted(chosen) if ground.is_simple else None
        if found is not None and self._will_do(found):
            return found
        answer = highs.best(ground.weights[ground.pair], self._rules(), patience=self._patience())
        bound = min(chosen.bound, answer.bound)
        if answer.impossible:
            return None
        if answer.found:
            found = self._better(found, self._read(answer.chosen, bound))
        elif found is None:
            found = self._read(one_by_one(ground.weights[ground.pair], self._rules()), bound)
        return replace(found, bound=bound)

    def fair(self, plain: _Found) -> tuple[_Found, int]:
        """The best plan with the fewest left out, and how few these are at least."""
        ground = self._ground
        chosen = choose_fairly(ground)
        found = self._slotted(chosen, fairly=True) if ground.is_simple else None
        if found is not None and len(without(ground, found.places)) > chosen.without:
            found = None
        if found is not None and self._will_do(found):
            return found, chosen.without
        people = {side: ground.can_be_met(side) for side in Side}
        rows = with_cover(ground, self._rules(), people)
        last = sum(len(numbers) for numbers in people.values())
        least = chosen.without if found is not None else self._fewest(rows, last, chosen.without)
        weights = np.concatenate([ground.weights[ground.pair], np.zeros(last)])
        answer = highs.best(weights, at_most(rows, last, least), patience=self._patience())
        bound = min(chosen.bound, answer.bound, plain.bound)
        if answer.found:
            columns = answer.chosen[answer.chosen < ground.columns]
            found = self._better(found, self._read(columns, bound))
        return replace(found or plain, bound=bound), least

    def _will_do(self, found: _Found) -> bool:
        """Proven, or so near the bound that the proof is only sought where it is quick."""
        problem = self._ground.problem
        if found.proven:
            return True
        near = found.total >= found.bound * (1 - NEAR)
        return near and not problem.thorough and self._ground.columns > SMALL

    def _fewest(self, rows: Rows, last: int, at_least: int) -> int:
        """How many must be left with nothing."""
        weights = np.concatenate([np.zeros(self._ground.columns), np.full(last, -1.0)])
        answer = highs.best(weights, rows, patience=self._patience())
        return max(at_least, math.ceil(-answer.bound - highs.ROUNDING))

    def _slotted(self, chosen: Chosen, *, fairly: bool = False) -> _Found:
        slotting = Slotting(self._ground)
        slotting.fill(chosen.pairs)
        if fairly:
            cover(slotting)
        slotting.top_up()
        improve(slotting, fairly=fairly)
        places = {pair: (slot, 0) for pair, slot in slotting.slot_of.items()}
        return _Found(places, self._total(places), chosen.bound)

    def _read(self, columns: Ints, bound: float) -> _Found:
        ground = self._ground
        places = {
            int(ground.pair[column]): (int(ground.slot[column]), int(ground.pool[column]))
            for column in columns.tolist()
        }
        return _Found(places, self._total(places), bound)

    def _better(self, one: _Found | None, other: _Found) -> _Found:
        return other if one is None or other.total >= one.total else one

    def _total(self, places: Places) -> float:
        return math.fsum(self._ground.weights[pair] for pair in places)

    def _rules(self) -> Rows:
        if self._rows is None:
            self._rows = rules(self._ground)
        return self._rows

    def _patience(self) -> float:
        """Seconds that are left; a little is always spent."""
        return max(1.0, self._patient_until - time.perf_counter())


def _told(ground: Ground, found: _Found, fairness: Fairness) -> Plan:
    problem = ground.problem
    placed = []
    for pair, (slot, pool) in sorted(found.places.items()):
        left, right = ground.pairs[pair].tolist()
        table = problem.fixed[pair].table if pair < ground.fixed else None
        placed.append(Placed(left, right, slot, pool if len(ground.pools) > 1 else -1, table))
    meetings = seat(problem, placed)
    return Plan(
        Status.OPTIMAL if found.proven else Status.FEASIBLE,
        meetings,
        found.total,
        max(found.bound, found.total),
        fairness,
        table_changes(problem, meetings),
    )
