"""Shared passages are marked in both texts."""

from hypothesis import given
from hypothesis import strategies as st

from citystage.engines.similarity.overlap import MOST_PLACES, Overlap, overlap_spans


def shared(left: str, right: str) -> tuple[list[str], list[str]]:
    found = overlap_spans(left, right)
    return [left[a:b] for a, b in found.left], [right[a:b] for a, b in found.right]


def test_shared_runs_are_marked_as_written():
    left = "建设无人机智能巡检系统，定位精度±10 mm。"
    right = "拟建设无人机智能巡检平台，要求：定位精度为±10MM"

    assert shared(left, right) == (
        ["建设无人机智能巡检", "定位精度", "10 mm"],
        ["建设无人机智能巡检", "定位精度", "10MM"],
    )


def test_punctuation_within_a_run_is_covered():
    assert shared("甲乙，丙丁", "甲 乙丙丁") == (["甲乙，丙丁"], ["甲 乙丙丁"])


def test_short_runs_are_not_marked():
    assert overlap_spans("智慧城市", "智慧社区") == Overlap((), ())
    assert overlap_spans("", "") == Overlap((), ())


def test_a_refrain_is_matched_where_it_first_stands():
    found = overlap_spans("场景应用", "场景应用，其他。" * (MOST_PLACES + 5))

    assert found == Overlap(((0, 4),), ((0, 4),))


def test_touching_runs_are_one_span():
    assert shared("甲乙丙丁戊己庚辛", "戊己庚辛，甲乙丙丁") == (
        ["甲乙丙丁戊己庚辛"],
        ["戊己庚辛", "甲乙丙丁"],
    )


def test_the_longest_match_wins():
    assert shared("场景应用实验室", "场景应用，场景应用实验室") == (
        ["场景应用实验室"],
        ["场景应用实验室"],
    )


@given(st.text("场景应用实验ab ，㎡", max_size=80), st.text("场景应用实验ab ，㎡", max_size=80))
def test_spans_lie_in_their_texts_in_order(left, right):
    found = overlap_spans(left, right)

    for text, spans in ((left, found.left), (right, found.right)):
        assert all(0 <= start < end <= len(text) for start, end in spans)
        assert list(spans) == sorted(spans)
    assert bool(found.left) == bool(found.right)
