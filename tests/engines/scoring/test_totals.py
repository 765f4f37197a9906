"""Totals, order, what-if and decision: each number and each no can be explained."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citystage.engines.scoring.combining import Rule, raw
from citystage.engines.scoring.deciding import Places, ReasonCode, decide
from citystage.engines.scoring.disagreement import disagreement
from citystage.engines.scoring.form import Criterion, Form
from citystage.engines.scoring.marks import Marking, values
from citystage.engines.scoring.ranking import rank
from citystage.engines.scoring.what_if import reweigh

FORM = Form((Criterion("need", 3, 0, 10, minimum=4), Criterion("risk", 1, 5, 1, minimum=4)))


def mark(case, expert, need, risk=3):
    return Marking(case, expert, {"need": need, "risk": risk})


def test_a_total_weighs_shares_of_scales_either_way():
    assert FORM.total({"need": 10, "risk": 5}) == 75
    assert FORM.total({"need": 0, "risk": 1}) == 25


def test_highest_and_lowest_are_dropped_and_minimums_told():
    markings = [mark("a", f"e{at}", need) for at, need in enumerate((0, 4, 4, 4, 10))]

    (total,) = raw(markings, FORM, Rule(1, 1, 5, minimum=50)).values()

    assert [who for who, _ in total.dropped] == ["e0", "e4"]
    assert total.total == pytest.approx(42.5)
    assert (total.per_criterion["need"], total.failed, total.below) == (4, (), True)
    assert not total.passes


def test_a_mean_below_the_minimum_fails_either_way():
    (total,) = raw([mark("a", "e", 3, 4.5)], FORM).values()

    assert total.failed == ("need", "risk")


def test_too_few_markings_make_no_total():
    assert raw([mark("a", "e", 3)], FORM, Rule(least_markings=2))["a"].total is None


@given(st.lists(st.integers(0, 10), min_size=1, max_size=8))
def test_a_total_lies_between_the_lowest_and_the_highest(needs):
    markings = [mark("a", f"e{at}", need) for at, need in enumerate(needs)]
    given_totals = [value for _, _, value in values(markings, FORM)]

    total = raw(markings, FORM, Rule(1, 1, 3))["a"].total

    assert min(given_totals) - 1e-9 <= total <= max(given_totals) + 1e-9


@pytest.mark.parametrize(
    "make",
    [
        lambda: Form((Criterion("a", 1, 0, 1), Criterion("a", 1, 0, 1))),
        lambda: Form((Criterion("a", 1, 1, 1),)),
        lambda: Form((Criterion("a", 0, 0, 1),)),
        lambda: FORM.total({"need": 11, "risk": 3}),
        lambda: Rule(drop_highest=-1),
        lambda: Rule(2, 2, 4),
        lambda: raw([mark("a", "e", 1), mark("a", "e", 2)], FORM),
    ],
)
def test_what_cannot_be_is_refused(make):
    with pytest.raises(ValueError):  # noqa: PT011 - the words differ
        make()


def test_disagreement_names_the_criterion_most_apart():
    found = disagreement([mark("a", "e", 0), mark("a", "f", 10), mark("b", "e", 5)], FORM)

    assert (found["a"].criterion, found["a"].high, found["a"].span) == ("need", True, 75)
    assert (found["b"].criterion, found["b"].deviation, found["b"].high) == ("", 0, False)


def test_ties_are_broken_in_turn_or_told():
    rows = rank(
        {"a": 5, "b": 4, "c": 4, "d": 4, "e": 1},
        [("need", dict.fromkeys("abcde", 1)), ("diligence", {**dict.fromkeys("abde", 1), "c": 2})],
    )

    assert [(row.case, row.place, row.broken_by) for row in rows] == [
        ("a", 1, ""),
        ("c", 2, "diligence"),
        ("b", 3, "diligence"),
        ("d", 3, "diligence"),
        ("e", 5, ""),
    ]
    assert rows[2].tied_with == ("d",)


def test_what_if_moves_cases_and_overwrites_nothing():
    markings = [mark("a", "e", 10, 5), mark("b", "e", 5, 1)]

    moved = reweigh(markings, FORM, {"need": 0})

    assert [(one.case, one.place_before, one.place_after, one.by) for one in moved] == [
        ("b", 2, 1, 1),
        ("a", 1, 2, -1),
    ]
    assert FORM.criteria[0].weight == 3
    with pytest.raises(KeyError):
        reweigh(markings, FORM, {"neeed": 1})


def order(**given_values):
    return rank(given_values)


def reasons(decision):
    return {row.case: row.reason.value for row in decision.rows}


def test_places_go_down_the_order_within_the_groups():
    groups = {case: {"district": "x" if case in "ab" else "y"} for case in "abcde"}
    ranking = order(a=9, b=8, c=7, d=6, e=1)

    decision = decide(
        ranking,
        Places(2, most={"district": {"x": 1}}, least_value=2),
        groups,
        failed={"d"},
    )

    assert decision.chosen == ("a", "c")
    assert reasons(decision) == {
        "a": "in_order",
        "b": "group_full",
        "c": "in_order",
        "d": "failed",
        "e": "below_least",
    }


def test_a_promised_place_is_kept_for_its_group():
    groups = {case: {"field": "rare" if case == "d" else "usual"} for case in "abcd"}

    decision = decide(
        order(a=9, b=8, c=7, d=6), Places(2, promised={"field": {"rare": 1, "none": 1}}), groups
    )

    assert decision.chosen == ("a", "d")
    assert reasons(decision)["b"] == "kept_for_others"
    assert decision.rows[3].reason is ReasonCode.PROMISED
    assert decision.rows[3].group == "rare"


def test_equal_ones_who_crowd_each_other_out_are_left_to_people():
    decision = decide(order(a=9, b=8, c=8, d=1), Places(2))

    assert decision.chosen == ("a",)
    assert (decision.open_places, decision.empty_places) == (1, 0)
    assert reasons(decision) == {
        "a": "in_order",
        "b": "tie_undecided",
        "c": "tie_undecided",
        "d": "places_full",
    }


@given(
    st.lists(st.integers(0, 6), min_size=1, max_size=10),
    st.integers(0, 6),
    st.integers(0, 3),
    st.integers(0, 2),
)
def test_no_quota_is_ever_exceeded(points, total, most, promised):
    ranking = rank({f"c{at}": value for at, value in enumerate(points)})
    groups = {f"c{at}": {"field": "xy"[at % 2]} for at in range(len(points))}

    decision = decide(
        ranking,
        Places(total, most={"field": {"x": most}}, promised={"field": {"y": promised}}),
        groups,
    )

    in_x = sum(groups[case]["field"] == "x" for case in decision.chosen)
    assert in_x <= most
    assert len(decision.chosen) + decision.open_places + decision.empty_places == total
    assert len(decision.rows) == len(points)
