from hypothesis import given
from hypothesis import strategies as st

from citystage.foundation.documents.plain import clean, clip, line, share_out, soften


def test_clean_drops_what_no_page_can_carry_and_keeps_the_rest():
    text = "甲\x00乙\ud800\ufffe\u202e丙\r\n\r\n丁\t戊 🎉 عربي"

    assert clean(text) == "甲乙丙\n丁 戊 🎉 عربي"


def test_line_puts_a_text_on_one_line_and_cuts_it_with_an_ellipsis():
    assert line("甲 \n 乙", limit=10) == "甲 乙"
    assert line("甲" * 100_000, limit=5) == "甲甲甲甲…"


def test_clip_says_that_something_is_missing():
    assert clip("一二三四五", limit=3, notice="（略）") == "一二…（略）"
    assert clip("一二三", limit=3, notice="（略）") == "一二三"


def test_soften_lets_long_words_break_and_leaves_others_alone():
    softened = soften("短 word " + "a" * 30)

    assert softened == "短 word " + "\u200b".join(("a" * 8, "a" * 8, "a" * 8, "a" * 6))


def test_share_out_takes_from_the_long_and_spares_the_short():
    shared = share_out(["甲" * 4, "乙" * 100], budget=20, notice="")

    assert shared == ["甲" * 4, "乙" * 15 + "…"]


@given(st.lists(st.text(max_size=300), max_size=8), st.integers(min_value=0, max_value=500))
def test_share_out_never_exceeds_the_budget_by_more_than_its_marks(texts, budget):
    shared = share_out(texts, budget=budget, notice="")

    assert sum(map(len, shared)) <= budget + len(texts)


@given(st.text())
def test_clean_is_settled_after_one_pass(text):
    assert clean(clean(text)) == clean(text)
