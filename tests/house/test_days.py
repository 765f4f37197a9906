"""A day is the city's: nothing cuts it out of a moment that is kept in UTC."""

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "citystage"

# ``timezone.localdate(stamp.at)`` is the day; ``stamp.at.date()`` is yesterday until eight.
_CUT = re.compile(
    r"(?:\bstamp\.at|\w_at)\.(?:date\(\)|year\b|month\b|day\b)|\w_at:%Y-%m|\bdate\.today\(\)"
)


def _lines():
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                yield f"{path.relative_to(PACKAGE)}:{number}", line


def test_no_day_is_cut_out_of_a_moment():
    assert [place for place, line in _lines() if _CUT.search(line)] == []


@pytest.mark.parametrize(
    "line",
    [
        "today = stamp.at.date()",
        "updated=scenario.changed_at.date(),",
        "year=context.stamp.at.year,",
        'f"{seat.due_at:%Y-%m-%d}"',
        "date.today()",
    ],
)
def test_the_rule_sees_what_it_forbids(line):
    assert _CUT.search(line)
