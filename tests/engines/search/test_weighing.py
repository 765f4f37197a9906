"""Encoding in arrays: as the formula says, text by text, whatever the texts and however many."""

from collections import Counter, defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citystage.engines.search import weighing
from citystage.engines.search.encoding import beginnings, digest_of, dimension_of, key_of
from citystage.engines.search.weighing import encode_many
from citystage.engines.text.characters import HAN_RUN
from citystage.engines.text.folding import fold
from citystage.engines.text.pinyin import name_keys
from citystage.engines.text.tokens import folded_tokens, pieces
from citystage.engines.text.words import EMPTY, Lexicon

WORDS = Lexicon(["无人机", "智能巡检", "低空经济区"])
LETTERS = st.text(
    "无人机智能巡检低空经济区ab5gA-.#+/々ー가\U00020000 ，\n\t　①%９ＡＢ㈱'", max_size=60
)
ANYTHING = st.text(max_size=20)
TEXTS = st.tuples(LETTERS | ANYTHING, st.lists(LETTERS, max_size=3).map(tuple), LETTERS | ANYTHING)


def plainly(texts, words):
    """The same by the book: BM25F weights by dimension, all keys, keys of title and names."""
    title, names, body = texts
    weights = defaultdict(float)
    every, head = set(), set()
    for at, text in enumerate(map(fold, (title, " ".join(names), body))):
        boost, usual = ((3.0, 24.0), (2.0, 16.0), (1.0, 220.0))[at]
        tokens = folded_tokens(text, words=words)
        norm = boost / (0.25 + 0.75 * len(tokens) / usual)
        letters = set("".join(HAN_RUN.findall(text)))
        marked = {f"w{token}": times for token, times in Counter(tokens).items()}
        marked |= {f"p{start}": 1 for token in tokens for start in beginnings(token)}
        marked |= {f"c{letter}": 1 for letter in letters}
        for token, times in marked.items():
            if at < 2 or token[0] != "c":
                weights[dimension_of(digest_of(token))] += times * norm
        keys = {key_of(digest_of(token)) for token in marked}
        every |= keys
        head |= keys if at < 2 else set()
    saturated = {one: weight * 2.2 / (weight + 1.2) for one, weight in weights.items()}
    return saturated, every, head


def checked(found, texts, words):
    weights, every, head = plainly(texts, words)
    assert dict(zip(found.sparse.indices, found.sparse.values, strict=True)) == pytest.approx(
        weights
    )
    assert (sorted(found.keys.split()), sorted(found.head.split())) == (sorted(every), sorted(head))
    said = [fold(text) for text in (texts[0], " ".join(texts[1]), texts[2])]
    assert found.reading == " \n ".join(f" {' '.join(pieces(text))} " for text in said)
    assert found.names == sorted({key for name in texts[1] for key in name_keys(name)})


@settings(max_examples=150, deadline=None)
@given(st.lists(TEXTS, max_size=6))
def test_each_of_many_is_encoded_by_the_book(many):
    for words in (EMPTY, WORDS):
        found = encode_many(many, words)

        assert len(found) == len(many)
        for one, texts in zip(found, many, strict=True):
            checked(one, texts, words)


def test_long_batches_are_cut_and_what_was_met_is_forgotten_in_time(monkeypatch):
    many = [(f"第{at}号无人机", ("海纳云",), "智能巡检 robots" * 20) for at in range(30)]
    whole = encode_many(many, WORDS)
    monkeypatch.setattr(weighing, "_MOST_LETTERS", 500)
    monkeypatch.setattr(weighing, "_MOST_KNOWN", 10)

    parts = encode_many(many, WORDS)

    for one, texts in zip(parts, many, strict=True):
        checked(one, texts, WORDS)
    assert [set(one.keys.split()) for one in parts] == [set(one.keys.split()) for one in whole]


def test_of_a_text_without_end_the_weightiest_are_kept(monkeypatch):
    monkeypatch.setattr(weighing, "_MOST_KEYS", 30)
    body = " ".join(f"word{at}" for at in range(200)) + " 无人机" * 40

    (found,) = encode_many([("无人机巡检", (), body)], EMPTY)

    weights, every, head = plainly(("无人机巡检", (), body), EMPTY)
    kept = dict(zip(found.sparse.indices, found.sparse.values, strict=True))
    assert len(kept) == 30
    assert min(kept.values()) == pytest.approx(sorted(weights.values())[-30])
    keys = found.keys.split()
    assert len(keys) == len(set(keys)) == 60
    assert head <= set(keys) <= every


def test_nothing_to_encode_is_nothing():
    assert encode_many([], EMPTY) == []
