"""Signatures find near duplicates, fit a bigint and never change within a version."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citystage.engines.similarity.jaccard import Level, jaccard, verdict
from citystage.engines.similarity.signature import BANDS, VERSION, estimate, signature

NEED = "建设轨道交通保护区无人机智能巡检系统，发现时间由2小时缩短到10分钟以内，漏报率不高于5%。"
TWIN = "建设轨道保护区无人机智能巡检平台：发现时间由2小时缩短至10分钟以内；漏报率不高于5%"
OTHER = "为景区老年游客提供适老化智能装备，支持夜间导览与紧急呼叫。"


def test_signature_is_pinned():
    assert VERSION == "char3-128x64-seed42-rensa2"
    assert signature("低空经济")[:2] == [-3004870030023737976, 5179649803460353192]


def test_signature_is_the_same_in_another_process():
    code = (
        f"from citystage.engines.similarity.signature import signature\nprint(signature({NEED!r}))"
    )

    printed = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={"PYTHONHASHSEED": "7", "PYTHONPATH": ".", "PYTHONUTF8": "1"},
    ).stdout

    assert printed.strip() == str(signature(NEED))


def test_near_texts_share_bands_and_others_do_not():
    assert set(signature(NEED)) & set(signature(TWIN))
    assert not set(signature(NEED)) & set(signature(OTHER))


def test_layout_width_and_case_do_not_count():
    assert signature("ＡＩ 场景，试点") == signature("ai场景\n试点。")


def test_text_without_letters_is_no_ones_twin():
    assert signature("。，!") == []
    assert estimate([], []) == 0.0
    assert jaccard("。", "") == 0.0


@given(st.text(max_size=300))
def test_signature_fits_a_bigint_array(text):
    bands = signature(text)

    assert len(bands) in {0, BANDS}
    assert all(-(2**63) <= band < 2**63 for band in bands)


@given(st.text(max_size=100), st.text(max_size=100))
def test_jaccard_is_symmetric_and_bounded(one, other):
    assert jaccard(one, other) == jaccard(other, one)
    assert 0.0 <= jaccard(one, other) <= 1.0


def test_estimate_is_near_the_truth():
    assert estimate(signature(NEED), signature(TWIN)) == pytest.approx(jaccard(NEED, TWIN), abs=0.2)
    assert estimate(signature(NEED), signature(NEED)) == 1.0


@pytest.mark.parametrize(
    ("similarity", "level"),
    [
        (1.0, Level.IDENTICAL),
        (0.95, Level.IDENTICAL),
        (0.94, Level.NEAR),
        (0.5, Level.NEAR),
        (0.49, Level.RELATED),
        (0.3, Level.RELATED),
        (0.29, Level.DIFFERENT),
        (0.0, Level.DIFFERENT),
    ],
)
def test_verdict_has_fixed_floors(similarity, level):
    assert verdict(similarity) is level


def test_the_twin_is_near():
    assert verdict(jaccard(NEED, TWIN)) is Level.NEAR
