"""Codes are checked, and what is wrong is said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from citystage.kernel.codes import Area, BadCode, Flaw, is_area_code, parse_uscc, province_of

# The example of python-stdnum's own documentation.
GOOD = "91110000600037341L"
VILLAGE = "N2370202MF1234567"


@pytest.mark.parametrize(
    "written", [GOOD, "9111 0000-6000 37341l", " ９１110000600037341L ", "91110000–600037341L"]
)
def test_uscc_is_mended_and_accepted(written):
    assert parse_uscc(written) == GOOD


def test_letter_authorities_are_accepted():
    code = VILLAGE + uscc.calc_check_digit(VILLAGE)

    assert parse_uscc(code) == code


@pytest.mark.parametrize(
    ("written", "flaw", "position", "found"),
    [
        ("", Flaw.LENGTH, 0, "0"),
        (GOOD[:-1], Flaw.LENGTH, 0, "17"),
        ("9I110000600037341L", Flaw.LETTER, 2, "I"),
        ("9111000060003734零L", Flaw.LETTER, 17, "零"),
        ("01110000600037341L", Flaw.AUTHORITY, 1, "0"),
        ("91990000600037341L", Flaw.AREA, 3, "990000"),
        ("91110000600037341M", Flaw.CHECK_DIGIT, 18, "M"),
        ("91110000600037431L", Flaw.CHECK_DIGIT, 18, "L"),
    ],
)
def test_uscc_says_what_is_wrong(written, flaw, position, found):
    with pytest.raises(BadCode) as refused:
        parse_uscc(written)

    bad = refused.value
    assert (bad.flaw, bad.position, bad.found) == (flaw, position, found)


@given(st.integers(0, 16), st.sampled_from("0123456789"))
def test_any_single_wrong_digit_is_noticed(position, digit):
    wrong = GOOD[:position] + digit + GOOD[position + 1 :]

    if wrong == GOOD:
        assert parse_uscc(wrong) == GOOD
    else:
        with pytest.raises(BadCode):
            parse_uscc(wrong)


@given(st.text(max_size=30))
def test_any_text_is_accepted_or_refused(text):
    try:
        assert uscc.calc_check_digit(parse_uscc(text)[:-1]) == parse_uscc(text)[-1]
    except BadCode as refused:
        assert refused.flaw in Flaw  # noqa: PT017


@pytest.mark.parametrize(
    ("code", "known"),
    [
        ("370212", True),
        ("370200", True),
        ("370000", True),
        ("100000", True),
        ("370012", False),
        ("990000", False),
        ("37021", False),
        ("３７0212", False),
    ],
)
def test_area_codes_have_a_shape(code, known):
    assert is_area_code(code) is known


def test_an_area_knows_what_is_around_it():
    assert [Area(code).parent for code in ("370212", "370200", "370000")] == [
        "370200",
        "370000",
        "100000",
    ]


def test_there_is_no_area_of_a_wrong_code():
    with pytest.raises(BadCode):
        Area("1")


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("510107", "四川省"),
        ("110000", "北京市"),
        ("660100", "新疆生产建设兵团"),
        ("990000", ""),
        ("", ""),
    ],
)
def test_an_area_code_tells_its_province(code, name):
    assert province_of(code) == name
