"""Replans keep the rules and change little; changes by hand tell their effect; reasons are true."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citystage.engines.scheduling.changing import Change, effect
from citystage.engines.scheduling.checking import violations
from citystage.engines.scheduling.explaining import ReasonCode, why_not
from citystage.engines.scheduling.outcome import ObstacleCode
from citystage.engines.scheduling.planning import plan
from citystage.engines.scheduling.problem import Fixed, Meeting, Problem, Side, Wish
from citystage.engines.scheduling.replanning import Gone, absent, replan
from tests.engines.scheduling.making import days, person


@given(days(), st.data())
@settings(max_examples=50, deadline=None)
def test_a_replan_keeps_every_rule_and_moves_few(problem, data):
    old = plan(problem)
    side = data.draw(st.sampled_from(list(Side)))
    number = data.draw(st.integers(0, len(problem.people(side)) - 1))
    since = data.draw(st.integers(0, problem.slots))
    now = absent(problem, [Gone((side, number), since)])

    done = replan(now, old.meetings, since=since)

    stays = [one for one in done.meetings if one.slot < since]
    assert stays == [one for one in old.meetings if one.slot < since]
    later = [one for one in done.meetings if one.slot >= since]
    assert violations(now, later) == ()
    assert all(number != (one.left if side is Side.LEFT else one.right) for one in later)
    assert len(done.moved) <= 0.1 * len(old.meetings)
    assert not violations(problem, done.meetings)
    assert Counter(one[:2] for one in done.meetings).most_common(1)[:1] in ([], *_once(done))


def _once(done):
    return [[(one[:2], 1)] for one in done.meetings]


def test_a_free_table_is_given_to_whoever_has_nothing():
    left = [person(0), person(0), person(0)]
    problem = Problem(1, (1,), left, [person(0)], [Wish(at, 0, 3.0 - at) for at in range(3)])
    old = plan(problem)

    done = replan(absent(problem, [Gone((Side.LEFT, 0))]), old.meetings)

    assert old.meetings == (Meeting(0, 0, 0, 0),)
    assert done.meetings == (Meeting(1, 0, 0, 0),)
    assert (len(done.dropped), len(done.added), done.moved, done.total) == (1, 1, (), 2.0)


def test_who_comes_late_keeps_what_can_be_kept():
    problem = Problem(
        2,
        (2,),
        [person(0, 1), person(0, 1)],
        [person(0, 1), person(0, 1)],
        [Wish(one, other, 1.0) for one in range(2) for other in range(2)],
    )
    old = plan(problem)

    done = replan(absent(problem, [Gone((Side.LEFT, 0), 0, until=1)]), old.meetings)

    assert len(old.meetings) == 4
    assert {one for one in old.meetings if one.left == 1} <= set(done.kept)
    assert len(done.meetings) == 3


def test_what_was_arranged_is_never_moved():
    problem = Problem(
        2,
        (1,),
        [person(0, 1), person(0, 1)],
        [person(0, 1)],
        [Wish(0, 0, 1.0), Wish(1, 0, 1.0)],
        [Fixed(0, 0, 1, 0)],
    )
    old = plan(problem)

    done = replan(problem, old.meetings)

    assert done.kept == old.meetings


@given(days())
@settings(max_examples=60, deadline=None)
def test_every_wish_is_met_or_explained(problem):
    day = plan(problem)

    reasons = why_not(problem, day.meetings)

    met = {one[:2] for one in day.meetings}
    assert [one.wish for one in reasons] == [w for w in problem.wishes if w[:2] not in met]
    # A plan that is proven best leaves nothing that could simply be held.
    assert ReasonCode.POSSIBLE not in {one.code for one in reasons}


def test_reasons_name_the_limit_and_what_would_give_way():
    left = [person(0, 1, most=1), person(0), person(1), person(0)]
    right = [person(0, 1), person(0), person(1, kind="bank")]
    wishes = [Wish(0, 0, 5.0), Wish(0, 1, 1.0), Wish(1, 2, 1.0), Wish(3, 0, 0.0), Wish(1, 0, 2.0)]
    problem = Problem(2, (1,), left, right, wishes)
    meetings = [Meeting(0, 0, 0, 0)]

    found = {one.wish[:2]: one for one in why_not(problem, meetings)}

    assert found[0, 1].code is ReasonCode.FULL
    assert found[0, 1].someone == (Side.LEFT, 0)
    assert found[0, 1].instead == (Meeting(0, 0, 0, 0),)
    assert found[1, 2].code is ReasonCode.NO_COMMON_SLOT
    assert found[3, 0].code is ReasonCode.UNWEIGHTED
    assert found[1, 0].code is ReasonCode.BUSY


def test_a_meeting_moved_by_hand_tells_who_gives_way_and_what_opens():
    people = [person(0, 1), person(0, 1)]
    wishes = [Wish(0, 0, 3.0), Wish(1, 0, 1.0), Wish(1, 1, 2.0)]
    problem = Problem(2, (2,), people, people, wishes)
    day = [Meeting(0, 0, 0, 0), Meeting(1, 0, 1, 0)]

    found = effect(problem, day, Change(day[0], Meeting(0, 0, 1, 1)))

    assert found.refused == ()
    assert found.gives_way == (Meeting(1, 0, 1, 0),)
    assert (found.total_before, found.total_after) == (4.0, 3.0)
    assert found.meetings == (Meeting(0, 0, 1, 1),)
    assert found.opened == (Wish(1, 0, 1.0),)


@pytest.mark.parametrize(
    ("into", "code"),
    [(Meeting(0, 0, 2, 0), ObstacleCode.AWAY), (Meeting(0, 0, 3, 0), ObstacleCode.BREAK)],
)
def test_a_change_that_cannot_be_is_refused(into, code):
    problem = Problem(
        4, (1,), [person(0, 3)], [person(0, 2, 3)], [Wish(0, 0, 1.0)], breaks=frozenset({3})
    )
    day = [Meeting(0, 0, 0, 0)]

    found = effect(problem, day, Change(day[0], into))

    assert code in {one.code for one in found.refused}


def test_cancelling_opens_wishes():
    problem = Problem(1, (1,), [person(0), person(0)], [person(0)], [Wish(0, 0, 1), Wish(1, 0, 1)])
    day = [Meeting(0, 0, 0, 0)]

    found = effect(problem, day, Change(day[0]))

    assert (found.meetings, found.opened) == ((), (Wish(0, 0, 1), Wish(1, 0, 1)))
