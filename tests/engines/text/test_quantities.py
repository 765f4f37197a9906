"""Facts are read with their limits, in base units."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citystage.engines.text.dates import find_dates
from citystage.engines.text.limits import Limit
from citystage.engines.text.quantities import find_measures, find_quantities
from citystage.engines.text.units import UNITS


def read(text: str) -> list[tuple[str, Limit, Decimal, str]]:
    return [(m.name, m.limit, m.value, m.unit) for m in find_measures(text)]


@pytest.mark.parametrize(
    ("text", "name", "limit", "value", "unit"),
    [
        ("定位精度±10 mm", "定位精度", Limit.WITHIN, "0.01", "m"),
        ("续航≥6 h", "续航", Limit.AT_LEAST, "21600", "s"),
        ("不少于20个点位", "", Limit.AT_LEAST, "20", "item"),
        ("验证期不少于6个月", "验证期", Limit.AT_LEAST, "6", "month"),
        ("居家不少于２００户", "居家", Limit.AT_LEAST, "200", "household"),
        ("缩短到10分钟以内", "缩短", Limit.AT_MOST, "600", "s"),
        ("漏报率不高于5％", "漏报率", Limit.AT_MOST, "5", "%"),
        ("服务10万人次以上", "服务", Limit.AT_LEAST, "100000", "person"),
        ("全长约18公里", "全长", Limit.ABOUT, "18000", "m"),
        ("，三个月", "", Limit.EXACTLY, "3", "month"),
        ("1,200台", "", Limit.EXACTLY, "1200", "item"),
        ("at least 30 km", "", Limit.AT_LEAST, "30000", "m"),
        ("within 10 minutes", "", Limit.AT_MOST, "600", "s"),
        ("latency under 50 ms", "latency", Limit.BELOW, "0.05", "s"),
        ("带宽100Mbps", "带宽", Limit.EXACTLY, "100000000", "bps"),
        ("30日内", "", Limit.AT_MOST, "2592000", "s"),
    ],
)
def test_a_measure_is_read(text, name, limit, value, unit):
    assert read(text) == [(name, limit, Decimal(value), unit)]


@pytest.mark.parametrize("spelled", ["±", "+/-"])
def test_a_value_with_its_tolerance_is_a_range(spelled):
    (measure,) = find_measures(f"温度20{spelled}5℃")

    assert (measure.limit, measure.value, measure.upper) == (Limit.BETWEEN, 15, 25)


def test_temperatures_may_lie_below_zero_other_hyphens_are_hyphens():
    text = "工作温度-20~60℃，存放≥-40℃，编号-5台，-10℃"

    assert [(m.value, m.upper, text[m.start : m.end]) for m in find_measures(text)] == [
        (-20, 60, "-20~60℃"),
        (-40, -40, "≥-40℃"),
        (5, 5, "5台"),
        (-10, -10, "-10℃"),
    ]


@pytest.mark.parametrize(
    ("text", "limit", "unit", "value", "stands"),
    [
        ("预算不超过500万元", Limit.AT_MOST, "CNY", 5_000_000, "预算不超过500万元"),
        ("年产值1.2亿元以上", Limit.AT_LEAST, "CNY", 120_000_000, "年产值1.2亿元以上"),
        ("投资300—500万元", Limit.BETWEEN, "CNY", 3_000_000, "投资300—500万元"),
        ("预算500万", Limit.EXACTLY, "CNY", 5_000_000, "预算500万"),
        ("a cost of at most 200 USD", Limit.AT_MOST, "USD", 200, "cost of at most 200 USD"),
        ("$1.5 million", Limit.EXACTLY, "USD", 1_500_000, "$1.5 million"),
        ("TRL≥6", Limit.AT_LEAST, "TRL", 6, "TRL≥6"),
        ("技术成熟度7级以上", Limit.AT_LEAST, "TRL", 7, "技术成熟度7级以上"),
        ("TRL 6-7", Limit.BETWEEN, "TRL", 6, "TRL 6-7"),
        ("由2小时缩短到10分钟以内", Limit.AT_MOST, "s", 600, "缩短到10分钟以内"),
        ("用时由2小时缩短到10分钟以内", Limit.AT_MOST, "s", 600, "用时由2小时缩短到10分钟以内"),
        ("准确率由85%提升至95%", Limit.EXACTLY, "%", 95, "准确率由85%提升至95%"),
        ("覆盖20个点位以上", Limit.AT_LEAST, "item", 20, "覆盖20个点位以上"),
        ("定位精度（RTK）优于±2cm", Limit.WITHIN, "m", Decimal("0.02"), "定位精度（RTK）优于±2cm"),
        ("不得超过3秒", Limit.AT_MOST, "s", 3, "不得超过3秒"),
        ("续航可达8小时", Limit.UP_TO, "s", 28_800, "续航可达8小时"),
        ("年产值达7000万元的8吨", Limit.EXACTLY, "CNY", 70_000_000, "年产值达7000万元"),
    ],
)
def test_a_quantity_is_read_with_what_it_is_of(text, limit, unit, value, stands):
    found = find_quantities(text)[0]

    assert (found.limit, found.unit, found.value) == (limit, unit, value)
    assert text[found.first : found.end] == stands


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("要求定位精度达到5mm", "定位精度"),
        ("基于深度学习的目标识别准确率不低于95%", "目标识别准确率"),
        ("准确率提升至95%", "准确率"),
        ("巡检效率提升30%以上", "巡检效率提升"),
        ("目前总体符合率可以达到90%", "总体符合率"),
        ("应急响应时间≤5分钟", "应急响应时间"),
        ("并发用户≥500人", "并发用户"),
        ("储能2MWh", "储能"),
        ("2021年首批实验室82家", "首批实验室"),
        ("2021年82家", ""),
        ("The system shall have an accuracy of at least 95%", "accuracy"),
    ],
)
def test_the_name_is_that_of_the_thing_measured(text, name):
    assert find_quantities(text)[0].name == name


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("支持100路视频接入", "视频接入"),
        ("20个点位以上", "点位"),
        ("3台及以上", ""),
        ("up to 8 h endurance", "endurance"),
    ],
)
def test_what_is_counted_stands_behind(text, noun):
    assert find_quantities(text)[0].counted == noun


@pytest.mark.parametrize(
    "text",
    ["5G网络", "5A级景区", "7×24小时", "零部件", "百里画廊", "千分之一", "2.4g/kg", "第三个"],
)
def test_labels_and_figures_of_speech_are_no_quantities(text):
    assert find_quantities(text) == []


@given(
    name=st.sampled_from(
        ["定位精度", "续航时间", "识别准确率", "带宽", "应急响应时间", "并发能力"]
    ),
    sign=st.sampled_from(
        [
            ("≥", Limit.AT_LEAST),
            ("不低于", Limit.AT_LEAST),
            ("＜", Limit.BELOW),
            ("不得超过", Limit.AT_MOST),
            ("优于", Limit.BETTER),
            ("±", Limit.WITHIN),
            ("大于等于", Limit.AT_LEAST),
            ("高达", Limit.UP_TO),
            ("约", Limit.ABOUT),
        ]
    ),
    value=st.tuples(
        st.integers(1, 99_999) | st.decimals("0.01", 999, places=2),
        st.sampled_from(["", " "]),
        st.sampled_from(["mm", "h", "%", "Mbps", "kW", "℃", "fps", "分钟", "dB", "公里"]),
    ),
    around=st.tuples(
        st.sampled_from(["", "要求", "系统具备：", "一是", "，", "其中"]),
        st.sampled_from(["", "。", "；其他", "，并支持扩展", " and more"]),
    ),
)
def test_a_stated_fact_is_read_whatever_stands_around_it(name, sign, value, around):
    (number, gap, unit), (before, after) = value, around
    written, limit = sign
    text = f"{before}{name}{written}{number}{gap}{unit}{after}"

    (found,) = find_quantities(text)

    base, factor = UNITS[unit.lower()]
    assert (found.limit, found.unit, found.value) == (limit, base, Decimal(number) * factor)
    assert found.name.endswith(name)
    assert text[found.first : found.end].endswith(f"{name}{written}{number}{gap}{unit}")


def test_lone_surrogates_do_no_harm():
    assert find_quantities("\ud800续航≥6 h")[0].value == 21_600


@pytest.mark.parametrize(
    ("text", "value", "upper"),
    [("10-20公里", 10_000, 20_000), ("2至3小时", 7_200, 10_800), ("5～8万人", 50_000, 80_000)],
)
def test_a_range_is_read(text, value, upper):
    (measure,) = find_measures(text)

    assert (measure.limit, measure.value, measure.upper) == (Limit.BETWEEN, value, upper)


def test_measures_of_a_real_condition():
    text = "验证期不少于6个月; 居家不少于200户且200台套, 或社区/机构不少于20个且20台套"

    assert [(m.name, m.value, text[m.start : m.end]) for m in find_measures(text)] == [
        ("验证期", 6, "不少于6个月"),
        ("居家", 200, "不少于200户"),
        ("", 200, "200台套"),
        ("机构", 20, "不少于20个"),
        ("", 20, "20台套"),
    ]


@pytest.mark.parametrize(
    "text", ["2026年", "2026年12月31日", "6月30日", "第3个", "一个平台", "3500万元", "无数字", ""]
)
def test_dates_labels_and_money_are_no_measures(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "first", "until"),
    [
        ("2026年12月底", (2026, 12, 21), (2027, 1, 1)),
        ("2026年底", (2026, 12, 1), (2027, 1, 1)),
        ("2026年初", (2026, 1, 1), (2026, 2, 1)),
        ("2026年", (2026, 1, 1), (2027, 1, 1)),
        ("2026-12-31", (2026, 12, 31), (2027, 1, 1)),
        ("2026/6", (2026, 6, 1), (2026, 7, 1)),
        ("２０２６年７月中旬", (2026, 7, 11), (2026, 7, 21)),
        ("2026年7月上旬", (2026, 7, 1), (2026, 7, 11)),
        ("2026年第三季度", (2026, 7, 1), (2026, 10, 1)),
        ("2026年四季度", (2026, 10, 1), (2027, 1, 1)),
        ("2026年上半年", (2026, 1, 1), (2026, 7, 1)),
        ("2026年下半年", (2026, 7, 1), (2027, 1, 1)),
        ("by 30 June 2027", (2027, 6, 30), (2027, 7, 1)),
        ("March 3, 2027", (2027, 3, 3), (2027, 3, 4)),
        ("Dec 2026", (2026, 12, 1), (2027, 1, 1)),
        ("Q3 2026", (2026, 7, 1), (2026, 10, 1)),
        ("end of 2026", (2026, 12, 1), (2027, 1, 1)),
    ],
)
def test_a_date_is_read_with_its_precision(text, first, until):
    (moment,) = find_dates(text)

    assert (moment.first, moment.until) == (date(*first), date(*until))


@pytest.mark.parametrize("text", ["2026-6-31", "2026 items", "12月31日", "12026年", "尽快"])
def test_what_is_no_date_is_passed_over(text):
    assert find_dates(text) == []


@given(
    st.text(max_size=100)
    | st.text("0123456789.-年月日底约不少于个公里h%±万至第一三 季度", max_size=40)
)
def test_any_text_is_read(text):
    for found in (*find_measures(text), *find_dates(text)):
        assert 0 <= found.start < found.end <= len(text)
