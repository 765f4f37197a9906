"""The query language reads everything and refuses nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citystage.engines.search.language import (
    LONGEST_QUERY,
    MOST_PIECES,
    Filter,
    Operator,
    Problem,
    Query,
    Trouble,
    parse,
)

FIELDS = {"领域": "field", "field": "field", "金额": "money", "年": "year"}


def read(text: str) -> Query:
    return parse(text, FIELDS)


def test_all_parts_in_one_query():
    assert read('領域：低空 金额:>500 "短语 A" -排除 词') == Query(
        terms=("词",),
        phrases=("短语 a",),
        excluded=("排除",),
        filters=(
            Filter("field", Operator.IS, "低空"),
            Filter("money", Operator.MORE, "500"),
        ),
    )


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("金额:>=500", Filter("money", Operator.AT_LEAST, "500")),
        ("金额：≥５００", Filter("money", Operator.AT_LEAST, "500")),
        ("金额:<500", Filter("money", Operator.LESS, "500")),
        ("金额:≤500万", Filter("money", Operator.AT_MOST, "500万")),
        ("金额:=5", Filter("money", Operator.IS, "5")),
        ("金额:300-500", Filter("money", Operator.BETWEEN, "300", "500")),
        ("年:2025..2026", Filter("year", Operator.BETWEEN, "2025", "2026")),
        ("年:2025-2026", Filter("year", Operator.BETWEEN, "2025", "2026")),
        ("年:2025..", Filter("year", Operator.AT_LEAST, "2025")),
        ("年:..2026", Filter("year", Operator.AT_MOST, "2026")),
        ("年:2026-05", Filter("year", Operator.IS, "2026-05")),
        ("-领域:低空", Filter("field", Operator.IS, "低空", excluded=True)),
        ("-年:..2026", Filter("year", Operator.AT_MOST, "2026", excluded=True)),
        ('FIELD:"低空 经济"', Filter("field", Operator.IS, "低空 经济")),
        ("领域:「低空 经济」", Filter("field", Operator.IS, "低空 经济")),
    ],
)
def test_conditions(text, condition):
    assert read(text) == Query(filters=(condition,))


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("“短语”「另一」", Query(phrases=("短语", "另一"))),
        ('-"旧 词"', Query(excluded=("旧 词",))),
        ("人-机 5g-a", Query(terms=("人-机", "5g-a"))),
        ("a:b", Query(terms=("a b",), problems=(Problem(Trouble.UNKNOWN_FIELD, "a"),))),
        ("-a:", Query(excluded=("a",), problems=(Problem(Trouble.UNKNOWN_FIELD, "a"),))),
        ("金额:", Query(problems=(Problem(Trouble.EMPTY_VALUE, "金额"),))),
        ("金额:>", Query(problems=(Problem(Trouble.EMPTY_VALUE, "money"),))),
        ("金额:..", Query(problems=(Problem(Trouble.BAD_RANGE, ".."),))),
        ("词 -", Query(terms=("词",), problems=(Problem(Trouble.EMPTY_EXCLUSION, "-"),))),
        ('"未闭', Query(phrases=("未闭",), problems=(Problem(Trouble.UNCLOSED_QUOTE, '"未闭'),))),
        (
            '领域:"未',
            Query(
                filters=(Filter("field", Operator.IS, "未"),),
                problems=(Problem(Trouble.UNCLOSED_QUOTE, '领域:"未'),),
            ),
        ),
        (":x", Query(terms=(":x",))),
        ('""', Query()),
        ("词 词", Query(terms=("词",))),
        ("无\0人机 😀", Query(terms=("无人机", "😀"))),
    ],
)
def test_odd_queries_are_read_as_far_as_they_go(text, query):
    assert read(text) == query


def test_long_queries_are_cut_and_told():
    query = read("字" * (LONGEST_QUERY + 1))

    assert query.terms == ("字" * LONGEST_QUERY,)
    assert query.problems == (Problem(Trouble.TOO_LONG),)


def test_many_pieces_are_cut_and_told():
    query = read(" ".join(f"{number}" for number in range(MOST_PIECES + 5)))

    assert len(query.terms) == MOST_PIECES
    assert query.problems == (Problem(Trouble.TOO_MANY),)


def test_query_knows_its_ranking_text_and_whether_it_asks_anything():
    assert read('词 "短语" 金额:>5').text == "词 短语"
    assert read("金额:>5")
    assert not read("  ")


@given(st.text(max_size=120) | st.text('领域:金额"“”「」-><≥.. 5a\0😀\ud800', max_size=60))
def test_parse_never_raises_and_keeps_its_bounds(text):
    query = read(text)

    parts = (*query.terms, *query.phrases, *query.excluded, *query.filters)
    assert len(parts) <= MOST_PIECES
    assert all("\0" not in piece for piece in (*query.terms, *query.phrases, *query.excluded))
    assert {condition.field for condition in query.filters} <= set(FIELDS.values())
