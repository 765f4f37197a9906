"""Near duplicates among many texts, by words and by vectors, and the families they form."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from citystage.engines.similarity.families import families
from citystage.engines.similarity.finding import Finder, Pair
from citystage.engines.similarity.jaccard import jaccard
from citystage.engines.similarity.same_need import MOST_OF_ONE, same_need

NEED = "建设轨道交通保护区无人机智能巡检系统，发现时间由2小时缩短到10分钟以内，漏报率不高于5%。"
TWIN = "建设轨道保护区无人机智能巡检平台：发现时间由2小时缩短至10分钟以内；漏报率不高于5%"
OTHER = "为景区老年游客提供适老化智能装备，支持夜间导览与紧急呼叫。"


def test_a_finder_gives_near_texts_with_their_exact_likeness():
    finder = Finder([OTHER, NEED, "。", TWIN])

    assert finder.near(NEED) == [(1, 1.0), (3, jaccard(NEED, TWIN))]
    assert finder.candidates(OTHER) == [0]
    assert finder.near("全然不同的另外一件事情") == []


def test_a_text_without_letters_is_near_nothing():
    finder = Finder(["。", NEED])

    assert finder.near("!") == []
    assert finder.pairs() == []


def test_a_finder_takes_texts_later_and_grows():
    finder = Finder([OTHER])

    finder.add([f"{NEED}第{number}处{number * 7919}" for number in range(300)])

    assert len(finder) == 301
    assert len(finder.near(NEED)) == 300


def test_pairs_are_found_once_most_alike_first():
    finder = Finder([NEED, OTHER, TWIN, NEED])

    pairs = finder.pairs()

    likeness = jaccard(NEED, TWIN)
    assert pairs == [Pair(0, 3, 1.0), Pair(0, 2, likeness), Pair(2, 3, likeness)]


def test_a_higher_floor_finds_less():
    finder = Finder([NEED, TWIN], floor=0.9)

    assert finder.near(NEED) == [(0, 1.0)]


@given(st.lists(st.text(max_size=30), max_size=8), st.text(max_size=30))
def test_what_is_found_is_never_wrong(texts, asked):
    for at, likeness in Finder(texts).near(asked):
        assert likeness == jaccard(texts[at], asked) >= 0.3


def unit(*rows: list[float]) -> np.ndarray:
    vectors = np.array(rows, np.float32)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(lengths == 0, 1, lengths)


def test_same_need_gives_pairs_above_the_floor():
    vectors = unit([1, 0, 0], [0, 1, 0], [1, 0.1, 0], [0, 0, 0], [1, 0.5, 0])

    pairs = same_need(vectors)

    assert [(pair.one, pair.other) for pair in pairs] == [(0, 2)]
    assert pairs[0].likeness == pytest.approx(0.995, abs=1e-3)


def test_same_need_works_across_blocks():
    vectors = np.random.default_rng(7).normal(size=(5_000, 32)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    vectors[4_999] = vectors[3]

    assert [(pair.one, pair.other) for pair in same_need(vectors)] == [(3, 4_999)]


def test_a_text_copied_very_often_does_not_flood():
    vectors = unit(*[[1.0, 0.0]] * (MOST_OF_ONE + 50))

    pairs = same_need(vectors)

    assert max(np.bincount([one for pair in pairs for one in (pair.one, pair.other)])) <= 200
    assert same_need(np.zeros((0, 4), np.float32)) == []


def test_vectors_of_the_wrong_shape_are_refused():
    with pytest.raises(ValueError, match=r"not \(n, dim\)"):
        same_need(np.zeros(4, np.float32))


@given(arrays.arrays(np.float32, (6, 3), elements=st.floats(-1, 1, width=32)))
def test_same_need_agrees_with_every_pair_looked_at(rows):
    vectors = unit(*rows.tolist())

    found = {(pair.one, pair.other) for pair in same_need(vectors)}

    for one in range(6):
        for other in range(one + 1, 6):
            cosine = float(vectors[one] @ vectors[other])
            if abs(cosine - 0.95) > 1e-4:
                assert ((one, other) in found) == (cosine >= 0.95)


def test_a_family_is_all_alike():
    pairs = [Pair(0, 1, 0.9), Pair(1, 2, 0.8), Pair(0, 2, 0.7), Pair(5, 4, 0.6)]

    assert families(pairs) == ((0, 1, 2), (4, 5))


def test_a_chain_is_no_family():
    chain = [Pair(at, at + 1, 0.9) for at in range(6)]

    found = families(chain)

    assert max(map(len, found)) <= 3
    assert families([]) == ()


def test_two_families_joined_by_one_bridge_stay_two():
    first = [Pair(one, other, 0.9) for one in range(4) for other in range(one + 1, 4)]
    second = [Pair(one, other, 0.9) for one in range(4, 8) for other in range(one + 1, 8)]

    assert families([*first, *second, Pair(3, 4, 0.6)]) == ((0, 1, 2, 3), (4, 5, 6, 7))


@given(st.sets(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=40))
def test_families_do_not_overlap_and_only_join_what_is_linked(links):
    pairs = [Pair(one, other, 0.5) for one, other in links if one < other]

    found = families(pairs)

    members = [member for family in found for member in family]
    assert len(members) == len(set(members))
    assert set(members) <= {at for pair in pairs for at in (pair.one, pair.other)}
    assert families(reversed(pairs)) == found
