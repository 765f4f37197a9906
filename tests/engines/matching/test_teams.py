"""Teams are the smallest that cover what anyone covers."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citystage.engines.matching.teams import Teams, teams

ASKED = ["巡检", "识别", "平台", "充电"]


def members(found: Teams) -> list[tuple[str, ...]]:
    return [team.members for team in found.teams]


def test_one_who_covers_all_needs_no_team():
    suppliers = {"甲": dict.fromkeys(ASKED, 0.9), "乙": {"巡检": 1.0}}

    found = teams(ASKED, suppliers)

    assert members(found) == [("甲",)]
    assert (found.nobody, found.exact, found.least) == ((), True, 1)


def test_a_team_shows_who_covers_what_and_what_nobody_does():
    suppliers = {
        "甲": {"巡检": 0.9, "识别": 0.6},
        "乙": {"平台": 0.8, "识别": 0.7},
        "丙": {"平台": 0.4, "别的": 1.0},
    }

    found = teams(ASKED, suppliers)

    (team,) = found.teams
    assert team.members == ("乙", "甲")
    assert team.covers == {
        "巡检": (("甲", 0.9),),
        "识别": (("乙", 0.7), ("甲", 0.6)),
        "平台": (("乙", 0.8),),
    }
    assert team.strength == pytest.approx(0.8)
    assert found.nobody == ("充电",)


def test_alternatives_of_the_same_size_come_strongest_first():
    suppliers = {
        "甲": {"巡检": 0.9, "识别": 0.9},
        "乙": {"平台": 0.6, "充电": 0.6},
        "丙": {"平台": 0.9, "充电": 0.9},
    }

    found = teams(ASKED, suppliers)

    assert members(found) == [("丙", "甲"), ("甲", "乙")]
    assert members(teams(ASKED, suppliers, most=1)) == [("丙", "甲")]


def test_the_greedy_trap_is_not_stepped_into():
    keys = [f"r{number}" for number in range(6)]
    suppliers = {
        "broad": dict.fromkeys(keys[1:5], 1.0),
        "left": dict.fromkeys(keys[:3], 1.0),
        "right": dict.fromkeys(keys[3:], 1.0),
    }

    assert members(teams(keys, suppliers)) == [("left", "right")]


@pytest.mark.parametrize(("asked", "suppliers"), [([], {"甲": {"巡检": 1.0}}), (ASKED, {})])
def test_nothing_asked_or_nobody_there_gives_no_team(asked, suppliers):
    found = teams(asked, suppliers)

    assert found == Teams((), tuple(asked), exact=True, least=0)


def test_what_needs_more_than_the_largest_team_is_said():
    suppliers = {str(number): {f"r{number}": 1.0} for number in range(8)}

    found = teams([f"r{number}" for number in range(8)], suppliers, largest=6)

    assert (found.exact, found.least) == (False, 8)
    assert len(found.teams[0].members) == len(found.teams[0].covers) == 6


def test_a_search_too_long_is_ended_greedily():
    keys = [f"r{number}" for number in range(40)]
    suppliers = {
        f"s{at}": dict.fromkeys([keys[(at * 7 + step * step * 3) % 40] for step in range(9)], 0.8)
        for at in range(400)
    }

    found = teams(keys, suppliers)

    assert found.nobody == ()
    assert 5 <= found.least <= 7
    assert len(found.teams[0].members) <= 6


_STRENGTHS = st.dictionaries(st.sampled_from("abcdef"), st.floats(0, 1), max_size=6)


@given(st.dictionaries(st.sampled_from("uvwxyz"), _STRENGTHS, max_size=6))
def test_no_smaller_team_exists(suppliers):
    asked = list("abcdef")

    found = teams(asked, suppliers)

    covers = {
        name: {key for key in given if given[key] >= 0.5} for name, given in suppliers.items()
    }
    wanted = set().union(*covers.values()) if covers else set()
    assert set(found.nobody) == set(asked) - wanted
    for team in found.teams:
        assert set().union(*(covers[name] for name in team.members)) == wanted
        assert set(team.covers) == wanted
        assert len(team.members) == found.least
    if wanted:
        smaller = (
            set().union(*(covers[name] for name in few))
            for few in combinations(covers, found.least - 1)
        )
        assert all(together != wanted for together in smaller)
        assert found.exact
