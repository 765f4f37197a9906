"""Tokens: whatever part of a document a person types finds the document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citystage.engines.text.tokens import (
    LONGEST_WORD,
    MOST_TERMS,
    Kind,
    Term,
    index_tokens,
    pairs,
    phrase_tokens,
    query_terms,
)
from citystage.engines.text.words import EMPTY, Lexicon

WORDS = Lexicon(["海纳云", "場景應用實驗室", "低空经济", "低空"])
ARTICLE = (
    "2024年以來,青島積極開展場景建設,分領域梳理出第一批場景清單;"
    "4月,青島市發改委開展場景應用實驗室“金融媒體行”活動,邀請9家金融機構走進場景應用實驗室"
)


def finds(query: str, document: str) -> bool:
    tokens = set(index_tokens(document, words=WORDS))
    return all(_present(term, tokens) for term in query_terms(query, words=WORDS))


def _present(term: Term, tokens: set[str]) -> bool:
    if term.kind is Kind.LETTER:
        return any(token.startswith(term.text) for token in tokens)
    return any(tokens.issuperset(way) for way in term.alternatives)


def test_index_tokens_are_words_pairs_and_the_last_character():
    tokens = index_tokens("海納雲無人機", words=WORDS)

    assert tokens == [
        "无人机", "海纳云", "海纳", "纳云", "云无", "无人", "人机", "机",
    ]  # fmt: skip


def test_index_tokens_keep_latin_words_and_their_parts():
    assert index_tokens("5G-A 与 C++、eVTOL the AI+") == [
        "5g-a", "5g", "a", "与", "c++", "c", "evtol", "the", "ai+", "ai",
    ]  # fmt: skip


def test_index_tokens_cap_endless_words():
    assert index_tokens("a" * 500) == ["a" * LONGEST_WORD]


@pytest.mark.parametrize(
    "query",
    [
        "场景清单",
        "場景清單",
        "金融媒体行",
        "实验室 金融",
        "青岛",
        "单",
        "发改委",
        "2024",
        "应用实验",
    ],
)
def test_simplified_and_traditional_queries_find_the_article(query):
    assert finds(query, ARTICLE)


@pytest.mark.parametrize("query", ["成都", "青岛 成都", "机器人"])
def test_other_words_do_not_find_it(query):
    assert not finds(query, ARTICLE)


@given(st.text("青岛海纳云场景应用实验室无人机发展AI5 -，", min_size=1, max_size=30), st.data())
def test_any_cut_of_chinese_characters_finds_its_text(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    cut = (
        "".join(letter for letter in text[start:end] if letter > "\u4e00")
        if (all(letter > "\u4e00" and letter != "，" for letter in text[start:end]))
        else text
    )

    assert finds(cut, text)


@given(st.text(max_size=100))
def test_any_text_finds_itself(text):
    assert finds(text, text)


def test_query_terms_carry_ways_and_forms():
    (term,) = query_terms("eVTOL", synonyms={"evtol": ["電動垂直起降"]})

    assert term == Term(
        "evtol",
        Kind.WORD,
        (("evtol",), ("电动垂直起降",), ("电动", "动垂", "垂直", "直起", "起降")),
        ("evtol", "电动垂直起降"),
    )


def test_query_terms_know_joined_words_by_their_parts():
    (term,) = query_terms("5G-A")

    assert term.alternatives == (("5g-a",), ("5g", "a"))


def test_query_terms_prefer_a_citys_own_words():
    texts = [term.text for term in query_terms("海納雲的低空經濟平台", words=WORDS)]

    assert texts == ["海纳云", "低空经济", "平台"]


def test_query_terms_drop_stop_words_unless_alone():
    assert [term.text for term in query_terms("青岛的场景 of the city")] == ["青岛", "场景", "city"]
    assert [term.text for term in query_terms("的")] == ["的"]
    assert [term.text for term in query_terms("the")] == ["the"]


def test_query_terms_are_capped_and_unique():
    many = " ".join(f"w{number}" for number in range(100))

    assert len(query_terms(many + " " + many)) == MOST_TERMS


def test_a_query_without_words_has_no_terms():
    assert query_terms("😀 \0 …") == ()


def test_phrase_tokens_are_what_any_holder_has():
    assert phrase_tokens("低空 the 云 AI") == ("低空", "云", "ai")


def test_pairs_of_a_run():
    assert pairs("海纳云") == ("海纳", "纳云")
    assert pairs("云") == ()


def test_lexicon_matches_longest_first():
    assert list(WORDS.longest("低空经济与低空")) == [(0, 4), (5, 7)]
    assert list(WORDS.occurrences("低空经济")) == [(0, 4), (0, 2)]
    assert (len(WORDS), "海纳云" in WORDS, len(EMPTY)) == (4, True, 0)
