"""One form of a text, one key."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from citystage.engines.meaning.nothing import Nothing
from citystage.engines.meaning.texts import LONGEST, content_hash, normal


def test_white_space_and_control_signs_are_closed_up():
    assert normal(" 无人机\x00\n\t 巡检\u200b\ufeff ") == "无人机 巡检"


def test_the_key_is_of_what_is_read():
    assert content_hash("无人机  巡检\n") == content_hash("无人机 巡检")
    assert content_hash("无人机") != content_hash("无人艇")
    assert len(content_hash("")) == 16


def test_a_text_is_cut_where_no_model_reads_further():
    assert len(normal("字" * 10_000_000)) == LONGEST
    assert normal(" " * 10_000_000) == ""


@given(st.text(st.characters(), max_size=60))
def test_any_text_has_a_key_and_its_form_is_its_own(text: str):
    once = normal(text)

    assert normal(once) == once
    assert content_hash(once) == content_hash(text)


def test_nothing_says_so():
    provider = Nothing("left out by choice")

    assert (provider.name, provider.dim) == ("", 0)
    assert provider.documents(["a", "b"]).shape == (2, 0)
    assert provider.query("a").shape == (0,)
    assert provider.documents([]).dtype == np.float32
