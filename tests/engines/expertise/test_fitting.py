"""Expertise: who wrote about what a case asks comes first."""

import numpy as np
import pytest

from citystage.engines.expertise.fitting import Weights, fit
from citystage.engines.expertise.records import CaseText, ExpertText, Meaning

CASES = [
    CaseText("港口无人机自动巡检与海面漂浮物识别", frozenset({"low_altitude"})),
    CaseText("养老院陪护机器人与跌倒检测", frozenset({"robots", "care"})),
]
EXPERTS = [
    ExpertText(("养老机器人人机交互研究", "老年人跌倒检测算法"), frozenset({"robots"})),
    ExpertText(("无人机集群巡检",), frozenset({"low_altitude"})),
    ExpertText(),
]


def unit(rows):
    table = np.array(rows, np.float32).reshape(len(rows), -1)
    return table / np.linalg.norm(table, axis=1, keepdims=True)


def best(found):
    return {case: int(found.cols[found.rows == case][0]) for case in range(2)}


def test_words_and_terms_find_the_expert_of_each_case():
    found = fit(CASES, EXPERTS)

    assert best(found) == {0: 1, 1: 0}
    assert found.values.max() <= 1
    assert found.values.min() > 0
    assert 2 not in found.cols
    assert found.meaning is None
    assert found.terms is not None


def test_meaning_finds_whom_words_do_not():
    vectors = Meaning(
        unit([[1, 0], [0, 1]]),
        [unit([[1, 0.1], [1, 0]]), unit([[0, 1]]), np.empty((0, 2), np.float32)],
    )
    cases = [CaseText("甲"), CaseText("乙")]

    found = fit(cases, EXPERTS, vectors=vectors, weights=Weights(words=0))

    assert best(found) == {0: 0, 1: 1}
    assert found.terms is None


def test_only_the_best_are_kept():
    experts = [ExpertText((f"无人机巡检{at}", "港口", "海面", "识别")) for at in range(30)]

    found = fit(CASES, experts, keep=5)

    assert np.bincount(found.rows).max() == 5


def test_an_expert_has_as_many_vectors_as_texts():
    with pytest.raises(ValueError, match="another number of vectors"):
        fit(CASES, EXPERTS, vectors=Meaning(unit([[1], [1]]), [unit([[1]])] * 3))


@pytest.mark.parametrize(
    ("cases", "experts"), [([], EXPERTS), (CASES, []), (CASES, [ExpertText()])]
)
def test_nothing_fits_nothing(cases, experts):
    assert len(fit(cases, experts).values) == 0


def test_nothing_means_nothing():
    vectors = Meaning(unit([[1], [1]]), [np.empty((0, 1), np.float32)])

    assert len(fit(CASES, [ExpertText()], vectors=vectors).values) == 0
