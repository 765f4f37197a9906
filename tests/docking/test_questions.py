"""Public questions without names, and answers that become a part of the scenario."""

from datetime import timedelta

import pytest
from django.core.exceptions import FieldFetchBlocked

from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Notice
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.catalogue.actions.follow import follow
from citystage.stages.catalogue.models import Addendum, Release, ReleaseItem, Scenario
from citystage.stages.docking.actions.questions import (
    answer_question,
    ask_question,
    refuse_question,
)
from citystage.stages.docking.queries import questions
from citystage.stages.docking.writing import NoWords
from tests.conftest import NOON
from tests.docking.answering import CLOSES, Docked

pytestmark = pytest.mark.django_db


@pytest.fixture
def docked(town):
    return Docked(town)


def ask(docked, opening, at=NOON):
    stamp = docked.town.stamp(docked.blue_person, at=at)
    return ask_question(opening, text="夜间作业窗口几点开始？", stamp=stamp)


def test_who_asked_is_on_record_and_in_no_read(docked):
    question = ask(docked, docked.open())

    (shown,) = questions.of_scenario(docked.scenario)
    entry = Entry.objects.get(verb="docking.question.asked")
    told = Notice.objects.get(person=docked.town.owner)

    with pytest.raises(FieldFetchBlocked):
        assert shown.asked_by_id
    assert entry.actor_id == docked.blue_person.pk
    assert docked.blue_person.username not in str(told.values)
    assert question.number == 1


def test_the_window_for_questions_ends_before_the_one_for_answers(docked):
    opening = docked.open()

    with pytest.raises(NotAllowed):
        ask(docked, opening, at=CLOSES - timedelta(days=3))


def test_the_owners_side_asks_nothing_and_others_answer_nothing(docked):
    opening = docked.open()
    question = ask(docked, opening)

    with pytest.raises(NotAllowed):
        ask_question(opening, text="？", stamp=docked.town.stamp(docked.town.owner))
    with pytest.raises(NotFound):
        questions.reach_question(docked.town.stamp(docked.red_person).actor, question.pk)
    with pytest.raises(NotAllowed):
        answer_question(
            question, reply="x", addendum="", stamp=docked.town.stamp(docked.red_person)
        )


def test_an_answer_reaches_followers_answerers_and_whoever_asked(docked):
    opening = docked.open()
    question = ask(docked, opening)
    docked.draft(opening, docked.red_person)
    follower = docked.town.person("follower")
    follow(docked.scenario, stamp=docked.town.stamp(follower))
    stamp = docked.town.stamp(docked.town.owner)

    with pytest.raises(NoWords):
        answer_question(question, reply=" ", addendum="", stamp=stamp)
    answer_question(question, reply="22时至次日5时。", addendum="", stamp=stamp)

    told = Notice.objects.filter(template__contains="was answered").values_list(
        "person__username", flat=True
    )
    assert sorted(told) == sorted(
        ["follower", docked.blue_person.username, docked.red_person.username]
    )


def test_an_addendum_is_a_version_of_the_scenario_and_of_its_lists_by_the_city(docked):
    release = Release.objects.create(
        city=docked.town.city,
        code="2026-1",
        title="清单",
        made_at=NOON,
    )
    ReleaseItem.objects.create(release=release, scenario=docked.scenario, ordinal=1)
    Release.objects.filter(pk=release.pk).update(state="released", sha256="x")
    opening = docked.open()
    before = docked.scenario.version
    stamp = docked.town.stamp(docked.town.city_officer)

    held = answer_question(
        ask(docked, opening), reply="22时。", addendum="夜间窗口为22时至次日5时。", stamp=stamp
    )

    now = Scenario.objects.get(pk=docked.scenario.pk)
    assert now.answers["addenda"] == "夜间窗口为22时至次日5时。"
    assert held.addendum_version == now.version == before + 1
    assert Addendum.objects.get(release=release).text == "夜间窗口为22时至次日5时。"


def test_the_owner_adds_to_the_scenario_and_leaves_the_citys_lists_alone(docked):
    opening = docked.open()
    stamp = docked.town.stamp(docked.town.owner)

    answer_question(ask(docked, opening), reply="22时。", addendum="窗口。", stamp=stamp)

    assert Scenario.objects.get(pk=docked.scenario.pk).answers["addenda"] == "窗口。"
    assert not Addendum.objects.exists()


def test_a_question_is_refused_with_a_reason_once(docked):
    question = ask(docked, docked.open())
    stamp = docked.town.stamp(docked.town.owner)

    with pytest.raises(NoWords):
        refuse_question(question, reason="", stamp=stamp)
    refused = refuse_question(question, reason="涉及商业秘密", stamp=stamp)
    with pytest.raises(WrongState):
        answer_question(question, reply="x", addendum="", stamp=stamp)

    assert (refused.state, refused.reply) == ("refused", "涉及商业秘密")
