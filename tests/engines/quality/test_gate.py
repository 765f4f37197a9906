"""The gate says what is done, vague or missing, and why."""

import re
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from citystage.engines.quality.gate import Finding, Shortfall, State, VagueSpan, assess
from citystage.engines.quality.rules import Need, Part, Pattern, Rules, rules_from

GOAL = Part("goal", 60, ("goals", "need"), min_length=8, vague=("赋能",), blocks_release=True)
MONEY = Part("money", 40, ("budget",), needs=(Need.MONEY,))


def judged(part: Part, **answers: object):
    return assess(answers, Rules((part,), vague=("提升效率",))).parts[0]


def failed(part: Part, **answers: object) -> list[Shortfall]:
    return [finding.shortfall for finding in judged(part, **answers).findings]


@pytest.mark.parametrize("answer", [None, "", "  ", [], {}, False])
def test_an_empty_part_is_missing(answer):
    part = judged(GOAL, goals=answer)

    assert (part.state, part.points) == (State.MISSING, 0)
    assert part.findings == (Finding(Shortfall.EMPTY, {}),)


def test_a_clear_part_is_done():
    part = judged(GOAL, goals="发现时间由2小时缩短到10分钟以内")

    assert (part.state, part.points, part.findings) == (State.DONE, Decimal(60), ())


def test_a_short_vague_part_says_why_and_where():
    part = judged(GOAL, need="提升效率。赋能")

    assert part.state is State.VAGUE
    assert part.points == 20
    assert part.findings == (
        Finding(Shortfall.TOO_SHORT, {"length": 7, "min_length": 8}),
        Finding(Shortfall.VAGUE_WORDS, {"words": ("提升效率", "赋能")}),
    )
    assert part.vague == (VagueSpan("need", 0, 4, "提升效率"), VagueSpan("need", 5, 7, "赋能"))


def test_a_vague_word_with_a_figure_is_clear():
    assert failed(GOAL, goals="巡检提升效率30%以上，人工减少5人") == []


@pytest.mark.parametrize(
    ("need", "good", "bad"),
    [
        (Need.MONEY, "自有资金260万元", "面议"),
        (Need.MONEY, 2_600_000, 0),
        (Need.MONEY, Decimal("0.5"), Decimal(0)),
        (Need.DATE, "2027年3月1日", "尽快"),
        (Need.DATE, date(2027, 3, 1), "三月"),
        (Need.DATE, [date(2027, 3, 1), date(2027, 8, 31)], ["春天"]),
        (Need.NUMBER_WITH_UNIT, "全长18公里", "很长"),
    ],
)
def test_needs_are_met_or_not(need, good, bad):
    part = Part("part", 10, ("answer",), needs=(need,))

    assert failed(part, answer=good) == []
    assert failed(part, answer=bad) == [Shortfall(need.value)]


def test_patterns_are_asked_or_advised():
    asked = Pattern("payer", re.compile("自有|财政"))
    advised = Pattern("when", re.compile("验收后"), required=False)
    part = Part("money", 10, ("payer",), patterns=(asked, advised))

    result = judged(part, payer="自有资金")

    assert (result.state, result.points) == (State.DONE, 10)
    assert result.findings == (Finding(Shortfall.PATTERN, {"pattern": "when"}, required=False),)
    assert judged(part, payer="集团").state is State.VAGUE


def test_mentions_are_looked_for_in_any_case():
    part = Part("data", 10, ("data",), mentions=("API", "不需要"))

    assert failed(part, data="经 api 提供") == []
    assert failed(part, data="以后再说") == [Shortfall.MENTION]


def test_score_ready_and_blocking_follow_from_the_parts():
    rules = Rules((GOAL, MONEY), ready_from=80, weak_below=50)

    good = assess({"goals": "由2小时缩短到10分钟以内", "budget": {"sum": "260万元"}}, rules)
    weak = assess({"budget": ["260万元"]}, rules)

    assert (good.score, good.ready, good.weak, good.blocking) == (100, True, False, ())
    assert (weak.score, weak.ready, weak.weak, weak.blocking) == (40, False, True, ("goal",))


def test_rules_without_parts_give_no_score():
    assert assess({"a": "b"}, Rules(())).score == 0


def test_the_packs_own_rules_are_read_and_passed_by_their_own_examples():
    pack = Path(__file__).parents[3] / "citystage/cities/base/quality.toml"
    table = tomllib.loads(pack.read_text())
    rules = rules_from(table)

    examples = {part["reads"][0]: part["example"]["zh"] for part in table["parts"]}
    result = assess(examples, rules)

    assert [part.code for part in result.parts if part.state is not State.DONE] == []
    assert result.score == 100
    assert result.ready


def test_rules_from_a_full_table():
    table = {
        "parts": [
            {
                "code": "money",
                "weight": 5,
                "reads": ["budget"],
                "needs": ["money"],
                "mentions": ["元"],
                "vague": [{"word": "若干"}],
            }
        ]
    }

    assert rules_from(table) == Rules(
        (Part("money", 5, ("budget",), needs=(Need.MONEY,), mentions=("元",), vague=("若干",)),)
    )


def test_examples_without_vague_words_need_no_pattern():
    assert assess({"budget": "260万元"}, Rules((MONEY,))).score == 100


ANSWERS = st.dictionaries(
    st.sampled_from(["goals", "need", "budget"]),
    st.none() | st.text(max_size=60) | st.integers() | st.dates() | st.lists(st.text(max_size=9)),
)


@given(ANSWERS)
def test_any_answers_are_judged_within_bounds(answers):
    result = assess(answers, Rules((GOAL, MONEY), vague=("提升效率",)))

    assert 0 <= result.score <= 100
    assert all(0 <= part.points <= part.weight for part in result.parts)
    assert (result.score == 100) == all(part.state is State.DONE for part in result.parts)
