"""Numbers to reach: as people write them, and how far readings have come."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citystage.stages.trials import reckoning
from citystage.stages.trials.numbers import BadNumbers, plain, read_numbers, write_numbers
from citystage.stages.trials.terms import TrialTerms, frame_of
from tests.trials.trying import TERMS

KNOWN = TrialTerms.model_validate(TERMS)
MEASURES = KNOWN.measures


def _told(text):
    """Lines of choices of (measure, lower bound, upper bound)."""
    return [
        [[(one.measure, one.at_least, one.at_most) for one in choice.all] for choice in line.any]
        for line in read_numbers(text, MEASURES)
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("240小时或1,000公里", [[[("hours", 240, None)], [("kilometres", 1000, None)]]]),
        ("at least 240 h or 1000 km", [[[("hours", 240, None)], [("kilometres", 1000, None)]]]),
        (
            "不少于6个月且不少于20个点位",
            [[[("months", 6, None), ("sites", 20, None)]]],
        ),
        (
            "成功率不低于95%\n责任事件不超过0起",
            [[[("success", 95, None)]], [[("at-fault", None, 0)]]],
        ),
        ("at most 2 incidents", [[[("at-fault", None, 2)]]]),
        ("投用设备至少 3.5 台", [[[("sets", Decimal("3.5"), None)]]]),
        ("1.5万公里", [[[("kilometres", 15000, None)]]]),
        ("行驶里程 2 千公里", [[[("kilometres", 2000, None)]]]),
        ("行驶里程 2 千米", [[[("kilometres", 2, None)]]]),
        ("10 thousand km", [[[("kilometres", 10000, None)]]]),
        ("不少于240小时以上", [[[("hours", 240, None)]]]),
    ],
)
def test_numbers_are_read_as_people_write_them(text, told):
    assert _told(text) == told


@pytest.mark.parametrize("text", ["很多小时", "3 4 小时", "20 parsecs", "0 小时", "1\n" * 30])
def test_what_says_no_number_or_no_measure_is_refused(text):
    with pytest.raises(BadNumbers):
        read_numbers(text, MEASURES)


@pytest.mark.parametrize(
    "text",
    [
        "运行时长 240 分钟",
        "运行时长 30 天",
        "运行时长 1000 公里",
        "行驶里程 500 米",
        "连续记录 2 年",
        "running time 240 min",
        "distance driven 300 metres",
        "distance driven 300 m",
        "running time 95 %",
    ],
)
def test_a_number_in_another_unit_is_not_taken_for_the_own(text):
    with pytest.raises(BadNumbers):
        read_numbers(text, MEASURES)


_NEED = st.tuples(st.sampled_from(MEASURES), st.integers(1, 10**6), st.booleans())


@given(
    st.lists(st.lists(st.lists(_NEED, min_size=1, max_size=3), min_size=1, max_size=3), max_size=4)
)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_what_is_written_reads_the_same(language, lines):
    from django.utils.translation import override  # noqa: PLC0415 -- beside its use

    raw = [
        {
            "any": [
                {
                    "all": [
                        {"measure": one.code, "at_most" if upper else "at_least": bound}
                        for one, bound, upper in choice
                    ]
                }
                for choice in line
            ]
        }
        for line in lines
    ]
    numbers = (
        TrialTerms.model_validate(
            TERMS | {"numbers": [{"code": "x", "name": {"zh": "x", "en": "x"}, "lines": raw}]}
        )
        .numbers[0]
        .lines
        if raw
        else ()
    )

    with override(language):
        assert read_numbers(write_numbers(numbers, MEASURES), MEASURES) == numbers


def test_what_is_missing_is_told_in_numbers():
    ladder = frame_of(KNOWN, KNOWN.ladder("standard"))
    have = {"hours": Decimal("235.5"), "at-fault": Decimal(1)}

    hours, fault = reckoning.against(ladder.steps[1].lines, ladder, have)

    (first,), (other,) = (choice.needs for choice in hours.choices)
    (blamed,) = fault.choices[0].needs
    assert (first.had, first.wanted, first.missing, first.share) == ("235.5", "240", "4.5", 98)
    assert (other.missing, other.share) == ("1000", 0)
    assert (blamed.upper, blamed.missing, blamed.share, fault.reached) == (True, "1", 0, False)
    assert hours.reached is False
    assert plain(Decimal("240.0000")) == "240"
