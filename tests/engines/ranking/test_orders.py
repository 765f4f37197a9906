"""Orders by several criteria: what each method promises, and what is missing is said."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from citystage.engines.ranking.methods import Method, entropy_weights, order, scores
from citystage.engines.ranking.table import Measure, Table, shares

SCALE = Measure("mark", low=0, high=10)
EVEN = {"mark": 1.0, "opened": 1.0, "days": 1.0}


def measures():
    return (SCALE, Measure("opened"), Measure("days", more_is_better=False))


def table(*rows, known=None):
    names = tuple(chr(97 + at) for at in range(len(rows)))
    return Table(names, known or measures(), tuple(rows))


@st.composite
def tables(draw, columns=3, least=2):
    size = draw(st.integers(least, 7))
    marks = st.integers(0, 10).map(float)
    rows = tuple(tuple(draw(marks) for _ in range(columns)) for _ in range(size))
    known = tuple(Measure(f"m{at}", low=0, high=10) for at in range(columns))
    return Table(tuple(f"s{at}" for at in range(size)), known, rows)


def even(found):
    return {one.code: 1.0 for one in found.measures}


def test_weighted_sum_ranks_by_shares_of_the_scale():
    found = order(table((8, 100, 3), (6, 300, 2), (9, 50, 5)), EVEN, Method.WEIGHTED_SUM)

    assert [(row.subject, row.place) for row in found.rows] == [("b", 1), ("a", 2), ("c", 3)]
    assert found.rows[0].score == pytest.approx((0.6 + 1 + 1) / 3)
    assert found.missing == {}


def test_topsis_ranks_by_nearness_to_the_best_found():
    found = order(table((8, 100, 3), (6, 300, 2), (9, 50, 5)), EVEN, Method.TOPSIS)

    assert [row.subject for row in found.rows] == ["b", "a", "c"]
    assert 0 < found.rows[-1].score < found.rows[0].score < 1


def test_a_missing_value_leaves_its_subject_without_a_place():
    found = order(table((8, 100, 3), (6, None, None), (9, 50, 5)), EVEN, Method.WEIGHTED_SUM)

    assert found.missing == {"b": ("opened", "days")}
    assert found.place("b") is None
    assert {row.subject for row in found.rows} == {"a", "c"}


def test_equal_scores_share_the_better_place():
    found = order(table((5, 1, 1), (5, 1, 1), (1, 1, 1)), EVEN, Method.WEIGHTED_SUM)

    assert [row.place for row in found.rows] == [1, 1, 3]


def test_nothing_tells_equals_apart_by_topsis():
    found = order(table((5, 1, 1), (5, 1, 1)), EVEN, Method.TOPSIS)

    assert [(row.place, row.score) for row in found.rows] == [(1, 0.5), (1, 0.5)]


def test_an_empty_table_has_an_empty_order():
    assert order(table((None, 1, 1)), EVEN, Method.WEIGHTED_SUM).rows == ()


@given(tables(), st.sampled_from(Method))
def test_a_dominated_subject_never_stands_before_its_better(found, method):
    worse = tuple(max(0.0, value - 1) for value in found.values[0])
    assume(worse != found.values[0])
    more = Table((*found.subjects, "worse"), found.measures, (*found.values, worse))

    ranked = order(more, even(more), method)

    assert ranked.place("worse") >= ranked.place("s0")


@given(tables())
def test_on_scales_a_newcomer_changes_no_order_of_the_others(found):
    before = order(found, even(found), Method.WEIGHTED_SUM)
    more = Table((*found.subjects, "new"), found.measures, (*found.values, (4.0, 4.0, 4.0)))

    after = order(more, even(more), Method.WEIGHTED_SUM)

    names = [row.subject for row in after.rows if row.subject != "new"]
    assert names == [row.subject for row in before.rows]


@given(tables(), st.integers(1, 50), st.integers(-20, 20), st.sampled_from(Method))
def test_the_unit_of_a_figure_changes_nothing(found, factor, shift, method):
    """Between the least and the greatest: any positive unit and any zero give the same."""
    known = tuple(Measure(one.code) for one in found.measures)
    plain = Table(found.subjects, known, found.values)
    other = Table(
        found.subjects,
        known,
        tuple((row[0] * factor + shift, *row[1:]) for row in found.values),
    )

    one = {row.subject: row.score for row in order(plain, even(plain), method).rows}
    two = {row.subject: row.score for row in order(other, even(other), method).rows}

    assert one == pytest.approx(two)


@given(tables(), st.floats(0.1, 100))
def test_weights_count_by_their_shares(found, factor):
    weights = {one.code: at + 1.0 for at, one in enumerate(found.measures)}
    larger = {code: weight * factor for code, weight in weights.items()}

    one, two = (order(found, each, Method.WEIGHTED_SUM) for each in (weights, larger))

    assert [row.score for row in one.rows] == pytest.approx([row.score for row in two.rows])


@given(tables())
def test_equal_weights_are_the_mean_and_stay_between_0_and_1(found):
    ranked = order(found, even(found), Method.WEIGHTED_SUM)

    means = {s: np.mean(row) / 10 for s, row in zip(found.subjects, found.values, strict=True)}
    assert {row.subject: row.score for row in ranked.rows} == pytest.approx(means)


@settings(max_examples=30)
@given(tables(), st.sampled_from(Method))
def test_less_is_better_turns_a_scale_round(found, method):
    turned = tuple(Measure(m.code, more_is_better=False, low=0, high=10) for m in found.measures)
    mirror = tuple(tuple(10 - value for value in row) for row in found.values)

    one = order(found, even(found), method)
    two = order(Table(found.subjects, turned, mirror), even(found), method)

    assert [row.score for row in one.rows] == pytest.approx([row.score for row in two.rows])


def test_entropy_weighs_what_lies_apart():
    found = entropy_weights(table((5, 1, 2), (5, 9, 2), (5, 4, 3)))

    assert found is not None
    assert found["mark"] == pytest.approx(0)
    assert found["opened"] > found["days"] > 0
    assert sum(found.values()) == pytest.approx(1)


@pytest.mark.parametrize("rows", [[(5, 1, 1)], [(5, 0, 1), (4, 2, 2)], [(5, 1, 1), (5, 1, 1)]])
def test_entropy_says_nothing_of_one_of_noughts_or_of_equals(rows):
    assert entropy_weights(table(*rows)) is None


@pytest.mark.parametrize(
    "weights",
    [
        {"mark": 0, "opened": 0, "days": 0},
        {"mark": -1, "opened": 1, "days": 1},
        {"mark": float("nan"), "opened": 1, "days": 1},
    ],
)
def test_weights_that_cannot_be_are_refused(weights):
    with pytest.raises(ValueError, match=r"^(weights are|some weight)"):
        shares(measures(), weights)


def test_a_table_that_does_not_hold_together_is_refused():
    with pytest.raises(ValueError, match="twice"):
        Table(("a", "a"), (SCALE,), ((1,), (2,)))
    with pytest.raises(ValueError, match="one row"):
        Table(("a",), (SCALE,), ())
    with pytest.raises(ValueError, match="one value"):
        Table(("a",), (SCALE,), ((1, 2),))
    with pytest.raises(ValueError, match="finite"):
        Table(("a",), (SCALE,), ((float("inf"),),))
    with pytest.raises(ValueError, match="two ends"):
        Measure("m", low=1)
    with pytest.raises(ValueError, match="upwards"):
        Measure("m", low=1, high=1)
    with pytest.raises(ValueError, match="missing"):
        table((None, 1, 1)).raw()


def test_a_measure_can_be_left_out():
    found = table((8, 100, None), (6, 300, 2)).without(["days"])

    assert [one.code for one in found.measures] == ["mark", "opened"]
    assert found.missing() == {}


def test_the_library_counts_as_its_book_says():
    """The example of pymcdm's documentation of the weighted sum, scaled by us: the same order."""
    raw = np.array([[96, 83, 75, 7], [63, 5, 56, 9], [72, 30, 32, 48], [11, 4, 27, 9.0]])
    scaled = raw / raw.max(axis=0)

    found = scores(scaled, np.full(4, 0.25), Method.WEIGHTED_SUM)

    assert found == pytest.approx(scaled.mean(axis=1))
