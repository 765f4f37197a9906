"""Every word and number shown stands where it is said to stand; what is removed is not shown."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citystage.engines.matching.ranking import rank_supplies
from citystage.engines.matching.records import Advice, Evidence, How, Part, Past, Place
from citystage.engines.matching.settings import load
from citystage.engines.text.folding import fold
from tests.engines.matching.making import (
    CLEANING,
    TEXTS,
    demand,
    every_quote,
    knowledge,
    stands_in,
    supply,
    without,
)


def matched(wanted, offered, **known):
    found = rank_supplies(
        wanted, [offered], load({}), knowledge=knowledge(wanted, offered, **known)
    )
    return found.matches[0]


def full_pair():
    wanted = demand(
        fields=("低空经济",), chains=("航空航天",), place=Place(("四川", "成都"), 30.6, 104.0),
        readiness=7, budget=10_000_000, updated=date(2026, 3, 1),
    )  # fmt: skip
    offered = supply(
        fields=("低空",), place=Place(("四川省", "成都市"), 30.7, 104.1), reach=("成都",),
        readiness=8, capacity=50_000_000, updated=date(2026, 2, 1),
        evidence=Evidence(cases=2, awards=1, landed=1),
        past=(Past("某水库巡检服务", date(2025, 1, 1)),),
    )  # fmt: skip
    return wanted, offered


def test_reasons_quote_both_records_word_for_word():
    wanted, offered = full_pair()

    match = matched(wanted, offered, today=date(2026, 4, 1))

    records = {"demand": wanted, "supply": offered}
    assert {part.part for part in match.parts if part.value is not None} == set(Part)
    assert [
        (whose, quote)
        for whose, quote in every_quote(match)
        if not stands_in(records[whose], quote)
    ] == []


def test_reasons_show_words_that_stand_on_both_sides():
    match = matched(demand(), supply())

    shown = [reason for reason in match.reasons if reason.how is How.WORDS]

    assert shown
    for reason in shown:
        for word in reason.words:
            assert word in fold(reason.demand.text)
            assert word in fold(reason.supply.text)


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS)
def test_reasons_quote_any_text_word_for_word(need, offer):
    wanted, offered = demand(need), supply(offer)

    match = matched(wanted, offered)

    records = {"demand": wanted, "supply": offered}
    assert all(stands_in(records[whose], quote) for whose, quote in every_quote(match))
    assert 0 <= match.score <= 1


def test_reasons_of_a_removed_requirement_are_gone():
    requirement = "续航不低于6小时。"
    wanted = demand()

    before = matched(wanted, supply())
    after = matched(without(wanted, requirement), supply())

    assert any("6小时" in reason.demand.text for reason in before.reasons)
    assert not any("6小时" in reason.demand.text for reason in after.reasons)
    assert not any(lack.quote and "6小时" in lack.quote.text for lack in after.missing)


REQUIREMENTS = (
    "续航不低于6小时。", "须无人机每天巡检堤坝。", "影像自动回传指挥中心。", "定位精度±10 mm。",
    "能清洗商场地面。", "支持夜间热成像搜救。", "interface with GIS required。",
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(REQUIREMENTS), min_size=1, max_size=6, unique=True), TEXTS)
def test_reasons_of_any_removed_requirement_are_gone(asked, offer):
    gone = asked[0]
    wanted = demand("".join(asked))
    offered = supply(f"{offer}。续航8小时,清洗商场地面,热成像搜救,GIS interface。")

    after = matched(without(wanted, gone), offered)

    told = [reason.demand.text for reason in after.reasons]
    told += [lack.quote.text for lack in after.missing if lack.quote is not None]
    assert not any(text in gone for text in told if text != "水库堤坝巡检")


def test_reasons_name_the_fact_that_holds():
    match = matched(demand(), supply())

    facts = [reason for reason in match.reasons if reason.how is How.FACT]

    assert [(reason.demand.text, reason.supply.text) for reason in facts] == [
        ("续航不低于6小时", "单次续航8小时")
    ]


def test_missing_names_the_fact_that_falls_short():
    weaker = supply("长航时无人机，单次续航2小时，自动机场起降，巡检水库堤坝。")

    enough, short = matched(demand(), supply()), matched(demand(), weaker)

    assert Advice.MEET_FACT in {lack.advice for lack in short.missing}
    assert Advice.MEET_FACT not in {lack.advice for lack in enough.missing}


def test_a_title_asks_only_where_nothing_else_does():
    wanted = demand("")
    told = demand()

    asked = [lack.quote.label for lack in matched(wanted, supply(CLEANING)).missing if lack.quote]
    again = [lack.quote.label for lack in matched(told, supply(CLEANING)).missing if lack.quote]

    assert "title" in asked
    assert "title" not in again
    assert "need" in again


def test_sentences_answer_by_meaning_what_they_do_not_say_in_words():
    wanted, offered = demand("夜间看护堤岸"), supply("全天候自主值守系统")
    near = np.array([1, 0], dtype=np.float32)
    pieces = {"夜间看护堤岸": near, "全天候自主值守系统": near}

    match = matched(wanted, offered)
    told = matched(wanted, offered, pieces=pieces)

    assert match.reasons == ()
    assert [(one.how, one.demand.text, one.supply.text) for one in told.reasons] == [
        (How.MEANING, "夜间看护堤岸", "全天候自主值守系统")
    ]
    assert match.score == told.score


def field_of(wanted, offered, **synonyms):
    settings = replace(load({}), synonyms=synonyms)
    found = rank_supplies(wanted, [offered], settings, knowledge=knowledge(wanted, offered))
    return next(part for part in found.matches[0].parts if part.part is Part.FIELD)


def test_a_field_that_the_words_of_the_need_name_counts():
    wanted = demand("由ＵＡＶ巡检。", fields=("水务",))
    offered = supply(fields=("低空经济",))

    other = field_of(wanted, offered)
    named = field_of(wanted, offered, 低空经济=("无人机", "UAV"))

    assert (other.value, other.missing[0].advice) == (0.0, Advice.OTHER_FIELD)
    assert (named.value, named.missing) == (0.8, ())
    assert (named.reasons[0].demand.text, named.reasons[0].supply.text) == ("ＵＡＶ", "低空经济")
    assert stands_in(wanted, named.reasons[0].demand)
    same = field_of(demand(fields=("低空经济",)), offered, 低空经济=("无人机",))
    assert same.value == 1.0


@pytest.mark.parametrize(
    ("proven", "advice"),
    [
        (None, Advice.ADD_CASE),
        (Evidence(), Advice.ADD_CASE),
        (Evidence(cases=1), Advice.FEW_CASES),
        (Evidence(cases=9), None),
    ],
)
def test_missing_says_whether_there_is_no_case_or_only_few(proven, advice):
    match = matched(demand(), supply(evidence=proven))

    lacks = [one.advice for one in match.missing if one.part is Part.EVIDENCE]

    assert lacks == ([advice] if advice else [])


def test_missing_asks_for_the_requirement_nobody_answers():
    match = matched(demand(), supply(CLEANING))

    unanswered = [
        lack.quote.text for lack in match.missing if lack.advice is Advice.ANSWER_REQUIREMENT
    ]

    assert "用无人机每天巡检水库堤坝" in unanswered


@pytest.mark.parametrize("text", ["", "   ", "。。。", "\u200b"])
def test_missing_asks_an_empty_profile_to_describe_itself(text):
    match = matched(demand(), supply(text))

    assert Advice.DESCRIBE_MORE in {lack.advice for lack in match.missing}
    assert match.reasons == ()
