"""Features: two views of words, what chance would match, and the same numbers one by one or all."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citystage.engines.matching.features import MOST_TERMS, Asked, of_words, telling
from citystage.engines.matching.rarity import Rarity
from citystage.engines.matching.reading import Reading
from citystage.engines.matching.records import Text
from citystage.engines.matching.terms import WORD, letters_of, terms
from citystage.engines.text.folding import fold
from tests.engines.matching.making import TEXTS, demand, others, supply


def asking(text):
    return demand(texts=(Text("title", text),))


def rarity(*records):
    return Rarity.of(Reading(one).text for one in records)


def test_terms_are_letters_and_words():
    assert terms("低空巡检 drones") == [
        "低空", "空巡", "巡检", "~低空", "~巡检", "~drone", "dro", "ron", "one", "nes",
    ]  # fmt: skip


def test_terms_leave_out_what_says_nothing():
    assert terms("的 of") == []


@given(TEXTS)
def test_terms_of_a_sentence_are_among_those_of_the_text(text):
    words = {term for term in letters_of(fold(text)) if term.startswith(WORD)}

    assert words <= set(terms(text))


@given(TEXTS)
def test_weights_of_a_demand_sum_to_one_half_for_each_view(text):
    wanted = demand(text)

    asked = Asked.by(Reading(wanted), rarity(wanted, *others()))

    assert sum(asked.weights.values()) == pytest.approx(1.0 if asked.weights else 0.0)
    by_view = [
        sum(share for term, share in asked.weights.items() if term.startswith(WORD) is words)
        for words in (False, True)
    ]
    if all(by_view):
        assert by_view == pytest.approx([0.5, 0.5])


def test_long_demand_is_asked_for_by_its_rarest_terms():
    wanted = demand("".join(chr(0x4E00 + at) for at in range(3_000)))

    asked = Asked.by(Reading(wanted), rarity(wanted, *others()))

    assert len(asked.weights) <= 2 * MOST_TERMS


def test_chance_grows_with_how_common_the_words_are():
    crowd = [supply("智慧平台建设。", id=f"c{at}") for at in range(30)]
    known = rarity(asking("古籍脱酸"), asking("智慧平台"), *crowd)

    rare = Asked.by(Reading(asking("古籍脱酸")), known)
    common = Asked.by(Reading(asking("智慧平台")), known)

    assert common.chance > 5 * rare.chance


def test_common_words_prove_less_than_rare_ones():
    crowd = [supply("智慧平台建设。", id=f"c{at}") for at in range(30)]
    expert = supply("古籍脱酸。", id="expert")
    known = rarity(*crowd, expert)

    rare = of_words(Asked.by(Reading(asking("古籍脱酸")), known), Reading(expert), known)
    common = of_words(Asked.by(Reading(asking("智慧平台")), known), Reading(crowd[0]), known)

    assert rare.words > 3 * common.words


@given(st.floats(-50, 200), st.floats(0, 50))
def test_telling_never_falls_and_never_exceeds_what_it_is_told(spreads, more):
    assert telling(spreads + more) >= telling(spreads)
    assert telling(spreads) <= spreads


def test_rarity_of_nothing_is_known():
    nothing = Rarity.of([])

    assert nothing.share("低空") == 0.0
    assert math.isfinite(nothing.weight("低空"))
