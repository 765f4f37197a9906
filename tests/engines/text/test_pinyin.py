"""Pinyin keys of names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citystage.engines.text.pinyin import name_keys


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("海纳云", "hainayun"),
        ("海納雲", "hny"),
        ("青岛海纳云科技控股有限公司", "hny"),
        ("青岛海纳云科技控股有限公司", "qdhny"),
        ("青岛海纳云科技控股有限公司", "hainayun"),
        ("成都轨道集团", "chengdu"),
        ("成都轨道集团", "cdgd"),
        ("重庆长安汽车", "chongqing"),
        ("重庆长安汽车", "zhongqing"),
        ("重庆长安汽车", "changan"),
        ("仇氏集团", "qiu"),
        ("绿地", "lvdi"),
        ("AI创新中心", "aicxzx"),
        ("5G产业园", "5gcyy"),
    ],
)
def test_name_is_found_by_what_people_type(name, typed):
    assert any(key.startswith(typed) for key in name_keys(name))


def test_name_keys_of_a_short_name():
    assert name_keys("海纳云") >= {"hainayun", "hny"}


def test_name_without_letters_has_no_keys():
    assert name_keys("😀（）") == set()


def test_unreadable_characters_are_passed_over():
    assert "sy" in name_keys("\u9fefs野")


@given(st.text(max_size=300))
def test_name_keys_are_plain_and_few(name):
    keys = name_keys(name)

    assert len(keys) <= 128
    assert all(key.isascii() and key.isalnum() and key == key.lower() for key in keys)
