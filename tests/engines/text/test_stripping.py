"""What is stripped is whose, where and when; the need stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citystage.engines.similarity.jaccard import Level, jaccard, verdict
from citystage.engines.text.stripping import strip_all, strip_context
from citystage.engines.text.words import Lexicon

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
        ("地下市政设施管护项目第2次公示", "地下市政设施管护"),
        ("五峰县 2025 年乡村道路养护建设项目", "乡村道路养护"),
        ("长阳土家族自治县水源地保护工程", "水源地保护工程"),
        ("管网改造工程设计(第2次招标)", "管网改造工程设计"),
        ("水土保持与生态修复(标段一)", "水土保持与生态修复"),
        ("无人机巡检服务采购项目公开招标公告", "无人机巡检"),
        ("智慧农业项目", "智慧农业"),
        ("采购项目", "采购项目"),
    ],
)
def test_the_need_is_left(title, need):
    assert strip_context(title, OWNERS) == need


def test_the_same_need_elsewhere_comes_near():
    one, other = "荔湾区多宝街居家养老综合服务平台", "海珠区新港街道居家养老服务平台"

    bare = jaccard(strip_context(one, OWNERS), strip_context(other, OWNERS))

    assert verdict(jaccard(one, other)) is Level.DIFFERENT
    assert verdict(bare) is Level.RELATED


def test_many_are_stripped_of_the_same_names():
    titles = ["崂山区路灯巡检", "崂山区崂山区", "园区照明"]

    assert strip_all(titles, OWNERS) == ["路灯巡检", "崂山区崂山区", "园区照明"]
    assert strip_all(titles, Lexicon(OWNERS)) == strip_all(titles, OWNERS)


def test_works_without_known_words():
    assert strip_context("青岛市公交巡检", []) == "公交巡检"


@given(st.text(max_size=200), st.lists(st.text(max_size=5), max_size=5))
def test_something_is_left_of_something(text, owners):
    left = strip_context(text, owners)

    assert len(left) <= len(text)
    assert bool(left) == bool(text)
