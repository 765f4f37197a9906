"""Periods by their words, and formulas in words."""

from datetime import date

import pytest

from citystage.engines.indicators.explaining import Names, Said, explained
from citystage.engines.indicators.parsing import parse
from citystage.engines.indicators.periods import Span, period, words_around

NAMES = Names(
    sources={
        "answer": Said("应答", "answers"),
        "trial": Said("试用", "trials"),
        "deal": Said("签约", "agreements"),
    },
    units={
        "answer": Said("企业", "firms"),
        "trial": Said("企业", "firms"),
        "deal": Said("协议", "agreements"),
    },
    values={("kind", "purchase"): Said("采购", "purchase")},
)
CLAIMS = {
    "zh": "已核实的计入数值；仅申报、尚无证明的另列，不计入。",
    "en": " What is proven makes the number; what is only claimed is shown beside it and not"
    " counted.",
}


@pytest.mark.parametrize(
    ("word", "first", "until", "grain"),
    [
        ("2026", date(2026, 1, 1), date(2027, 1, 1), "year"),
        ("2026Q1", date(2026, 1, 1), date(2026, 4, 1), "quarter"),
        ("2026Q4", date(2026, 10, 1), date(2027, 1, 1), "quarter"),
        ("2026-2028", date(2026, 1, 1), date(2029, 1, 1), "whole"),
        ("ever", date.min, date.max, "ever"),
    ],
)
def test_a_period_is_half_open(word, first, until, grain):
    found = period(word)

    assert (found.first, found.until, found.grain, found.word) == (first, until, grain, word)
    assert found.holds(first)
    assert not found.holds(until)


@pytest.mark.parametrize(
    "word", ["", "26", "2026Q5", "2028-2026", "9999", "9999Q1", "0000", "2026 ", "二〇二六"]
)
def test_what_is_no_period_is_none(word):
    assert period(word) is None


def test_a_day_lies_in_every_plan_that_holds_it():
    assert words_around(date(2026, 8, 1), [Span(2026, 2028), Span(2024, 2025)]) == [
        ("year", "2026"),
        ("quarter", "2026Q3"),
        ("ever", "ever"),
        ("whole", "2026-2028"),
    ]


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            "count units of answer, trial where district != laoshan and proven",
            "统计期内有应答或试用（区市不是laoshan，已核实）的企业数，同一企业只计一次。",
            (
                "The number of distinct firms with answers or trials (district is not laoshan,"
                " proven) in the period; each counts once."
            ),
        ),
        (
            "sum amount of deal where kind = purchase and claimed",
            "统计期内签约（类型为采购，仅申报）的金额合计，同一协议只计一次，取期内最新一笔。",
            (
                "The amounts of agreements (kind is purchase, only claimed) in the period added up;"
                " of each of the agreements only the latest counts."
            ),
        ),
        (
            "count new units of answer",
            "统计期内首次出现应答的企业数，同一企业只在首次出现的那一期计一次。",
            (
                "The number of firms that had answers for the first time in the period; each"
                " counts once there."
            ),
        ),
        (
            "share of units of answer with trial",
            "统计期内有应答的企业中，有试用的所占百分比（不限何时）。",
            "Of the firms with answers in the period, the percentage that have trials, whenever.",
        ),
    ],
)
def test_a_formula_is_told_in_both_languages(text, zh, en):
    assert explained(parse(text), NAMES, language="zh") == zh + CLAIMS["zh"]
    assert explained(parse(text), NAMES, language="en") == en + CLAIMS["en"]


def test_a_median_and_a_ratio_are_told():
    median, ratio = (
        parse("median days from answer to trial"),
        parse("sum amount of deal / count units of deal"),
    )

    assert explained(median, NAMES, language="zh").startswith(
        "同一企业从首次应答到其后首次试用所用天数的中位数，按试用发生的时间归入统计期。"
    )
    assert explained(ratio, NAMES, language="en").startswith(
        "One over the other. The amounts of agreements in the period added up;"
    )
