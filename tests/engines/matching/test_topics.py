"""A map of topics names itself and shows where one side lacks the other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from citystage.engines.matching.topics import topics

DRONES = [
    ["无人机", "巡检", "低空"],
    ["无人机", "航线", "低空"],
    ["无人机", "低空", "巡检", "2026"],
]
CARE = [["养老", "居家", "护理"], ["养老", "护理", "床"], ["居家", "养老", "陪护"]]
PORTS = [["港口", "集卡", "航运"], ["港口", "航运", "智慧港口"], ["集卡", "港口"]]
TOKENS = [*DRONES, *CARE, *PORTS]
IS_DEMAND = [True, False, True, True, True, True, False, False, False]


def test_records_of_one_subject_meet_and_name_themselves():
    found = topics(TOKENS, IS_DEMAND, count=3)

    assert sorted(sorted(topic.members) for topic in found) == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]
    named = {topic.members[0] // 3: topic.words for topic in found}
    assert {"无人机", "低空"} <= set(named[0])
    assert {"养老"} <= set(named[1])
    assert {"港口"} <= set(named[2])


def test_demand_and_supply_are_counted_and_white_spots_shown():
    found = topics(TOKENS, IS_DEMAND, count=3)

    counts = {
        topic.members[0] // 3: (topic.demands, topic.supplies, topic.white) for topic in found
    }
    assert counts == {0: (2, 1, ""), 1: (3, 0, "demand"), 2: (0, 3, "supply")}


def test_vectors_decide_where_they_are_given():
    vectors = np.eye(2, dtype=np.float32)[[0, 1, 0, 1, 0, 1, 0, 1, 0]]
    vectors[8] = 0

    found = topics(TOKENS, IS_DEMAND, vectors=vectors, count=2)

    assert [sorted(topic.members) for topic in found] == [[0, 2, 4, 6], [1, 3, 5, 7]]
    assert [topic.closeness for topic in found] == [1.0, 1.0]
    assert {topic.place[0] for topic in found} == {-1.0, 1.0}


def test_needs_and_offers_of_one_subject_meet_however_they_are_worded():
    dice = np.random.default_rng(3)
    subject = np.arange(80) % 2
    is_demand = np.arange(80) < 40
    rows = np.zeros((80, 8), np.float32)
    rows[:, 0] = np.where(is_demand, 3, -3)
    rows[np.arange(80), 1 + subject] = 1
    rows += dice.normal(scale=0.05, size=rows.shape).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)

    found = topics([["港口"]] * 80, is_demand.tolist(), vectors=rows, count=2)

    assert [(topic.demands, topic.supplies) for topic in found] == [(20, 20), (20, 20)]
    assert all(len({member % 2 for member in topic.members}) == 1 for topic in found)


def test_records_that_all_say_the_same_are_one_topic():
    (topic,) = topics([["港口"]] * 30, [True] * 30, vectors=np.ones((30, 1), np.float32))

    assert (len(topic.members), topic.closeness) == (30, 1.0)


def test_the_same_input_gives_the_same_map():
    assert topics(TOKENS, IS_DEMAND) == topics(TOKENS, IS_DEMAND)


def test_copies_are_one_topic():
    found = topics([["港口", "航运"], ["养老"]] * 5, [True] * 10, count=5)

    assert [topic.members for topic in found] == [(0, 2, 4, 6, 8), (1, 3, 5, 7, 9)]


@pytest.mark.parametrize("tokens", [[], [[]], [["独一"], ["无二"]]])
def test_nothing_in_common_gives_no_topics(tokens):
    assert topics(tokens, [True] * len(tokens)) == ()


def test_a_single_record_is_a_topic_by_its_vector():
    (topic,) = topics([["港口"]], [False], vectors=np.ones((1, 1), np.float32))

    assert (topic.members, topic.words, topic.white) == ((0,), ("港口",), "supply")
    assert topic.place == (0.0, 0.0)


def test_the_longer_word_names_a_topic():
    (topic,) = topics([["智慧", "智慧港口"]] * 3, [True] * 3, vectors=np.ones((3, 1), np.float32))

    assert topic.words == ("智慧港口",)


def test_a_part_seldom_found_in_its_longer_word_stays():
    tokens = [["港口"], ["港口"], ["港口"], ["港口", "港口机械"]]

    (topic,) = topics(tokens, [True] * 4, vectors=np.ones((4, 1), np.float32))

    assert topic.words == ("港口",)


@pytest.mark.parametrize(
    ("is_demand", "vectors"), [([True], None), ([True, False], np.ones((1, 2), np.float32))]
)
def test_different_numbers_of_records_are_refused(is_demand, vectors):
    with pytest.raises(ValueError, match="different numbers"):
        topics([["港口"], ["航运"]], is_demand, vectors=vectors)


@given(
    st.lists(
        st.lists(st.sampled_from(["港口", "航运", "养老", "居家", "ai"]), max_size=4), max_size=20
    ),
    st.integers(1, 6),
)
def test_every_record_is_in_one_topic_at_most(tokens, count):
    found = topics(tokens, [bool(at % 2) for at in range(len(tokens))], count=count)

    members = [member for topic in found for member in topic.members]
    assert len(members) == len(set(members)) <= len(tokens)
    assert len(found) <= count
    for topic in found:
        assert topic.demands + topic.supplies == len(topic.members)
        assert all(-1 <= value <= 1 for value in topic.place)
        assert -1e-3 <= topic.closeness <= 1.001
