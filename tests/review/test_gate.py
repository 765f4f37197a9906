"""The gate follows the pack's newest rules, words them, and keeps the case's score."""

import pytest
from django.utils import translation

from citystage.engines.quality.gate import State
from citystage.foundation.tenancy.models import Unit, plant
from citystage.foundation.workflow.advance import WrongState
from citystage.stages.intake.actions.revise import revise
from citystage.stages.intake.writing import Writing
from citystage.stages.review import queries
from citystage.stages.review.states import CaseState
from tests.review.builders import QUALITY, case, quality, recommended

GOOD = {"goals": "接驳时间由30分钟缩短到10分钟以内。", "need": "码头需要无人驾驶集卡。"}


def polish(town, opened, **typed):
    return revise(
        opened.application,
        writing=Writing(typed=typed),
        recommender=None,
        version=opened.application.revision,
        note="补充目标",
        stamp=town.stamp(town.city_officer),
    )


def test_without_rules_there_is_no_gate(town):
    assert queries.gate_of_answers(town.city, GOOD) is None
    assert recommended(town).quality == 0


def test_rules_of_another_city_do_not_count(town):
    quality(town)
    chengdu = plant(parent=None, kind=Unit.Kind.CITY, name="成都市", code="chengdu")

    assert queries.gate_of_answers(chengdu, GOOD) is None


def test_parts_are_done_vague_or_missing(town):
    quality(town)

    done = queries.gate_of_answers(town.city, GOOD)
    vague = queries.gate_of_answers(town.city, {"goals": "大幅提升效率", "need": GOOD["need"]})
    empty = queries.gate_of_answers(town.city, {})

    assert [part.state for part in done.parts] == [State.DONE, State.DONE]
    assert (done.score, done.ready, done.open_parts) == (100, True, 0)
    assert [part.state for part in vague.parts] == [State.VAGUE, State.DONE]
    assert vague.vague == {"goals": [(2, 6)]}
    assert [part.state for part in empty.parts] == [State.MISSING, State.MISSING]
    assert (empty.score, empty.weak, empty.open_parts) == (0, True, 2)


def test_the_checklist_speaks_the_readers_language(town):
    quality(town)

    with translation.override("en"):
        english = queries.gate_of_answers(town.city, {"goals": "提升效率"}).parts[0]
    with translation.override("zh-hans"):
        chinese = queries.gate_of_answers(town.city, {"goals": "提升效率"}).parts[0]

    assert (english.name, english.asks[0].ask) == ("Measurable goal", "By how much?")
    assert english.lacks == (
        "4 characters so far; 5 are the least that can tell it.",
        "No number with a unit was found.",
        "Not found in the text: From and to.",
    )
    assert (chinese.name, chinese.asks[0].ask) == ("可衡量的目标", "提升多少？")


def test_what_must_be_mentioned_is_named(town):
    quality(town)

    with translation.override("en"):
        part = queries.gate_of_answers(town.city, {"need": "需要一套系统"}).parts[1]

    assert part.lacks == ("Mention one of: 码头; 医院.",)


def test_the_newest_version_of_the_rules_counts(town):
    quality(town)
    quality(town, version=2, value=QUALITY | {"parts": QUALITY["parts"][1:]})

    gate = queries.gate_of_answers(town.city, GOOD)

    assert [part.code for part in gate.parts] == ["need"]


def test_a_case_opens_with_its_score_and_follows_each_revision(town):
    quality(town)
    opened = recommended(town)
    assert opened.quality == 40

    polish(town, opened, goals=GOOD["goals"])

    opened.refresh_from_db()
    assert opened.quality == 100


def test_a_closed_case_keeps_its_text(town):
    opened = recommended(town)
    type(opened).objects.filter(pk=opened.pk).update(state=CaseState.CHOSEN)

    with pytest.raises(WrongState):
        polish(town, opened, goals=GOOD["goals"])

    opened.application.refresh_from_db()
    assert opened.application.revision == 1


def test_gate_of_a_stored_application(town):
    quality(town)

    assert queries.gate(case(town).application).score == 40
