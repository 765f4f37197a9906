"""Does an order survive other weights: the same dice, whole shares, swaps that do swap."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citystage.engines.ranking.methods import SAME, Method, order, scores
from citystage.engines.ranking.sensitivity import (
    Shake,
    any_weights,
    many_scores,
    one_at_a_time,
    places,
    shaken,
    swaps,
)
from citystage.engines.ranking.table import Measure, Table, shares
from tests.engines.ranking.test_orders import even, tables

TWO = (Measure("x", low=0, high=10), Measure("y", low=0, high=10))
CLOSE = Table(("a", "b", "c"), TWO, ((9.0, 2.0), (2.0, 8.5), (1.0, 1.0)))
EVEN = {"x": 1.0, "y": 1.0}
FEW = Shake(runs=200, spread=0.3, seed=7)


@given(tables(), st.sampled_from(Method))
def test_many_weightings_at_once_are_counted_as_the_library_counts_each(found, method):
    scaled, weights = found.scaled(), shares(found.measures, {"m0": 1, "m1": 2, "m2": 3})

    many = many_scores(scaled, np.array([weights, weights[::-1]]), method)

    assert many[0] == pytest.approx(scores(scaled, weights, method))
    assert many[1] == pytest.approx(scores(scaled, weights[::-1], method))


def test_the_same_seed_throws_the_same_dice():
    one, two = (shaken(CLOSE, EVEN, Method.WEIGHTED_SUM, FEW) for _ in range(2))

    assert one == two
    other = Shake(runs=200, spread=0.3, seed=8)
    assert shaken(CLOSE, EVEN, Method.WEIGHTED_SUM, other).rows != one.rows


def test_close_neighbours_change_places_and_the_last_never_does():
    found = shaken(CLOSE, EVEN, Method.WEIGHTED_SUM, FEW)
    by_name = {row.subject: row for row in found.rows}

    assert 0 < by_name["a"].keeps < 1
    assert by_name["a"].keeps == by_name["b"].keeps == found.whole
    assert by_name["c"].keeps == 1
    assert (by_name["c"].low, by_name["c"].high) == (3, 3)


@settings(max_examples=30)
@given(tables(), st.sampled_from(Method))
def test_shares_of_places_are_whole_and_the_place_lies_in_them(found, method):
    held = any_weights(found, even(found), method, Shake(runs=60))

    for row in held.rows:
        assert sum(row.shares) == pytest.approx(1)
        assert row.keeps == pytest.approx(row.shares[row.place - 1])
        assert row.low <= row.high
    assert 0 <= held.whole <= min(row.keeps for row in held.rows)


@given(tables())
def test_who_is_best_in_everything_is_first_with_any_weights(found):
    best = tuple(11.0 for _ in found.measures)
    known = tuple(Measure(m.code, low=0, high=11) for m in found.measures)
    more = Table((*found.subjects, "best"), known, (*found.values, best))

    held = any_weights(more, even(more), Method.WEIGHTED_SUM, Shake(runs=50))

    assert held.rows[0].subject == "best"
    assert held.rows[0].keeps == 1


def test_one_weight_at_a_time_says_who_moves():
    found = one_at_a_time(CLOSE, EVEN, Method.WEIGHTED_SUM, 0.3)

    assert [(one.measure, one.upwards, one.moved) for one in found] == [
        ("x", True, ()),
        ("x", False, ("a", "b")),
        ("y", True, ("a", "b")),
        ("y", False, ()),
    ]
    assert found[0].share == pytest.approx(0.65)


def test_the_smallest_change_that_swaps_neighbours():
    """9w + 2(1-w) = 2w + 8.5(1-w) at w = 6.5/13.5."""
    first, second = swaps(CLOSE, EVEN, Method.WEIGHTED_SUM)

    assert (first.above, first.below) == ("a", "b")
    assert abs(first.change) == pytest.approx(0.5 - 6.5 / 13.5, abs=1e-6)
    assert first.at == pytest.approx({"x": 6.5 / 13.5, "y": 7 / 13.5}[first.measure], abs=1e-6)
    assert (second.above, second.below, second.measure, second.change) == ("b", "c", None, None)


@settings(max_examples=40)
@given(tables(least=3), st.sampled_from(Method))
def test_a_swap_swaps_and_a_hair_before_it_does_not(found, method):
    weights = even(found)
    names = [row.subject for row in order(found, weights, method).rows]
    base = shares(found.measures, weights)

    for one in swaps(found, weights, method):
        assert names.index(one.above) + 1 == names.index(one.below)
        if one.at is None:
            continue
        at = [m.code for m in found.measures].index(one.measure)
        then = base * (1 - one.at) / (1 - base[at])
        then[at] = one.at
        got = many_scores(found.scaled(), then[None, :], method)[0]
        above, below = (found.subjects.index(each) for each in (one.above, one.below))
        assert got[below] > got[above]


def test_one_criterion_alone_and_nobody_to_compare():
    one = Table(("a", "b"), TWO[:1], ((3.0,), (2.0,)))
    nobody = Table(("a",), TWO, ((None, 1.0),))

    assert swaps(one, {"x": 1.0}, Method.WEIGHTED_SUM)[0].measure is None
    assert swaps(nobody, EVEN, Method.WEIGHTED_SUM) == ()
    assert one_at_a_time(nobody, EVEN, Method.WEIGHTED_SUM, 0.3) == ()
    assert shaken(nobody, EVEN, Method.TOPSIS, FEW).rows == ()


def test_places_of_equals_are_shared():
    assert places(np.array([[0.5, 0.7, 0.5]])).tolist() == [[2, 1, 2]]


@given(
    st.lists(
        st.lists(st.sampled_from([0.0, 0.25, 0.5, 0.5 + 1e-12, 1.0]), min_size=4, max_size=4),
        min_size=1,
        max_size=5,
    )
)
def test_places_are_one_more_than_those_who_are_better(rows):
    found = np.array(rows)

    counted = places(found)

    better = found[:, None, :] > found[:, :, None] + SAME
    assert counted.tolist() == (1 + better.sum(axis=2)).tolist()


def test_a_long_list_is_looked_at_whole():
    dice = np.random.default_rng(3)
    known = tuple(Measure(f"m{at}", low=0, high=10) for at in range(9))
    rows = dice.uniform(0, 10, (300, 9)).round(1).tolist()
    table = Table(tuple(map(str, range(300))), known, tuple(map(tuple, rows)))
    weights = even(table)

    held = shaken(table, weights, Method.TOPSIS, FEW)
    turned = swaps(table, weights, Method.TOPSIS)

    assert [row.place for row in held.rows] == sorted(row.place for row in held.rows)
    assert len(turned) == 299
    names = [row.subject for row in order(table, weights, Method.TOPSIS).rows]
    assert [one.above for one in turned] == names[:-1]
