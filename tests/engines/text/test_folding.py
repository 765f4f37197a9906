"""Folding brings all ways of writing together; cleaning keeps what people meant."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from citystage.engines.text import folding
from citystage.engines.text.folding import align, clean, fold, simplify

anything = st.text(max_size=200) | st.text(
    st.sampled_from("場景发展臺灣後乾隆 ＡＩ　㎡①ﬁ é́ガ｡\u200d\u202e\0\ufe0f\n한\u1161İΣß"),
    max_size=40,
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("場景應用實驗室", "场景应用实验室"),
        ("發展與頭髮", "发展与头发"),
        ("  ＡＩ＋　場景\r\n 100㎡ ", "ai+ 场景 100m2"),
        ("海\0纳\u202e云\u200b", "海纳云"),
        ("Straße ΣΑΣ", "strasse σασ"),
        ("half \ud800 pair", "half pair"),
        ("😀❤️", "😀❤"),
        ("", ""),
    ],
)
def test_fold_gives_one_form(written, folded):
    assert fold(written) == folded


def test_fold_of_long_text_equals_fold_of_its_pieces():
    line = "政府“搭臺”、企業“答題”、市場“解題”。"

    assert fold(line * 100) == fold(line) * 100


def test_simplify_reads_phrases():
    assert simplify("乾隆的乾燥頭髮") == "乾隆的干燥头发"


@given(anything)
def test_fold_never_raises_and_leaves_no_noise(text):
    folded = fold(text)

    assert folded == folded.strip()
    assert not any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in folded)


@given(anything)
@example("é́ \u200d\u0301ガ")
def test_align_gives_the_folded_text_with_places_in_the_original(text):
    aligned = align(text)

    assert aligned.text == fold(text)
    assert len(aligned.starts) == len(aligned.ends) == len(aligned.text)
    assert all(0 <= a < b <= len(text) for a, b in zip(aligned.starts, aligned.ends, strict=True))
    assert list(aligned.starts) == sorted(aligned.starts)


def test_align_maps_spans_back():
    text = "第１批　㎡場\u200b景"
    aligned = align(text)

    start = aligned.text.index("场景")

    assert text[slice(*aligned.original((start, start + 2)))] == "場\u200b景"


def test_align_keeps_places_when_phrases_change_length(monkeypatch):
    whole = folding.simplify
    monkeypatch.setattr(folding, "simplify", lambda text: whole(text) + "x" * (len(text) > 1))

    assert align("場景").text == "场景"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\0b\x07c", "abc"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("  留  白\t \n\n 末 ", "留  白\n\n 末"),
        ("👩‍🚀 مرحبا שלום", "👩‍🚀 مرحبا שלום"),
        ("evil\u202etxt.exe", "eviltxt.exe"),
        ("🏴\U000e0067\U000e0062\U000e007f x\U000e0041", "🏴\U000e0067\U000e0062\U000e007f x"),
        ("臺灣", "臺灣"),
        ("e\u0301", "é"),
        ("\ud83d", ""),
    ],
)
def test_clean_keeps_what_was_meant(typed, kept):
    assert clean(typed) == kept


@given(anything)
def test_clean_text_can_be_stored_and_stays(text):
    cleaned = clean(text)

    assert "\0" not in cleaned
    assert cleaned.encode().decode() == cleaned
    assert clean(cleaned) == cleaned
