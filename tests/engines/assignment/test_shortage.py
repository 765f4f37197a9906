"""Why nothing can be found: codes, numbers, and the fewest conflicts to lift."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from citystage.engines.assignment import candidates
from citystage.engines.assignment.assigning import assign
from citystage.engines.assignment.outcome import ObstacleCode, Status
from citystage.engines.assignment.problem import Affinity, Problem, Seats
from tests.engines.assignment.making import problems
from tests.engines.assignment.oracle import Exact


def flat(n, m, **others):
    given = {"seats": 1, "most": n, **others}
    return Problem(Affinity.dense(np.full((n, m), 0.5)), **given)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_lifting_the_named_conflicts_is_enough(problem):
    outcome = assign(problem)

    lifted = {pair for obstacle in outcome.obstacles for pair in obstacle.conflicts}
    flows = {ObstacleCode.CASE_SHORT, ObstacleCode.KIND_SHORT, ObstacleCode.SEATS_SHORT}
    if lifted and {obstacle.code for obstacle in outcome.obstacles} <= flows:
        freed = replace(
            problem,
            conflicts=[pair for pair in problem.conflicts if pair not in lifted],
            forbidden=[pair for pair in problem.forbidden if pair not in lifted],
        )
        assert Exact(freed).feasible()


@settings(max_examples=50, deadline=None)
@given(problems(shaped=False))
def test_a_shortage_wants_more_than_there_is(problem):
    outcome = assign(problem)

    for obstacle in outcome.obstacles:
        if obstacle.code is not ObstacleCode.PINNED_CONFLICT:
            assert obstacle.wanted > obstacle.available


def test_one_case_with_too_many_conflicts_is_named_with_them():
    problem = flat(3, 4, seats=2, conflicts=[(1, 0), (1, 1), (1, 2)])

    outcome = assign(problem)

    assert outcome.status is Status.INFEASIBLE
    (obstacle,) = outcome.obstacles
    assert obstacle.code is ObstacleCode.CASE_SHORT
    assert (obstacle.cases, obstacle.experts) == ((1,), (3,))
    assert (obstacle.wanted, obstacle.available) == (2, 1)
    assert len(obstacle.conflicts) == 1


def test_a_kind_with_fewer_places_than_cases_is_named():
    kinds = ["finance"] * 2 + ["science"] * 6
    problem = flat(9, 8, most=[4, 3, *[9] * 6], kinds=kinds, shape=[Seats("finance", 1)])

    (obstacle,) = assign(problem).obstacles

    assert obstacle.code is ObstacleCode.KIND_SHORT
    assert (obstacle.kind, obstacle.wanted, obstacle.available) == ("finance", 9, 7)
    assert (len(obstacle.cases), obstacle.experts, obstacle.conflicts) == (9, (0, 1), ())


def test_two_separate_shortages_are_told_apart():
    conflicts = [(case, expert) for case in (0, 1) for expert in (2, 3)]
    conflicts += [(case, expert) for case in (2, 3) for expert in (0, 1)]
    problem = flat(4, 4, seats=2, most=[1, 1, 1, 1, 9][:4], conflicts=conflicts)
    problem = replace(problem, seats=[1, 2, 1, 2], most=[1, 1, 1, 9])

    obstacles = assign(problem).obstacles

    assert [(one.cases, one.wanted, one.available) for one in obstacles] == [((0, 1), 3, 2)]


def test_duties_that_conflicts_prevent_are_named():
    problem = flat(2, 3, least=[0, 0, 1], conflicts=[(0, 2), (1, 2)])

    (obstacle,) = assign(problem).obstacles

    assert obstacle.code is ObstacleCode.LEAST_UNMET
    assert (obstacle.experts, obstacle.wanted, obstacle.available) == ((2,), 1, 0)
    assert len(obstacle.conflicts) == 1


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (flat(3, 2, seats=2, most=2), ObstacleCode.TOTAL_SHORT),
        (flat(1, 3, least=1), ObstacleCode.LEAST_UNMET),
        (flat(2, 2, least=3, most=1), ObstacleCode.LEAST_OVER_MOST),
        (flat(2, 2, pinned=[(0, 1)], conflicts=[(0, 1)]), ObstacleCode.PINNED_CONFLICT),
        (flat(2, 2, pinned=[(0, 1), (1, 1)], most=1), ObstacleCode.PINNED_OVER_LOAD),
        (flat(2, 2, pinned=[(0, 0), (0, 1)]), ObstacleCode.PINNED_OVER_SEATS),
        (
            flat(
                1, 2, seats=2, kinds=["a", "a"], shape=[Seats("a", 0, 1)], pinned=[(0, 0), (0, 1)]
            ),
            ObstacleCode.PINNED_OVER_KIND,
        ),
        (flat(1, 2, kinds=["a", "a"], shape=[Seats("a", 2)]), ObstacleCode.SHAPE_OVER_SEATS),
        (flat(2, 2, seats=2, most=2, cap=0.5), ObstacleCode.CAP_SHORT),
    ],
)
def test_numbers_that_cannot_be_met_have_their_own_code(problem, code):
    outcome = assign(problem)

    assert outcome.status is Status.INFEASIBLE
    assert code in {obstacle.code for obstacle in outcome.obstacles}


def test_a_large_problem_is_proven_impossible_from_few_candidates(monkeypatch):
    monkeypatch.setattr(candidates, "ALL_UP_TO", 0)
    monkeypatch.setattr(candidates, "LEAST_PER_CASE", 2)
    monkeypatch.setattr(candidates, "PER_SEAT", 1)
    dice = np.random.default_rng(0)
    conflicts = [(7, expert) for expert in range(18)]
    problem = Problem(Affinity.dense(dice.random((30, 20))), 3, 6, conflicts=conflicts)

    (obstacle,) = assign(problem).obstacles

    assert (obstacle.code, obstacle.cases) == (ObstacleCode.CASE_SHORT, (7,))
    assert (obstacle.experts, obstacle.wanted, obstacle.available) == ((18, 19), 3, 2)
    assert len(obstacle.conflicts) == 1
