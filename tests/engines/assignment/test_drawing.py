"""Drawing by lot: no pair is likelier than the cap, every draw keeps the rules."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citystage.engines.assignment.assigning import assign
from citystage.engines.assignment.changing import violations
from citystage.engines.assignment.outcome import Status
from citystage.engines.assignment.problem import Seats
from tests.engines.assignment.making import clustered


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 50), st.sampled_from((0.4, 0.55, 0.9)))
def test_a_draw_keeps_every_rule_and_no_chance_exceeds_the_cap(seed, cap):
    kinds = ["a", "b"] * 8
    problem = clustered(
        seed, n=12, cap=cap, seed=seed, most=6, kinds=kinds, shape=[Seats("a", 1, 2)]
    )

    outcome = assign(problem)

    assert outcome.status is Status.FEASIBLE
    assert violations(problem, outcome.panels) == ()
    assert max(outcome.chances.values()) <= cap
    assert sum(outcome.chances.values()) == pytest.approx(36)
    assert {(case, one) for case, p in enumerate(outcome.panels) for one in p} <= set(
        outcome.chances
    )


def test_pairs_are_drawn_as_often_as_their_chances_say():
    problem = clustered(5, n=8, m=8, cap=0.5, most=4, conflicts=[])
    times = 300

    seen = Counter(
        (case, one)
        for seed in range(times)
        for case, panel in enumerate(assign(replace(problem, seed=seed)).panels)
        for one in panel
    )

    chances = assign(problem).chances
    assert all(abs(seen[pair] / times - chance) < 0.13 for pair, chance in chances.items())


def test_the_same_seed_draws_the_same_and_pins_stay():
    problem = clustered(6, cap=0.5, seed=3, conflicts=[], pinned=[(0, 0), (1, 5)], most=8)

    first, second = assign(problem), assign(problem)

    assert first.panels == second.panels
    assert 0 in first.panels[0]
    assert 5 in first.panels[1]
    assert first.chances[0, 0] == 1.0
