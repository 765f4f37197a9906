"""Changes: what breaks a rule is named, an exchange is weighed before it is made."""

from dataclasses import replace

import pytest

from citystage.engines.assignment.assigning import assign
from citystage.engines.assignment.changing import (
    Change,
    ViolationCode,
    effect,
    promote,
    violations,
)
from citystage.engines.assignment.explaining import why
from citystage.engines.assignment.problem import Affinity, Problem, Seats
from tests.engines.assignment.making import clustered

FIT = Affinity.dense([[0.9, 0.5, 0.1], [0.2, 0.8, 0.3]])
SMALL = Problem(FIT, 1, 1)


def test_every_broken_rule_is_named():
    problem = Problem(
        FIT,
        2,
        1,
        [0, 0, 1],
        conflicts=[(0, 0)],
        forbidden=[(1, 1)],
        pinned=[(1, 2)],
        kinds=["a", "b", "b"],
        shape=[Seats("a", 2, 2), Seats("b", 0, 1, cases=(1,))],
    )

    found = violations(problem, [(0, 0, 1), (1, 0)])

    assert {one.code for one in found} == set(ViolationCode) - {ViolationCode.KIND_MOST}
    assert [one.code for one in violations(problem, [(0, 1), (2, 1)])].count(
        ViolationCode.KIND_MOST
    ) == 1


def test_effect_tells_worst_total_loads_and_new_violations():
    done = effect(SMALL, [(0,), (1,)], [Change(0, 0, 1)])

    assert done.panels == ((1,), (1,))
    assert (done.worst_before, done.worst_after) == (0.8, 0.5)
    assert (done.total_before, done.total_after) == pytest.approx((1.7, 1.3))
    assert done.cases == {0: (0.9, 0.5)}
    assert done.loads == {0: (1, 0), 1: (1, 2)}
    assert [(one.code, one.expert) for one in done.violations] == [(ViolationCode.OVER_LOAD, 1)]


def test_effect_of_an_exchange_between_cases_leaves_loads_alone():
    done = effect(SMALL, [(0,), (1,)], [Change(0, 0, 1), Change(1, 1, 0)])

    assert (done.violations, done.worst_after) == ((), 0.2)
    assert done.loads == {0: (1, 1), 1: (1, 1)}


def test_nobody_in_place_of_somebody_leaves_a_seat_empty():
    done = effect(SMALL, [(0,), (1,)], [Change(0, 0, None)])

    assert [one.code for one in done.violations] == [ViolationCode.SEATS]


def test_promote_passes_over_whom_a_rule_forbids_and_says_why():
    problem = replace(SMALL, conflicts=[(0, 2)], most=[1, 2, 1])

    done = promote(problem, [(0,), (1,)], [(2, 1), ()], 0, 0)

    assert (done.expert, done.panels) == (1, ((1,), (1,)))
    assert [(who, one.code) for who, one in done.passed_over] == [(2, ViolationCode.CONFLICT)]
    assert done.alternates == ((2,), ())


def test_promote_finds_nobody_when_all_have_declined():
    done = promote(SMALL, [(0,), (1,)], [(2,), ()], 0, 0, also_declined=[(0, 2)])

    assert (done.expert, done.effect, done.passed_over) == (None, None, ())


def test_a_pinned_expert_with_duties_may_decline():
    problem = replace(SMALL, pinned=[(0, 0)], least=[1, 0, 0])

    assert promote(problem, [(0,), (1,)], [(2,), ()], 0, 0).expert == 2


def test_why_tells_fit_place_and_load():
    wish = Affinity.dense([[0.5, 0, 0], [0, 0, 0]])
    problem = replace(SMALL, preference=wish, conflicts=[(0, 2)])

    told = why(problem, [(0,), (1,)], 0, 0)

    assert (told.score, told.fit, told.preference) == pytest.approx((1.0, 0.9, 0.5))
    assert (told.place, told.of, told.load, told.most, told.pinned) == (1, 2, 1, 1, False)
    assert [one.expert for one in told.alternatives] == [1]
    assert [one.code for one in told.alternatives[0].effect.violations] == [ViolationCode.OVER_LOAD]


def test_why_names_first_those_who_break_no_rule():
    problem = clustered(4, kinds=["a", "b"] * 8, shape=[Seats("a", 1)])
    panels = assign(problem).panels

    told = why(problem, panels, 2, panels[2][0], most=6)

    broken = [len(one.effect.violations) for one in told.alternatives]
    assert broken == sorted(broken)
    assert told.kind_wanted == (told.kind == "a")
    assert told.kind_there >= told.kind_wanted
