"""What is stripped is whose, where and when; the need stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citystage.engines.similarity.jaccard import Level, jaccard, verdict
from citystage.engines.text.stripping import strip_context

OWNERS = ["青岛市崂山区", "崂山区", "海珠区新港街道", "示例公交集团", "多宝街", "A"]


@pytest.mark.parametrize(
    ("title", "need"),
    [
        ("荔湾区多宝街居家养老综合服务平台", "居家养老综合服务平台"),
        ("海珠区新港街道居家养老服务平台", "居家养老服务平台"),
        ("青岛市崂山区2026年第二批智慧社区建设（一期）", "智慧社区建设"),
        ("示例公交集团有限公司充电桩巡检", "充电桩巡检"),
        ("二标段园区照明", "园区照明"),
        ("智慧城市管理平台", "智慧城市管理平台"),
        ("城市管理平台", "城市管理平台"),
        ("步行街改造", "步行街改造"),
        ("区块链应用", "区块链应用"),
        ("崂山区", "崂山区"),
        ("2026年", "2026年"),
        ("Smart parking phase II 2026", "Smart parking"),
    ],
)
def test_the_need_is_left(title, need):
    assert strip_context(title, OWNERS) == need


def test_the_same_need_elsewhere_comes_near():
    one, other = "荔湾区多宝街居家养老综合服务平台", "海珠区新港街道居家养老服务平台"

    bare = jaccard(strip_context(one, OWNERS), strip_context(other, OWNERS))

    assert verdict(jaccard(one, other)) is Level.DIFFERENT
    assert verdict(bare) is Level.RELATED


def test_works_without_known_words():
    assert strip_context("青岛市公交巡检", []) == "公交巡检"


@given(st.text(max_size=200), st.lists(st.text(max_size=5), max_size=5))
def test_something_is_left_of_something(text, owners):
    left = strip_context(text, owners)

    assert len(left) <= len(text)
    assert bool(left) == bool(text)
