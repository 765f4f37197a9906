"""Stored answers as words, in both languages."""

import pytest

from citystage.stages.intake.forming.reading import readable, typed_again
from tests.intake.forming.samples import FORM, LEXICON


@pytest.mark.parametrize(
    ("key", "answer", "zh", "en"),
    [
        ("title", "港", "港", "港"),
        ("title", None, "", ""),
        ("known", "open", "面议", "To be discussed"),
        ("known", "gone", "gone", "gone"),
        ("modes", ["open", "settled"], "面议、已明确", "To be discussed, Settled"),
        ("sites", 1200, "1,200个", "1,200 sites"),
        ("budget", 260_000_000, "260万元", "CNY 2,600,000"),
        ("budget", 12_345, "123.45元", "CNY 123.45"),
        ("day", "2027-03-01", "2027年3月1日", "1 Mar 2027"),
        ("day", "soon", "soon", "soon"),
        (
            "term_of_work",
            {"from": "2027-03-01", "until": "2027-08-31"},
            "2027年3月1日至2027年8月31日",
            "1 Mar 2027 – 31 Aug 2027",
        ),
        ("place", "laoshan", "崂山区", "崂山区"),
        ("chains", ["ai", "gone"], "人工智能、gone", "人工智能, gone"),
        (
            "person",
            {"name": "张三", "unit": "", "phone": "0532-55501234"},
            "张三，0532-55501234",
            "张三, 0532-55501234",
        ),
        ("papers", [7, 9], "图纸.pdf、#9", "图纸.pdf, #9"),
        ("reserved", False, "否", "No"),
    ],
)
def test_readable_words_each_type(key, answer, zh, en):
    assert readable(FORM.get(key), answer, lexicon=LEXICON, english=False) == zh
    assert readable(FORM.get(key), answer, lexicon=LEXICON, english=True) == en


def test_typed_again_gives_what_a_person_would_type():
    assert typed_again(FORM.get("budget"), 260_000_000) == "260"
    assert typed_again(FORM.get("person"), None) == {}
    assert typed_again(FORM.get("sites"), None) == ""
    assert typed_again(FORM.get("sites"), 3) == "3"
