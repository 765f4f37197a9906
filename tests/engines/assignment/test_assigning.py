"""Experts to cases: rules are kept, the worst case comes first, the same problem answers alike."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from citystage.engines.assignment import candidates
from citystage.engines.assignment.assigning import assign
from citystage.engines.assignment.changing import violations
from citystage.engines.assignment.outcome import Status
from citystage.engines.assignment.problem import Affinity, Aim, BadProblem, Problem, Seats
from tests.engines.assignment.making import clustered, problems
from tests.engines.assignment.oracle import Exact


@settings(max_examples=50, deadline=None)
@given(problems())
def test_assign_keeps_every_rule_or_says_that_none_exists(problem):
    outcome = assign(problem)

    if outcome.status is Status.INFEASIBLE:
        assert not Exact(problem).feasible()
        assert outcome.obstacles
    else:
        assert violations(problem, outcome.panels) == ()


@settings(max_examples=40, deadline=None)
@given(problems())
def test_assign_answers_the_same_problem_alike(problem):
    first, second = assign(problem), assign(problem)

    assert replace(first, seconds=0) == replace(second, seconds=0)


@settings(max_examples=50, deadline=None)
@given(problems())
def test_assign_stays_below_its_bounds_and_says_optimal_only_when_it_is(problem):
    exact = Exact(problem)
    if not exact.feasible():
        return

    outcome = assign(problem)

    best = exact.worst()
    assert outcome.worst <= best + 1e-6
    assert outcome.worst_bound >= best - 1e-6
    assert outcome.total_bound >= outcome.total - 1e-6
    if outcome.status is Status.OPTIMAL:
        assert outcome.worst == pytest.approx(best, abs=1e-5)
        assert outcome.total == pytest.approx(exact.total(best), rel=1e-5, abs=1e-5)


@settings(max_examples=40, deadline=None)
@given(problems())
def test_thorough_finds_the_best_worst_case_and_then_the_best_total(problem):
    exact = Exact(problem)
    if not exact.feasible():
        return

    outcome = assign(replace(problem, thorough=True))

    assert violations(problem, outcome.panels) == ()
    assert outcome.worst == pytest.approx(exact.worst(), abs=1e-5)
    assert outcome.total == pytest.approx(exact.total(outcome.worst), rel=1e-5, abs=1e-5)


@settings(max_examples=40, deadline=None)
@given(problems())
def test_total_alone_is_the_best_total(problem):
    exact = Exact(problem)
    if not exact.feasible():
        return

    outcome = assign(replace(problem, aim=Aim.TOTAL))

    assert outcome.total == pytest.approx(exact.total(), rel=1e-5, abs=1e-5)


@pytest.mark.parametrize("seed", range(6))
def test_clustered_total_is_near_the_best_with_that_worst_case(seed):
    problem = clustered(seed)

    outcome = assign(problem)

    assert violations(problem, outcome.panels) == ()
    assert outcome.total >= 0.995 * Exact(problem).total(outcome.worst)


def test_candidates_widen_when_the_best_few_do_not_suffice(monkeypatch):
    monkeypatch.setattr(candidates, "ALL_UP_TO", 0)
    monkeypatch.setattr(candidates, "LEAST_PER_CASE", 1)
    monkeypatch.setattr(candidates, "PER_SEAT", 1)
    table = np.tile(np.linspace(1, 0.1, 12), (12, 1))
    for affinity in (
        Affinity.dense(table),
        Affinity.sparse([0], [0], [1.0], cases=12, experts=12),
    ):
        problem = Problem(affinity, 2, 2, conflicts=[(case, case) for case in range(12)])

        outcome = assign(problem)

        assert outcome.status is not Status.INFEASIBLE
        assert violations(problem, outcome.panels) == ()


@pytest.mark.parametrize("sparse", [False, True])
def test_pairs_left_out_at_first_are_taken_up_where_they_better_the_whole(monkeypatch, sparse):
    problem = clustered(3, n=40, m=30, least=1)
    if sparse:
        table = problem.affinity.table
        assert table is not None
        rows, columns = np.nonzero(table > 0.25)
        few = Affinity.sparse(rows, columns, table[rows, columns], cases=40, experts=30)
        problem = replace(problem, affinity=few)
    problem = replace(problem, aim=Aim.TOTAL)
    whole = assign(problem)
    monkeypatch.setattr(candidates, "ALL_UP_TO", 0)
    monkeypatch.setattr(candidates, "LEAST_PER_CASE", 3)
    monkeypatch.setattr(candidates, "PER_SEAT", 1)

    outcome = assign(problem)

    assert outcome.total == pytest.approx(whole.total, rel=1e-5)
    assert outcome.total == pytest.approx(Exact(problem).total(), rel=1e-5)


def test_every_required_kind_sits_in_every_panel():
    kinds = [("science", "investment", "finance", "user")[at % 4] for at in range(16)]
    shape = [Seats("science", 1), Seats("investment", 1, 1), Seats("user", 1, cases=(0, 1))]
    problem = clustered(1, most=12, kinds=kinds, shape=shape)

    outcome = assign(problem)

    assert violations(problem, outcome.panels) == ()
    assert all("science" in [kinds[one] for one in panel] for panel in outcome.panels)
    assert all([kinds[one] for one in p].count("investment") == 1 for p in outcome.panels)
    assert all("user" in [kinds[one] for one in panel] for panel in outcome.panels[:2])


def test_preference_decides_between_equal_fits():
    affinity = Affinity.dense(np.full((2, 2), 0.5))
    wishes = Affinity.sparse([0, 1], [1, 0], [1.0, 1.0], cases=2, experts=2)
    dense = Affinity.dense([[0, 1], [1, 0]])
    sparse = Affinity.sparse([0, 0, 1, 1], [0, 1, 0, 1], [0.5] * 4, cases=2, experts=2)

    for fit in (affinity, sparse):
        for preference in (wishes, dense):
            outcome = assign(Problem(fit, 1, 1, preference=preference))

            assert outcome.panels == ((1,), (0,))
            assert outcome.total == pytest.approx(1.4)


def test_alternates_are_free_allowed_and_of_the_kinds_that_must_be():
    kinds = ["science" if at % 2 else "user" for at in range(16)]
    problem = clustered(2, most=9, kinds=kinds, shape=[Seats("user", 1)], alternates=3)

    outcome = assign(problem)

    assert all(len(row) == 3 for row in outcome.alternates)
    for case, row in enumerate(outcome.alternates):
        assert not set(row) & set(outcome.panels[case])
        assert not {(case, one) for one in row} & set(problem.conflicts)
        assert all(outcome.loads[one] < 9 for one in row)
        assert "user" in {kinds[one] for one in row}


def test_no_cases_need_no_experts():
    outcome = assign(Problem(Affinity.dense(np.empty((0, 3))), 2, 1))

    assert (outcome.status, outcome.panels, outcome.loads) == (Status.OPTIMAL, (), (0, 0, 0))


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"seats": [1]}, "seats"),
        ({"most": [1, -1]}, "most[1]"),
        ({"conflicts": [(0, 5)]}, "conflicts[0][1]"),
        ({"pinned": [(9, 0)]}, "pinned[0][0]"),
        ({"shape": [Seats("x", 1)]}, "kinds"),
        ({"shape": [Seats("x", 2, 1)], "kinds": ["x", "x"]}, "shape[0]"),
        ({"shape": [Seats("x", 1, cases=(4,))], "kinds": ["x", "x"]}, "shape[0].cases"),
        ({"affinity": Affinity.dense([[0.1, np.nan], [0, 0]])}, "affinity"),
        ({"preference": Affinity.dense([[0.1]])}, "preference"),
    ],
)
def test_a_problem_that_contradicts_itself_is_refused_by_name(changes, place):
    problem = Problem(Affinity.dense(np.ones((2, 2))), 1, 2)

    with pytest.raises(BadProblem) as caught:
        assign(replace(problem, **changes))

    assert caught.value.place == place
