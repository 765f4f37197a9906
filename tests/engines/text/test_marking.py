"""Marks stand where the reader's own text has the word."""

from hypothesis import given
from hypothesis import strategies as st

from citystage.engines.text.marking import MOST_MARKS, Snippet, mark, snippet

TEXT = "第一批。青岛海纳云場景应用实验室，发展ＡＩ与MAIN技术，AI+场景。"


def marked(text: str, *forms: str) -> list[str]:
    return [text[start:end] for start, end in mark(text, forms)]


def test_traditional_form_marks_simplified_text_and_the_reverse():
    assert marked(TEXT, "場景") == ["場景", "场景"]
    assert marked(TEXT, "场景") == ["場景", "场景"]


def test_latin_form_marks_beginnings_of_words_in_any_width_and_case():
    assert marked(TEXT, "ai") == ["ＡＩ", "AI"]


def test_touching_marks_are_one():
    assert marked(TEXT, "海纳云", "场景") == ["海纳云場景", "场景"]


def test_longer_forms_win():
    assert marked("场景应用实验室", "场景", "场景应用") == ["场景应用"]


def test_nothing_asked_marks_nothing():
    assert mark(TEXT, ["", "\0"]) == []


def test_marks_are_capped():
    assert len(mark("云 " * 5_000, ["云"])) == MOST_MARKS


def test_snippet_of_a_short_text_is_the_text():
    assert snippet("海纳云", ["云"]) == Snippet(
        "海纳云", ((2, 3),), cut_before=False, cut_after=False
    )


def test_snippet_without_marks_is_the_beginning():
    found = snippet("甲" * 300, ["乙"], length=10)

    assert found == Snippet("甲" * 10, (), cut_before=False, cut_after=True)


def test_snippet_shows_the_densest_place_from_its_sentence_on():
    text = "云" + "甲" * 200 + "。无人机与云，云在无人机。" + "乙" * 200

    found = snippet(text, ["云", "无人机"], length=40)

    assert found.text.startswith("无人机与云，云在无人机。")
    assert [found.text[a:b] for a, b in found.spans] == ["无人机", "云", "云", "无人机"]
    assert (found.cut_before, found.cut_after) == (True, True)


def test_snippet_cuts_a_mark_longer_than_itself():
    found = snippet("甲甲" + "云" * 50 + "甲", ["云" * 50], length=10)

    assert len(found.text) == 10
    assert all(0 <= start < end <= 10 for start, end in found.spans)


@given(st.text("云場场景AaI ，。\0\n", max_size=200), st.integers(1, 60))
def test_snippet_is_an_excerpt_with_its_marks(text, length):
    found = snippet(text, ["场景", "ai", "云"], length=length)

    assert found.text in text
    assert len(found.text) <= length
    assert all(0 <= start < end <= len(found.text) for start, end in found.spans)
