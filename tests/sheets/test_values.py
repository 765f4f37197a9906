"""Cells are cleaned as people mean them; what cannot be meant is refused with words."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citystage.foundation.sheets import values
from citystage.foundation.sheets.defusing import defused, is_risky, restored
from citystage.foundation.sheets.fields import Kind
from citystage.foundation.sheets.preparing import clean
from citystage.foundation.sheets.recognising import suits


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-03-01", "2026-03-01"),
        ("2026年3月", "2026-03"),
        ("2026年03月15日", "2026-03-15"),
        ("2026/3/5", "2026-03-05"),
        ("2026.3", "2026-03"),
        ("2026", "2026"),
        ("2026年", "2026"),
        ("20260315", "2026-03-15"),
        ("202603", "2026-03"),
        ("46082", "2026-03-01"),
        ("2026-01-30 09:07:01", "2026-01-30"),
        ("2026年3月至6月", "2026-03"),
        ("２０２６年３月", "2026-03"),
    ],
)
def test_dates_are_read_as_exactly_as_they_are_written(cell: str, day: str) -> None:
    assert values.clean_day(cell) == day


@pytest.mark.parametrize("cell", ["2026年13月", "2026-02-30", "下半年", "15", "3.5", "１２３"])
def test_no_date_is_refused(cell: str) -> None:
    with pytest.raises(values.NotUnderstood):
        values.clean_date(cell)


@pytest.mark.parametrize(
    ("cell", "told"),
    [("是", True), ("√", True), ("Yes", True), ("1.0", True), ("否", False), ("0", False)],
)
def test_yes_and_no_are_read(cell: str, told: bool) -> None:
    assert values.clean_yesno(cell) is told


def test_other_words_are_neither_yes_nor_no() -> None:
    with pytest.raises(values.NotUnderstood):
        values.clean_yesno("也许")


@pytest.mark.parametrize(
    ("cell", "number"), [("1,234.50", "1234.50"), ("１２", "12"), (" 7 ", "7"), ("-3", "-3")]
)
def test_numbers_are_read(cell: str, number: str) -> None:
    assert values.clean_number(cell) == Decimal(number)


@pytest.mark.parametrize("cell", ["nan", "inf", "12万", "", "1-2"])
def test_no_number_is_refused(cell: str) -> None:
    with pytest.raises(values.NotUnderstood):
        values.clean_number(cell)


def test_text_loses_width_and_space_but_keeps_chinese_marks() -> None:
    assert values.clean_text("　ＡＩ  大模型，试点　") == "AI 大模型，试点"


def test_long_text_keeps_its_lines() -> None:
    assert values.clean_long("一、目标 \r\n\r\n\r\n\r\n二、内容") == "一、目标\n\n二、内容"


def test_telephone_number_of_a_number_cell_loses_its_decimal() -> None:
    assert values.clean_phone("13800138000.0") == "13800138000"
    assert values.looks_like_phone("0532-85912345转8001")
    assert not values.looks_like_phone("联系人张三")


def test_words_are_split_at_marks_of_either_width() -> None:
    assert values.clean_words("低空、无人机，低空;AI/VR") == ["低空", "无人机", "AI", "VR"]


def test_bare_amount_takes_the_unit_of_its_column() -> None:
    assert clean("65.000000", Kind.MONEY, "万元") == "65万元"
    assert clean("约65万元", Kind.MONEY, "万元") == "约65万元"
    assert clean("12", Kind.NUMBER) == Decimal(12)
    assert clean("是", Kind.YESNO) is True


@pytest.mark.parametrize(
    ("cell", "kind", "fit"),
    [
        ("65.00", Kind.MONEY, 1),
        ("面议", Kind.MONEY, 1),
        ("是", Kind.MONEY, -1),
        ("2026年3月", Kind.DATE, 1),
        ("建设内容", Kind.DATE, -1),
        ("12", Kind.NUMBER, 1),
        ("https://example.invalid", Kind.LINK, 1),
        ("某报", Kind.LINK, 0),
        ("0532-85912345", Kind.PHONE, 1),
        ("港区无人巡检", Kind.TEXT, 0),
        ("65.00", Kind.TEXT, -1),
        ("是", Kind.TEXT, -1),
        ("https://example.invalid", Kind.TEXT, -1),
        ("很" * 70, Kind.LONG, 1),
        ("很" * 200, Kind.MONEY, -1),
        ("", Kind.MONEY, 0),
    ],
)
def test_content_tells_its_kind(cell: str, kind: Kind, fit: int) -> None:
    assert suits(cell, kind) == fit


@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A0", "@SUM(A1)", "+A1", "-A1", "\t=1", "'=1", "＝1+A1"]
)
def test_dangerous_text_is_defused(text: str) -> None:
    assert is_risky(text)
    assert defused(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-5.2", "+86 532 8591", "港区", "", "'", "it's", "a=b"])
def test_harmless_text_stays(text: str) -> None:
    assert defused(text) == text


@given(st.text())
def test_defused_text_comes_back(text: str) -> None:
    assert restored(defused(text)) == text
    assert not defused(text).startswith(("=", "@"))


@given(st.text(max_size=40))
def test_any_cell_is_cleaned_or_refused(cell: str) -> None:
    for kind in Kind:
        suits(cell, kind)
        try:
            clean(cell, kind, "万元")
        except values.NotUnderstood as why:
            told = str(why)
        else:
            told = "cleaned"

        assert told


def test_serial_numbers_are_days_since_the_office_epoch() -> None:
    assert values.clean_date("45000") == dt.date(2023, 3, 15)
