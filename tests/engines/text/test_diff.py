"""The diff shows what changed, and nothing gets lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citystage.engines.text import diff as module
from citystage.engines.text.diff import Change, Segment, diff

texts = st.text(max_size=80) | st.text("本项目投入万元，。\n 35a", max_size=120)


def sides(segments: list[Segment]) -> tuple[str, str]:
    before = "".join(part.text for part in segments if part.change is not Change.ADDED)
    after = "".join(part.text for part in segments if part.change is not Change.REMOVED)
    return before, after


def test_diff_is_by_words():
    segments = diff("本项目投入3500万元，建设巡检系统。", "本项目投入3800万元，建设智能巡检系统。")

    assert segments == [
        Segment(Change.SAME, "本项目投入"),
        Segment(Change.REMOVED, "3500"),
        Segment(Change.ADDED, "3800"),
        Segment(Change.SAME, "万元，建设"),
        Segment(Change.ADDED, "智能"),
        Segment(Change.SAME, "巡检系统。"),
    ]


def test_a_comma_between_changes_is_changed_too():
    segments = diff("甲方，乙方出资。", "市局，区局出资。")

    assert segments == [
        Segment(Change.REMOVED, "甲方，乙方"),
        Segment(Change.ADDED, "市局，区局"),
        Segment(Change.SAME, "出资。"),
    ]


def test_equal_texts_are_one_segment():
    assert diff("场景。清单", "场景。清单") == [Segment(Change.SAME, "场景。清单")]
    assert diff("", "") == []


@given(texts, texts)
def test_diff_loses_nothing(before, after):
    segments = diff(before, after)

    assert sides(segments) == (before, after)
    assert all(a.change is not b.change for a, b in pairwise(segments))


def test_lone_surrogates_are_replaced():
    assert diff("a\ud800", "a") == [Segment(Change.SAME, "a"), Segment(Change.REMOVED, "\ufffd")]


@pytest.mark.parametrize("kept", [0.0, 0.5, 0.9, 1.0])
def test_large_texts_are_anchored_and_still_lose_nothing(monkeypatch, kept):
    monkeypatch.setattr(module, "BY_WORDS", 50)
    words = [f"词{number} " for number in range(300)]
    before = "".join(words)
    after = "".join(
        word if number * 37 % 100 < kept * 100 else "改" for number, word in enumerate(words)
    )

    segments = diff(before, after)

    assert sides(segments) == (before, after)
    assert any(part.change is Change.SAME for part in segments) == (kept > 0)


def test_anchors_follow_the_longest_rising_run(monkeypatch):
    monkeypatch.setattr(module, "BY_WORDS", 1)
    before = "甲乙丙丁戊 己庚辛壬癸 子丑寅卯辰"
    after = "子丑寅卯辰 甲乙丙丁戊 己庚辛壬癸"

    segments = diff(before, after)

    assert sides(segments) == (before, after)


def test_huge_texts_are_compared_at_their_ends(monkeypatch):
    monkeypatch.setattr(module, "BY_SENTENCES", 10)

    assert diff("头" * 10 + "旧" + "尾" * 10, "头" * 10 + "新新" + "尾" * 10) == [
        Segment(Change.SAME, "头" * 10),
        Segment(Change.REMOVED, "旧"),
        Segment(Change.ADDED, "新新"),
        Segment(Change.SAME, "尾" * 10),
    ]


def test_ten_megabytes_come_back():
    before, after = "a" * 5_000_000, "a" * 4_999_999 + "b"

    assert sides(diff(before, after)) == (before, after)
