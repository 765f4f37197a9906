"""The re-ranker learns what outcomes tell, never against sense, and must win to be used."""

import numpy as np
import pytest

from citystage.engines.matching.reranking import Example, Reranker, compare, enough, fit

DICE = np.random.default_rng(5)


def outcomes(number, *, by="evidence", turned=False):
    """Pairs of which those go well that are high in ``by`` (or, turned, low)."""
    found = []
    for at in range(number):
        features = {"score": float(DICE.random()), "evidence": float(DICE.random())}
        high = features[by] + 0.1 * float(DICE.standard_normal()) > 0.5
        found.append(Example(str(at // 4), features, bool(high) is not turned))
    return found


def test_it_learns_the_feature_that_tells_and_wins_on_later_outcomes():
    model = fit(outcomes(400))

    found = compare(model, outcomes(400))

    assert model.weights["evidence"] > model.weights["score"]
    assert found.wins
    assert found.demands > 50
    assert len(found.plain_curve) == len(found.reranked_curve) == 10
    assert list(found.reranked_curve) == sorted(found.reranked_curve)
    # Each demand has four pairs and a good one among them.
    assert found.reranked_curve[3:] == (1.0,) * 7
    assert found.reranked_curve[0] > found.plain_curve[0]


def test_no_weight_goes_against_sense():
    model = fit(outcomes(400, turned=True))

    assert min(model.weights.values()) == 0.0


def test_better_in_any_part_never_scores_lower():
    model = fit(outcomes(400))

    for name in model.weights:
        low, high = model.score({name: 0.1}), model.score({name: 0.9})
        assert low <= high


def test_what_says_no_more_than_the_plain_ranking_does_not_win():
    model = fit(outcomes(400, by="score"))

    assert not compare(model, outcomes(400, by="score")).wins


def test_few_outcomes_fit_nothing():
    few = outcomes(50)

    assert not enough(few)
    with pytest.raises(ValueError, match="too few"):
        fit(few)


def test_without_telling_demands_nothing_is_compared():
    model = fit(outcomes(400))

    found = compare(model, [Example("1", {"score": 0.4}, good=True)])

    assert (found.demands, found.wins) == (0, False)


def test_weights_may_come_back_in_any_order():
    model = fit(outcomes(400))
    turned = Reranker(dict(reversed(model.weights.items())), model.intercept)

    assert turned.score({"evidence": 0.9}) == model.score({"evidence": 0.9})
    assert Reranker({}, 0.0).score({"evidence": 0.9}) == 0.5
