"""A need falls into points that stand in it word for word, each with its facts."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citystage.engines.text.clauses import clauses
from citystage.engines.text.requirements import MOST, Kind, split


def points(text: str) -> list[str]:
    return [one.text for one in split(text)]


def kinds(text: str) -> list[tuple[Kind, str]]:
    return [(one.kind, one.text) for one in split(text)]


def facts(text: str) -> list[str]:
    return [text[fact.first : fact.end] for one in split(text) for fact in one.facts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("自动巡检。病害识别！隐患告警", ["自动巡检", "病害识别", "隐患告警"]),
        ("系统应具备：①自动起降；②航线规划③数据回传。", ["自动起降", "航线规划", "数据回传"]),
        ("包括(1)巡检（2）识别(3)告警。", ["巡检", "识别", "告警"]),
        ("1.自动巡检\n2、病害识别\n3）隐患告警", ["自动巡检", "病害识别", "隐患告警"]),
        ("一、自动巡检\n二、病害识别", ["自动巡检", "病害识别"]),
        ("（一）自动巡检（二）病害识别", ["自动巡检", "病害识别"]),
        ("一是自动巡检，二是病害识别；三是告警", ["自动巡检", "病害识别", "告警"]),
        ("首先，自动巡检。其次，病害识别", ["自动巡检", "病害识别"]),
        ("第一，二、三产业融合；第二，发展旅游", ["二、三产业融合", "发展旅游"]),
        ("- 自动巡检\n• 病害识别", ["自动巡检", "病害识别"]),
        (
            "需要无人机自动巡检、病害智能识别、隐患自动告警",
            ["需要无人机自动巡检", "病害智能识别", "隐患自动告警"],
        ),
        ("融入民生服务、制造转型、社会治理", ["融入民生服务、制造转型、社会治理"]),
        ("应具备民生服务、制造转型、社会治理", ["应具备民生服务", "制造转型", "社会治理"]),
        ("巡检、识别、告警一体", ["巡检、识别、告警一体"]),
        ("精度±1 mm，续航≥6 h,重量5kg", ["精度±1 mm", "续航≥6 h", "重量5kg"]),
        ("预算1,200,000元，工期6个月", ["预算1,200,000元", "工期6个月"]),
        (
            "It flies for 6 h, e.g. at night. It lands.",
            ["It flies for 6 h, e.g. at night", "It lands"],
        ),
        ("Fly, e.g. By night, no. The rest", ["Fly, e.g. By night, no. The rest"]),
        ("a) fly by night b) land", ["fly by night", "land"]),
        ("Version 2.5 is fine. No. 3 too.", ["Version 2.5 is fine", "No. 3 too"]),
        ("理论意义.文中提出模型.", ["理论意义", "文中提出模型"]),
        ("12345 67.8", []),
        ("", []),
        ("。；、", []),
        ("主要包括：", []),
    ],
)
def test_a_text_falls_into_points(text, expected):
    assert points(text) == expected


def test_points_are_numbered_and_stand_in_the_source():
    text = "目标：<b>定位精度</b>±10 mm；\x00续航≥6 h"

    found = split(text)

    assert [one.number for one in found] == [1, 2]
    assert [text[one.start : one.end] for one in found] == [one.text for one in found]
    assert facts(text) == ["定位精度</b>±10 mm", "续航≥6 h"]


def test_headings_say_of_what_kind_their_points_are():
    text = (
        "一、建设背景\n地铁保护区长。\n二、建设内容\n1.巡检平台；\n三、建设目标\n形成可复制经验。"
    )

    assert kinds(text) == [
        (Kind.BACKGROUND, "地铁保护区长"),
        (Kind.REQUIREMENT, "巡检平台"),
        (Kind.GOAL, "形成可复制经验"),
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("目前人工巡检每次2小时，效率低", Kind.BACKGROUND),
        ("Currently, inspection is manual", Kind.BACKGROUND),
        ("目前需要自动巡检", Kind.REQUIREMENT),
        ("力争成为行业标杆", Kind.GOAL),
        ("从而实现自动巡检", Kind.REQUIREMENT),
        ("提供居家养老服务", Kind.REQUIREMENT),
    ],
)
def test_a_point_is_asked_for_told_or_hoped_for(text, kind):
    assert [one.kind for one in split(text)] == [kind]


def test_facts_of_a_point_begin_within_it():
    assert facts("一是支持100路视频；二是发现时间由2小时缩短到10分钟以内") == [
        "支持100路",
        "发现时间由2小时缩短到10分钟以内",
    ]


def test_mark_up_is_passed_over():
    text = "<p>自动巡检</p><ul><li>病害识别</li></ul><script>alert(1)</script><!-- 旧 -->&nbsp;告警"

    assert points(text) == ["自动巡检", "病害识别", "告警"]


def test_a_run_without_a_stop_is_cut():
    found = split("巡" * 1_000)

    assert [len(one.text) for one in found] == [400, 400, 200]
    assert len(split("自动，" * 400)[0].text) <= 400


def test_not_more_points_than_anyone_reads():
    assert len(split("自动巡检。" * 1_000)) == MOST


def test_traditional_and_wide_writing_is_read_and_given_as_it_stands():
    text = "一是定位精度優於±１０ mm；二是續航時間不少於６小時；預算不超過500萬元"

    found = split(text)

    named = [(fact.name, fact.written, fact.value) for one in found for fact in one.facts]
    assert [one.text for one in found] == [
        "定位精度優於±１０ mm",
        "續航時間不少於６小時",
        "預算不超過500萬元",
    ]
    assert named == [
        ("定位精度", "mm", Decimal("0.01")),
        ("續航時間", "小時", 21_600),
        ("預算", "萬元", 5_000_000),
    ]


@pytest.mark.parametrize(
    "piece",
    ["a", "一", "1", "<", "<script>", "<!--", "±1", "5个", "一、", "(1)", "\x00", "由2小时到"],
)
def test_ten_megabytes_take_bounded_time(piece):
    text = piece * (10_000_000 // len(piece))

    started = time.process_time()
    found = split(text)

    assert len(found) <= MOST
    assert time.process_time() - started < 20


_SCRAPS = st.sampled_from(
    [
        *"一二1①（(2)、，。；.,:-±≥< >\n\x00%",
        *("是", "第一，", "6 h", "10万元", "TRL 7", "精度", "<b>", "不低于", "e.g. ", "目标："),
        *("续航", "以内", "&nbsp;", "至", "到", "路视频", "-20~60℃"),
    ]
)


@given(st.text(max_size=200) | st.lists(_SCRAPS, max_size=40).map("".join))
def test_any_text_is_split(text):
    reached = 0
    for number, one in enumerate(split(text), 1):
        assert one.number == number
        assert reached <= one.start < one.end <= len(text)
        assert one.text == text[one.start : one.end]
        assert one.text.strip() == one.text
        for fact in one.facts:
            assert one.start <= fact.first <= fact.start < fact.end <= len(text)
            assert text.startswith(fact.name, fact.first)
            assert fact.unit == "TRL" or fact.unit.isupper() or fact.written in text
            assert fact.counted in text
        reached = one.end


def test_clauses_of_a_raw_text_are_at_their_places():
    text = "<p>自動巡檢</p>\ud800第一，病害識別。"

    assert [text[start:end] for start, end in clauses(text)] == ["自動巡檢", "病害識別"]
