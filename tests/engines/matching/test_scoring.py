"""The one score: bounded, monotone, fair to what is not known, the same both ways."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from citystage.engines.matching.parts.place import distance_km
from citystage.engines.matching.ranking import rank_demands, rank_supplies
from citystage.engines.matching.rarity import Background
from citystage.engines.matching.reading import Reading
from citystage.engines.matching.records import (
    Condition,
    Evidence,
    How,
    Match,
    Part,
    Past,
    Place,
    Quote,
    Reason,
    Score,
    Verdict,
)
from citystage.engines.matching.scoring import combined, shared_out
from citystage.engines.matching.settings import load
from citystage.engines.matching.verdicts import is_told
from tests.engines.matching.making import CLEANING, demand, knowledge, others, supply

DEFAULTS = load({})
VALUES = st.none() | st.floats(0, 1)


def matched(wanted, offered, chosen=DEFAULTS, **known):
    found = rank_supplies(wanted, [offered], chosen, knowledge=knowledge(wanted, offered, **known))
    return (found.matches or found.excluded)[0]


def part(match, name):
    return next(one for one in match.parts if one.part is name)


@settings(deadline=None)
@given(st.lists(VALUES, min_size=len(Part), max_size=len(Part)), st.integers(0, 7), st.floats(0, 1))
def test_score_never_falls_when_a_part_grows(values, place, higher):
    parts = [Score(name, value, 0.0) for name, value in zip(Part, values, strict=True)]
    before = parts[place].value
    if before is None:
        return
    grown = [*parts]
    grown[place] = parts[place]._replace(value=max(before, higher))

    assert combined(grown, DEFAULTS) >= combined(parts, DEFAULTS)


@given(st.lists(VALUES, min_size=len(Part), max_size=len(Part)))
def test_weights_of_known_parts_make_one(values):
    parts = [Score(name, value, 0.0) for name, value in zip(Part, values, strict=True)]

    shown = shared_out(parts, DEFAULTS)

    known = [one for one in shown if one.value is not None]
    assert sum(one.weight for one in shown) == pytest.approx(1.0 if known else 0.0, abs=1e-3)
    assert all(one.weight == 0 for one in shown if one.value is None)


def test_unknown_parts_neither_punish_nor_reward():
    bare = matched(demand(), supply())
    asked = matched(demand(readiness=7, budget=10**9), supply())

    assert asked.score == bare.score


def test_rankings_of_both_sides_give_a_pair_one_score():
    wanted = [demand(), demand("商场地面清洗机器人。", id="d2"), demand("护理床采购。", id="d3")]
    offered = [supply(), supply(CLEANING, id="s2"), *others()]
    known = knowledge(*wanted, *offered)

    there = {
        (match.demand, match.supply): match.score
        for one in wanted
        for match in rank_supplies(one, offered, DEFAULTS, knowledge=known).matches
    }
    back = {
        (match.demand, match.supply): match.score
        for one in offered
        for match in rank_demands(one, wanted, DEFAULTS, knowledge=known).matches
    }

    assert there == back
    assert rank_demands(offered[1], wanted, DEFAULTS, knowledge=known).nearest.demand == "d2"


def test_ranking_puts_the_able_supplier_first():
    wanted, offered = demand(), [*others(), supply(CLEANING, id="s2"), supply()]

    found = rank_supplies(wanted, offered, DEFAULTS, knowledge=knowledge(wanted, *offered), limit=5)

    assert found.nearest.supply == "s1"
    assert found.verdict is not Verdict.NONE
    assert len(found.matches) == 5


def test_ranking_says_none_and_what_comes_nearest():
    wanted, offered = demand("古籍纸张脱酸修复"), others()

    found = rank_supplies(wanted, offered, DEFAULTS, knowledge=knowledge(wanted, *offered))

    assert found.verdict is Verdict.NONE
    assert found.nearest is not None
    assert found.shortfalls


def said(name):
    quote = Quote("title", "词", 0, 1)
    return Score(name, 0.5, 1.0, (Reason(name, How.WORDS, quote, quote),))


@pytest.mark.parametrize(
    ("parts", "verdict", "told"),
    [
        ((said(Part.NEED),), Verdict.NONE, True),
        ((said(Part.FIELD),), Verdict.NONE, True),
        ((said(Part.HISTORY),), Verdict.NONE, True),
        ((said(Part.PLACE), said(Part.FRESHNESS)), Verdict.NONE, False),
        ((said(Part.PLACE),), Verdict.WEAK, True),
        ((), Verdict.MATCH, True),
    ],
)
def test_place_and_freshness_alone_tell_nothing(parts, verdict, told):
    assert is_told(Match("d", "s", 0.05, parts), verdict) is told


def test_ranking_of_no_suppliers_is_none():
    found = rank_supplies(demand(), [], DEFAULTS, knowledge=knowledge(demand()))

    assert (found.verdict, found.nearest, found.shortfalls) == (Verdict.NONE, None, ())


def test_vectors_bring_what_words_do_not():
    wanted = demand("老人在家摔倒无人知道。")
    offered = [supply("毫米波雷达卧姿识别终端。", id="radar"), supply(CLEANING, id="s2"), *others()]
    axes = np.eye(40, dtype=np.float32)
    vectors = {one.id: axes[at] for at, one in enumerate(offered)}
    background = Background.of(np.stack(list(vectors.values())))
    known = knowledge(
        wanted, *offered, demands={"d1": axes[0]}, supplies=vectors, background=background
    )

    found = rank_supplies(wanted, offered, DEFAULTS, knowledge=known)

    assert found.nearest.supply == "radar"


def test_background_tells_mean_and_spread_of_cosines():
    dice = np.random.default_rng(1)
    rows = dice.normal(size=(500, 16)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    asked = rows[0]

    mean, spread = Background.of(rows).usual(asked)

    assert (mean, spread) == pytest.approx(
        (float((rows @ asked).mean()), float((rows @ asked).std())), abs=1e-4
    )


@pytest.mark.parametrize(
    ("wanted", "offered", "value"),
    [
        ({"readiness": 7}, {"readiness": 8}, 1.0),
        ({"readiness": 7}, {"readiness": 5}, 0.5),
        ({"readiness": 9}, {"readiness": 1}, 0.0),
        ({"readiness": 7}, {}, None),
        ({}, {"readiness": 8}, None),
    ],
)
def test_maturity_loses_a_quarter_for_each_level(wanted, offered, value):
    match = matched(demand(**wanted), supply(**offered))

    assert part(match, Part.MATURITY).value == value


@pytest.mark.parametrize(
    ("wanted", "offered", "value"),
    [
        (Place(("四川", "成都")), {"place": Place(("四川省", "成都市"))}, 1.0),
        (Place(("四川", "成都")), {"place": Place(("四川", "绵阳"))}, 0.5),
        (Place(("成都",)), {"place": Place(("青岛",))}, 0.0),
        (Place(("成都",)), {"place": Place(("青岛",)), "reach": ("成都市",)}, 0.9),
        (Place(("成都",)), {"everywhere": True}, 0.8),
        (Place(("成都",)), {}, None),
        (Place(), {"place": Place(("青岛",))}, None),
        (Place((), 30.0, 104.0), {"place": Place((), 30.1, 104.0), "radius_km": 20.0}, 0.9),
        (Place((), 30.0, 104.0), {"place": Place((), 40.0, 104.0)}, 0.0),
    ],
)
def test_place_counts_names_reach_and_distance(wanted, offered, value):
    match = matched(demand(place=wanted), supply(**offered))

    assert part(match, Part.PLACE).value == (
        None if value is None else pytest.approx(value, abs=0.01)
    )


def test_distance_of_a_quarter_of_the_earth():
    assert distance_km(Place((), 0.0, 0.0), Place((), 0.0, 90.0)) == pytest.approx(10_007, abs=2)
    assert distance_km(Place((), 0.0, 0.0), Place()) is None


def test_capacity_is_the_share_of_the_budget():
    match = matched(demand(budget=1000), supply(capacity=250))

    assert part(match, Part.CAPACITY).value == 0.25


@pytest.mark.parametrize(("days", "value"), [(10, 1.0), (365, 1.0), (365 * 5, 0.0)])
def test_freshness_falls_with_age(days, value):
    today = date(2026, 1, 1)
    updated = date.fromordinal(today.toordinal() - days)

    match = matched(demand(), supply(updated=updated), today=today)

    assert part(match, Part.FRESHNESS).value == value


def test_evidence_falls_with_failures_and_grows_with_proof():
    def value(**counts):
        return part(matched(demand(), supply(evidence=Evidence(**counts))), Part.EVIDENCE).value

    assert value(cases=3) > value(cases=1) > value()
    assert value(landed=2) > value(landed=2, failed=1)
    assert part(matched(demand(), supply()), Part.EVIDENCE).value is None


def test_history_reads_only_what_was_known_then():
    past = (Past("水库堤坝巡检无人机采购", date(2026, 5, 1)),)

    before = matched(demand(updated=date(2026, 4, 1)), supply(past=past))
    after = matched(demand(updated=date(2026, 6, 1)), supply(past=past))

    assert part(before, Part.HISTORY).value is None
    assert part(after, Part.HISTORY).value > 0
    assert after.score > before.score


def test_history_left_out_by_a_city_changes_nothing():
    past = (Past("水库堤坝巡检无人机采购", date(2025, 5, 1)),)
    chosen = load({"parts": [{"code": "history", "weight": 0}]})

    assert matched(demand(), supply(past=past), chosen).score == matched(demand(), supply()).score


@pytest.mark.parametrize(
    ("wanted", "offered", "condition"),
    [
        ({"tenant": "a"}, {"tenant": "b"}, Condition.TENANT),
        ({"closed": True}, {}, Condition.CLOSED),
        ({"organisation": "x"}, {"organisation": "x"}, Condition.CONFLICT),
        ({"barred": frozenset({"x"})}, {"organisation": "x"}, Condition.CONFLICT),
        ({"organisation": "x"}, {"barred": frozenset({"x"})}, Condition.CONFLICT),
        ({"only_in": ("成都",)}, {"place": Place(("青岛",))}, Condition.DISTRICT),
        ({"licences": ("甲级",)}, {"licences": ("乙级",)}, Condition.LICENCE),
    ],
)
def test_hard_conditions_stand_apart_from_the_score(wanted, offered, condition):
    one, other = demand(**wanted), supply(**offered)

    found = rank_supplies(one, [other], DEFAULTS, knowledge=knowledge(one, other))

    assert found.matches == ()
    assert [failed.condition for failed in found.excluded[0].failed] == [condition]
    assert (
        found.excluded[0].score == matched(demand(), supply()).score
        or condition is Condition.DISTRICT
    )


@pytest.mark.parametrize(
    ("wanted", "offered"),
    [
        ({"tenant": "a"}, {}),
        ({"only_in": ("成都",)}, {}),
        ({"only_in": ("成都",)}, {"place": Place(("四川", "成都市"))}),
        ({"only_in": ("成都",)}, {"place": Place(("青岛",)), "everywhere": True}),
        ({"licences": ("甲级",)}, {}),
        ({"licences": ("甲级",)}, {"licences": ("甲级", "乙级")}),
    ],
)
def test_hard_conditions_do_not_fail_what_is_not_known(wanted, offered):
    assert matched(demand(**wanted), supply(**offered)).failed == ()


def test_synonyms_of_the_pack_count_as_the_word():
    wanted, offered = demand("UAV堤坝巡检"), supply("低空飞行器堤坝作业。")
    pack = load({"synonyms": {"无人机": ["UAV", "低空飞行器"]}})

    with_them = matched(wanted, offered, pack)
    without_them = matched(wanted, offered)

    assert with_them.score > without_them.score


def test_settings_refuse_what_is_no_part():
    with pytest.raises(ValueError, match="beauty"):
        load({"parts": [{"code": "beauty", "weight": 1}]})
    with pytest.raises(ValueError, match="below zero"):
        load({"parts": [{"code": "need", "weight": -1}]})


def test_levels_of_the_pack_go_before_the_measured_ones():
    wanted, offered = demand(), supply()
    strict = load({"levels": {"match": 1.0, "weak": 1.0}})
    lax = load({"levels": {"match": 0.0, "weak": 0.0}})
    known = knowledge(wanted, offered)

    assert rank_supplies(wanted, [offered], strict, knowledge=known).verdict is Verdict.NONE
    assert rank_supplies(wanted, [offered], lax, knowledge=known).verdict is Verdict.MATCH


def test_reading_leaves_own_names_out_of_the_words():
    one = demand("青岛港的无人集卡。", names=("青岛港",), place=Place(("青岛",)))

    assert "青岛" not in Reading(one).text
    assert Reading(one).pieces[1].text == "青岛港的无人集卡"
