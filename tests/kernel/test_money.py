"""Amounts are read exactly as written, or refused with a reason."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citystage.kernel.money import LARGEST, WAN_YUAN, NotMoney, find_money, parse_money
from citystage.kernel.numerals import chinese_number


@pytest.mark.parametrize(
    ("written", "yuan"),
    [
        ("约3,500万元", "35000000"),
        ("3312590.00", "3312590"),
        ("7000000 元", "7000000"),
        ("330845661.94（设计费7355880.00元、建安费323489781.94元）", "330845661.94"),
        ("812860000.94元（其中设计费报价：7860000元，建安费报价：805000000.94元）", "812860000.94"),
        ("人民币 肆佰叁拾柒万元整 （￥4370000.00元）", "4370000"),
        ("三千五百万元", "35000000"),
        ("2亿3500万元", "235000000"),
        ("1.2亿元", "120000000"),
        ("２００万元", "2000000"),
        ("3500萬元", "35000000"),
        ("3千万", "30000000"),
        ("不超过500万", "5000000"),
        ("预算50余万元", "500000"),
        ("5 000 000元", "5000000"),
        ("CNY 35.0 m", "35000000"),
        ("RMB 3.5 million", "3500000"),
        ("¥99.5", "99.5"),
        ("约50", "50"),
        ("0", "0"),
        ("(30万元)", "300000"),
        ("990万元/三年", "9900000"),
        ("500万元" + " " * 5_000 + "600万元", "5000000"),
        ("3.14159万元", "31415.9"),
        ("0.005元", "0.01"),
    ],
)
def test_parse_money_reads(written, yuan):
    assert parse_money(written) == int(Decimal(yuan) * 100)


def test_a_bare_number_takes_the_columns_unit():
    assert parse_money("57", unit=WAN_YUAN) == 57_000_000
    assert parse_money("57元", unit=WAN_YUAN) == 5_700


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("面议", "no_amount"),
        ("", "no_amount"),
        ("77.88%", "no_amount"),
        ("价格系数：99.61%", "no_amount"),
        ("31元/平方米", "no_amount"),
        ("升降AGV 375000元/台; 背负AGV 250000元/台", "no_amount"),
        ("(" * 20_000, "no_amount"),
        ("-5万元", "no_amount"),
        ("10万人次", "no_amount"),
        ("300-500万元", "several"),
        ("设计费105万元，监理费20万元", "several"),
        ("500万美元", "foreign"),
        ("US$ 3 million", "foreign"),
        ("9" * 20 + "元", "too_large"),
    ],
)
def test_parse_money_says_why_not(written, code):
    with pytest.raises(NotMoney) as refused:
        parse_money(written)

    assert refused.value.code == code


def test_find_money_in_a_sentence():
    text = "预算500万，其中设备300—400万元，服务10万人次，10元宇宙项目，投资约1.2亿元以内，3元/次"

    found = [(amount.fen // 100, text[amount.start : amount.end]) for amount in find_money(text)]

    assert found == [
        (5_000_000, "500万"),
        (3_000_000, "300—400万元"),
        (4_000_000, "300—400万元"),
        (120_000_000, "1.2亿元"),
    ]


def test_find_money_in_english():
    text = "A budget of CNY 3.5 million and $200,000 for 20 m of road"

    found = [(amount.fen // 100, amount.currency) for amount in find_money(text)]

    assert found == [(3_500_000, "CNY"), (200_000, "USD")]


def test_counts_of_people_are_no_money():
    assert find_money("投资方案惠及用户500万人，面积3万平方米，覆盖10亿人次") == []


def test_amounts_beyond_reason_are_passed_over():
    assert find_money("9" * 25 + "元") == []


@given(st.integers(0, LARGEST))
def test_what_is_written_plainly_is_read_exactly(fen):
    assert parse_money(f"{fen // 100:,}.{fen % 100:02d}元") == fen


@given(st.text(max_size=100) | st.text("0123456789.,-万亿元千百一二（）%/约 预算￥", max_size=40))
def test_any_text_is_read_or_refused(text):
    for amount in find_money(text):
        assert 0 <= amount.fen <= LARGEST
        assert 0 <= amount.start < amount.end <= len(text)
    try:
        assert 0 <= parse_money(text) <= LARGEST
    except NotMoney as refused:
        assert refused.code in {"no_amount", "several", "foreign", "too_large"}  # noqa: PT017


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        ("三千五百万", 35_000_000),
        ("二〇二六", 2026),
        ("十", 10),
        ("二十三", 23),
        ("一百零五", 105),
        ("一亿二千万", 120_000_000),
        ("三万亿", 3_000_000_000_000),
        ("叁佰伍拾伍万伍仟", 3_555_000),
        ("两", 2),
        ("萬", 0),
        ("元", None),
        ("", None),
    ],
)
def test_chinese_numbers(numeral, number):
    assert chinese_number(numeral) == number
