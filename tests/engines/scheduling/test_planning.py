"""Plans keep every rule, are as good as any, and are fair."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from citystage.engines.scheduling.checking import missing, violations
from citystage.engines.scheduling.outcome import ObstacleCode, Status
from citystage.engines.scheduling.planning import plan
from citystage.engines.scheduling.problem import BadProblem, Fixed, Problem, Side, Wish
from tests.engines.scheduling import oracle
from tests.engines.scheduling.making import days, person


@given(days())
@settings(max_examples=60, deadline=None)
def test_a_plan_keeps_every_rule_and_what_is_arranged(problem):
    day = plan(problem)

    assert day.status is not Status.INFEASIBLE
    assert violations(problem, day.meetings) == ()
    assert missing(problem, day.meetings) == []
    assert day.total == pytest.approx(oracle.total(problem, day.meetings))
    assert day.total <= day.bound + 1e-9


@given(days(most=3, slots=3))
@settings(max_examples=60, deadline=None)
def test_a_small_day_is_the_best_of_all_days(problem):
    day = plan(problem)

    every = list(oracle.every_day(problem))
    able = oracle.can_meet(every)
    best = max(oracle.total(problem, one) for one in every)
    assert day.status is Status.OPTIMAL
    if not day.fairness.applied:
        assert day.total == pytest.approx(best)
    else:
        least = min(oracle.left_out(problem, one, able) for one in every)
        fair = [one for one in every if oracle.left_out(problem, one, able) == least]
        assert day.fairness.least_without == least == len(day.fairness.without)
        assert day.total == pytest.approx(max(oracle.total(problem, one) for one in fair))
        assert day.fairness.total_without == pytest.approx(best)


@given(days(most=3, slots=3))
@settings(max_examples=40, deadline=None)
def test_an_unfair_plan_is_given_only_where_fewer_cannot_be_left_out(problem):
    day = plan(problem)

    able = oracle.can_meet(list(oracle.every_day(problem)))
    fair = oracle.is_fair(problem, day.meetings, able)
    assert fair or day.fairness.applied


@given(days())
@settings(max_examples=40, deadline=None)
def test_the_same_day_has_the_same_plan(problem):
    first, second = plan(problem), plan(problem)

    assert (first.meetings, first.total, first.bound) == (
        second.meetings,
        second.total,
        second.bound,
    )


def test_nobody_is_left_with_nothing_while_another_has_five():
    popular, rest = 5, 3
    everything = range(5)
    left = [person(*everything, most=5), *(person(*everything) for _ in range(rest))]
    right = [person(*everything) for _ in range(popular)]
    wishes = [
        *(Wish(0, buyer, 10.0) for buyer in range(popular)),
        *(Wish(firm, 0, 1.0) for firm in range(1, rest + 1)),
    ]
    problem = Problem(5, (1,), left, right, wishes)

    alone, fair = plan(replace(problem, fair_from=None)), plan(problem)

    assert alone.total == 50
    assert not alone.fairness.applied
    assert fair.fairness.applied
    assert fair.fairness.total_without == 50
    assert fair.total == 41
    # Nine people, five meetings at one table: two must go without, three did before.
    assert fair.fairness.least_without == len(fair.fairness.without) == 2
    assert fair.status is Status.OPTIMAL


def test_spacing_and_kinds_are_kept():
    left = [person(*range(6), most_of=(("bank", 2),))]
    right = [person(*range(6), kind="bank" if at < 3 else "fund") for at in range(5)]
    wishes = [Wish(0, at, 5.0 if at < 3 else 1.0) for at in range(5)]
    problem = Problem(6, (3,), left, right, wishes, spacing=1)

    day = plan(problem)

    assert violations(problem, day.meetings) == ()
    assert (day.status, day.total) == (Status.OPTIMAL, 11)


def test_ways_between_rooms_take_time():
    left = [person(*range(4))]
    right = [person(*range(4), room=at % 2) for at in range(4)]
    wishes = [Wish(0, at, 1.0) for at in range(4)]
    near = Problem(4, (1, 1), left, right, wishes)
    far = replace(near, travel=2)

    assert plan(near).total == 4
    day = plan(far)
    assert (day.status, day.total) == (Status.OPTIMAL, 2)
    assert violations(far, day.meetings) == ()


def test_breaks_are_kept():
    problem = Problem(
        3,
        (1,),
        [person(0, 1, 2)],
        [person(0, 1, 2)] * 3,
        [Wish(0, at, 1.0) for at in range(3)],
        breaks=frozenset({1}),
    )

    day = plan(problem)

    assert {one.slot for one in day.meetings} == {0, 2}


@pytest.mark.parametrize(
    ("fixed", "code"),
    [
        ([Fixed(0, 0, 0), Fixed(0, 1, 0)], ObstacleCode.CLASH),
        ([Fixed(0, 0, 0), Fixed(0, 0, 1)], ObstacleCode.TWICE),
        ([Fixed(0, 0, 2)], ObstacleCode.AWAY),
        ([Fixed(0, 0, 0), Fixed(1, 1, 0)], ObstacleCode.TABLES),
        ([Fixed(1, 0, 0), Fixed(1, 1, 1)], ObstacleCode.MOST),
        ([Fixed(0, 0, 3)], ObstacleCode.BREAK),
    ],
)
def test_arrangements_that_contradict_each_other_are_named(fixed, code):
    people = [person(0, 1, 3), person(0, 1, 3, most=1)]
    problem = Problem(
        4, (1,), people, [person(0, 1, 3), person(0, 1, 3)], [], fixed, breaks=frozenset({3})
    )

    day = plan(problem)

    assert day.status is Status.INFEASIBLE
    assert code in {one.code for one in day.obstacles}
    assert day.meetings == ()


def test_arrangements_too_far_apart_are_named():
    left, right = [person(0, 1)], [person(0, 1, room=0), person(0, 1, room=1)]
    problem = Problem(2, (1, 1), left, right, [], [Fixed(0, 0, 0), Fixed(0, 1, 1)], travel=1)

    day = plan(problem)

    assert [one.code for one in day.obstacles] == [ObstacleCode.SPACING]


def test_a_table_that_is_named_is_kept_and_hosts_keep_theirs():
    left = [person(*range(4)) for _ in range(4)]
    right = [person(*range(4)) for _ in range(2)]
    wishes = [Wish(one, other, 1.0) for one in range(4) for other in range(2)]
    problem = Problem(4, (3,), left, right, wishes, [Fixed(0, 1, 2, 2)])

    day = plan(problem)

    assert day.total == 8
    assert [one.table for one in day.meetings if one[:3] == (0, 1, 2)] == [2]
    assert day.table_changes <= 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"wishes": [Wish(0, 7, 1.0)]},
        {"wishes": [Wish(0, 0, -1.0)]},
        {"wishes": [Wish(0, 0, 1.0), Wish(0, 0, 2.0)]},
        {"fixed": [Fixed(0, 0, 9)]},
        {"fixed": [Fixed(0, 0, 0, 5)]},
        {"left": [person(5)]},
        {"left": [person(0, room=2)]},
    ],
)
def test_numbers_that_point_nowhere_are_refused(wrong):
    problem = Problem(2, (1,), [person(0, 1)], [person(0, 1)], [])

    with pytest.raises(BadProblem):
        plan(replace(problem, **wrong))


def test_an_empty_day_is_planned():
    day = plan(Problem(0, (0,), [], [], []))

    assert (day.status, day.meetings, day.total) == (Status.OPTIMAL, (), 0)


def test_sides_are_told_apart():
    assert Problem(1, (1,), [person(0)], [], []).people(Side.RIGHT) == []
