"""Calibration: strict and lenient experts are told apart, or it is said why not."""

from dataclasses import replace

import numpy as np
import pytest

from citystage.engines.scoring.calibration import Terms, WhyNotCode, calibrate

LEAN, NOISE = 8.0, 3.0


def world(seed=0, cases=60, experts=15, each=4):
    dice = np.random.default_rng(seed)
    worth, leniency = dice.normal(60, 8, cases), dice.normal(0, LEAN, experts)
    given = [
        (f"c{case}", f"e{expert}", worth[case] + leniency[expert] + dice.normal(0, NOISE))
        for case in range(cases)
        for expert in dice.choice(experts, each, replace=False)
    ]
    return given, worth, leniency


def test_calibrated_values_are_nearer_to_the_truth_than_raw_ones():
    given, worth, leniency = world()

    found = calibrate(given)

    value = np.array([found.cases[f"c{at}"].value for at in range(60)])
    raw = np.array([found.cases[f"c{at}"].raw for at in range(60)])
    assert found.used
    assert np.corrcoef(value, worth)[0, 1] > np.corrcoef(raw, worth)[0, 1] + 0.05
    assert found.noise == pytest.approx(3, rel=0.2)
    assert found.spread_experts == pytest.approx(8, rel=0.5)
    told = np.array([found.experts[f"e{at}"].value for at in range(15)])
    assert np.corrcoef(told, leniency)[0, 1] > 0.95


def test_intervals_hold_the_truth_about_as_often_as_they_say():
    inside, total = 0, 0
    for seed in range(8):
        given, worth, _ = world(seed)
        found = calibrate(given, Terms(draws=400))
        for at in range(60):
            one = found.cases[f"c{at}"]
            inside += one.low <= worth[at] <= one.high
            total += 1

    assert 0.75 <= inside / total <= 0.99


def test_the_same_seed_gives_the_same_places_and_chances_add_up():
    given, _, _ = world(1, cases=20)

    first, second = calibrate(given), calibrate(given)

    assert first.cases == second.cases
    assert sum(first.within(5).values()) == pytest.approx(5)
    assert sum(one.first_chance for one in first.cases.values()) == pytest.approx(1)
    assert all(one.rank_low <= one.rank_high for one in first.cases.values())


def test_experts_alike_leave_the_values_as_they_are():
    given = [(f"c{case}", f"e{expert}", 10.0 * case) for case in range(6) for expert in range(4)]

    found = calibrate(given)

    assert all(one.value == pytest.approx(one.raw, abs=1e-3) for one in found.cases.values())


def test_an_expert_of_few_values_is_not_calibrated():
    given, _, _ = world(2, cases=30)
    given += [("c0", "guest", 99.0)]

    found = calibrate(given)

    assert (found.experts["guest"].calibrated, found.experts["guest"].value) == (False, 0)


def test_minimums_that_are_not_met_are_named():
    given, _, _ = world(3, cases=30)
    islands = given + [(f"x{case}", f"y{expert}", 50) for case, expert in np.ndindex(6, 4)]
    lonely = [*given, ("alone", "e0", 50)]

    few = calibrate(given[:8])
    apart = calibrate(islands)
    alone = calibrate(lonely)
    spare = calibrate(
        [(f"c{case}", f"e{case % 3 + at}", 1.0) for case in range(8) for at in (0, 1)]
    )

    assert [one.code for one in few.why_not] == [WhyNotCode.FEW_EXPERTS]
    assert [(one.code, one.number) for one in apart.why_not] == [(WhyNotCode.NOT_CONNECTED, 2)]
    assert [(one.code, one.names) for one in alone.why_not] == [
        (WhyNotCode.FEW_IN_CASE, ("alone",))
    ]
    assert not spare.used
    assert few.within(3) == {}
    strict = replace(Terms(), least_per_expert=12)
    assert calibrate(world(4, cases=30, experts=15)[0], strict).why_not


@pytest.mark.parametrize("given", [[("c", "e", 1.0), ("c", "e", 2.0)], [("c", "e", float("nan"))]])
def test_values_given_twice_or_not_at_all_are_refused(given):
    with pytest.raises(ValueError):  # noqa: PT011 - the words differ
        calibrate(given)
