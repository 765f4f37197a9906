"""Conflicts: each kind is found by its path, old ties are not, names meet however written."""

from datetime import date

import pytest

from citystage.engines.conflicts.finding import ConflictKind, Settings, find
from citystage.engines.conflicts.naming import normal
from citystage.engines.conflicts.records import (
    Case,
    Expert,
    Party,
    Tie,
    TieKind,
    agreement,
    organisation,
    panel,
    person,
)

TODAY = date(2026, 11, 22)
LONG_AGO = date(2015, 1, 1)
ME, TEAM, KID = person("e"), person("t"), person("kid")
FIRM, FUND, OTHER = organisation("示例科技有限公司"), organisation("示例基金"), organisation("乙")
HOME, PARENT = organisation("示例研究院"), organisation("示例集团")
CASE = Case("c", (Party(FIRM, "applicant"), Party(TEAM, "team")))
E, K, C = TieKind, ConflictKind, [Expert("e", ME)]


def found(*ties, **settings):
    return find([CASE], C, ties, settings=Settings(**settings), today=TODAY)


@pytest.mark.parametrize(
    ("kind", "transitive", "ties"),
    [
        (K.EMPLOYER, False, [Tie(E.EMPLOYED, ME, FIRM)]),
        (K.EMPLOYER, False, [Tie(E.EMPLOYED, ME, HOME), Tie(E.EMPLOYED, TEAM, HOME)]),
        (K.EMPLOYER, True, [Tie(E.EMPLOYED, ME, PARENT), Tie(E.OWNS, PARENT, FIRM, share=0.5)]),
        (K.KIN, False, [Tie(E.KIN, TEAM, ME)]),
        (K.KIN, True, [Tie(E.KIN, ME, KID), Tie(E.EMPLOYED, KID, FIRM)]),
        (K.INVESTOR, False, [Tie(E.OWNS, ME, FIRM, share=0.01)]),
        (K.INVESTOR, False, [Tie(E.EMPLOYED, ME, FUND), Tie(E.OWNS, FUND, FIRM, share=0.1)]),
        (K.INVESTOR, True, [Tie(E.OWNS, ME, OTHER), Tie(E.OWNS, OTHER, FIRM, share=0.1)]),
        (K.ADVISER, False, [Tie(E.ADVISES, ME, FIRM)]),
        (K.ADVISER, True, [Tie(E.EMPLOYED, ME, HOME), Tie(E.ADVISES, HOME, FIRM)]),
        (K.CO_OWNER, False, [Tie(E.OWNS, ME, OTHER), Tie(E.OWNS, TEAM, OTHER)]),
        (K.COMPETITOR, False, [Tie(E.EMPLOYED, ME, OTHER), Tie(E.COMPETES, FIRM, OTHER)]),
        (K.CO_WORK, False, panel([ME, TEAM], date(2026, 1, 1), "panel 3")),
        (
            K.CO_WORK,
            True,
            [Tie(E.EMPLOYED, ME, HOME), *agreement([HOME, FIRM], None, None, "agreement 4")],
        ),
    ],
)
def test_each_kind_is_found_by_its_path(kind, transitive, ties):
    one = next(each for each in found(*ties) if each.kind is kind)

    assert (one.case, one.expert, one.transitive) == ("c", "e", transitive)
    assert one.path[0].one == ME
    assert one.path[-1].other == one.party
    assert {step.tie for step in one.path} == {tie.kind for tie in ties}


def test_a_path_tells_sources_and_the_time_all_of_it_held():
    ties = [
        Tie(E.EMPLOYED, ME, FUND, date(2020, 1, 1), None, "profile"),
        Tie(E.OWNS, FUND, FIRM, date(2022, 1, 1), date(2025, 1, 1), "register", 0.2),
    ]

    (one,) = found(*ties)

    assert [step.source for step in one.path] == ["profile", "register"]
    assert (one.since, one.until) == (date(2022, 1, 1), date(2025, 1, 1))


def test_ties_that_ended_before_the_window_do_not_count():
    old = Tie(E.EMPLOYED, ME, FIRM, until=LONG_AGO)

    assert found(old) == []
    assert len(found(old, windows={K.EMPLOYER: None})) == 1
    assert len(found(old, windows={K.EMPLOYER: 20})) == 1


def test_a_window_of_nothing_still_counts_what_lasts():
    assert len(found(Tie(E.EMPLOYED, ME, FIRM), windows={K.EMPLOYER: 0})) == 1


def test_small_holdings_and_paths_through_a_third_can_be_left_out():
    small = Tie(E.OWNS, ME, FIRM, share=0.001)
    chain = [Tie(E.KIN, ME, KID), Tie(E.EMPLOYED, KID, FIRM)]

    assert found(small, least_share=0.01) == []
    assert found(*chain, transitive=False) == []
    assert found(*chain, steps=1) == []


def test_a_small_share_makes_no_group():
    ties = [Tie(E.EMPLOYED, ME, PARENT), Tie(E.OWNS, PARENT, FIRM, share=0.1)]

    assert {one.kind for one in found(*ties)} == {K.INVESTOR}


def test_a_direct_path_hides_those_through_a_third():
    ties = [Tie(E.KIN, ME, TEAM), Tie(E.ADVISES, ME, FIRM)]
    ties += [Tie(E.EMPLOYED, ME, HOME), Tie(E.ADVISES, HOME, FIRM)]

    kinds = [(one.kind, one.transitive) for one in found(*ties)]

    assert kinds == [(K.KIN, False), (K.ADVISER, False)]


def test_one_organisation_meets_however_it_is_written():
    written = organisation("示例科技（青岛）有限责任公司", "91370200ma3x")
    again = organisation("示例科技(青岛)有限公司")
    case = Case("c", (Party(written),))

    assert len(find([case], C, [Tie(E.EMPLOYED, ME, again)], today=TODAY)) == 1
    assert normal("Ｅｘａｍｐｌｅ Co., Ltd.") == normal("example company limited")


def test_one_name_of_two_codes_stands_for_neither():
    parties = (Party(organisation("同名公司", "A1")), Party(organisation("同名公司", "B2")))

    assert (
        find(
            [Case("c", parties)],
            C,
            [Tie(E.EMPLOYED, ME, organisation("同名公司"))],
            today=TODAY,
        )
        == []
    )


def test_an_expert_of_the_team_has_no_path_back_to_himself():
    case = Case("c", (Party(ME, "team"),))
    ties = [Tie(E.EMPLOYED, ME, HOME), Tie(E.EMPLOYED, TEAM, HOME), Tie(E.KIN, ME, ME)]

    assert find([case], C, ties, today=TODAY) == []
