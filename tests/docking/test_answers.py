"""Answers: windows to the second, seals, words, consortiums, revisions, and who may do what."""

from datetime import timedelta

import pytest
from django.utils import timezone

from citystage.foundation.access.roles import Role
from citystage.foundation.notices.models import Notice
from citystage.kernel.refusals import NotAllowed, NotFound, Refusal
from citystage.stages.docking.actions.begin_answer import begin_answer
from citystage.stages.docking.actions.consortium import (
    BadMember,
    Part,
    agree,
    ask_member,
    decline,
)
from citystage.stages.docking.actions.editors import invite_editor, remove_editor
from citystage.stages.docking.actions.open_scenario import (
    AlreadyOpen,
    extend_opening,
    open_scenario,
)
from citystage.stages.docking.actions.papers import add_paper, drop_paper
from citystage.stages.docking.actions.submit_answer import submit_answer, withdraw_answer
from citystage.stages.docking.actions.write_answer import autosave_answer, write_answer
from citystage.stages.docking.contents import Content, Reply
from citystage.stages.docking.models import Answer
from citystage.stages.docking.opening import BadOpening, essentials_in
from citystage.stages.docking.queries import answers, openings
from citystage.stages.docking.states.answers import AnswerState
from citystage.stages.docking.writing import Incomplete, NoWords, Stale, missing
from citystage.stages.matchmaking.models import Outcome
from citystage.stages.selection.evidence import Evidence
from tests.conftest import NOON
from tests.docking.answering import AFTER, CLOSES, Docked, content, organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def docked(town):
    return Docked(town)


def test_essentials_are_lines_without_bullets():
    text = "1. 能在夜间运行\n\n• 有三个以上案例\n2、 能在夜间运行\n"

    assert essentials_in(text) == ["能在夜间运行", "有三个以上案例"]


def test_opening_a_scenario_takes_the_deadline_of_the_outcome_from_the_pack(docked):
    opening = docked.open()

    assert opening.outcome_due_at == CLOSES + timedelta(days=15)
    assert [one["key"] for one in opening.essentials] == ["e1", "e2"]


def test_a_scenario_is_opened_once_at_a_time(docked):
    docked.open()

    with pytest.raises(AlreadyOpen):
        docked.open()


def test_only_the_owners_side_opens(docked):
    stamp = docked.town.stamp(docked.blue_person)

    with pytest.raises(NotAllowed):
        open_scenario(docked.scenario, settings=docked.settings(), stamp=stamp)


def test_a_window_that_ends_before_it_begins_is_refused_by_field(docked):
    with pytest.raises(BadOpening) as refusal:
        docked.open(closes_at=NOON, questions_until=CLOSES, essentials=[])

    assert sorted(refusal.value.errors) == ["closes_at", "essentials", "questions_until"]


def test_an_answer_begun_twice_is_one(docked):
    opening = docked.open()

    first = docked.draft(opening, docked.blue_person)
    second = docked.draft(opening, docked.blue_person)

    assert first.pk == second.pk


def test_the_owner_does_not_answer_its_own_scenario(docked):
    opening = docked.open()

    with pytest.raises(NotAllowed):
        docked.draft(opening, docked.town.owner)


def test_a_kind_that_is_not_invited_does_not_answer(docked):
    opening = docked.open(eligible_kinds=["university"])

    with pytest.raises(NotAllowed):
        docked.draft(opening, docked.blue_person)


def test_handing_in_needs_every_part_by_field(docked):
    opening = docked.open()
    answer = docked.written(
        opening,
        docked.blue_person,
        replies={"e1": Reply(can="yes"), "e2": Reply(evidence="词 " * 101, can="no")},
        price_mode="fixed",
        price=None,
        schedule="",
    )

    with pytest.raises(Incomplete) as refusal:
        submit_answer(answer, version=answer.revision, stamp=docked.town.stamp(docked.blue_person))

    assert sorted(refusal.value.errors) == ["evidence.e1", "evidence.e2", "price", "schedule"]


def test_the_last_second_counts_and_the_closing_second_does_not(docked):
    opening = docked.open()
    blue = docked.written(opening, docked.blue_person)
    red = docked.written(opening, docked.red_person)
    last = CLOSES - timedelta(microseconds=1)

    handed = submit_answer(blue, version=1, stamp=docked.town.stamp(docked.blue_person, at=last))
    with pytest.raises(NotAllowed):
        submit_answer(red, version=1, stamp=docked.town.stamp(docked.red_person, at=CLOSES))

    assert handed.state == AnswerState.SUBMITTED


def test_what_was_handed_in_stands_while_one_writes_on(docked):
    opening = docked.open()
    answer = docked.given(opening, docked.blue_person)
    stamp = docked.town.stamp(docked.blue_person)

    write_answer(answer, content=content(schedule="第20周验收。"), version=1, stamp=stamp)

    now = Answer.objects.get(pk=answer.pk)
    assert now.given["schedule"] == "第4周到场，第12周验收。"
    assert now.content["schedule"] == "第20周验收。"


def test_an_old_form_says_who_changed_what(docked):
    opening = docked.open()
    answer = docked.written(opening, docked.blue_person)
    stamp = docked.town.stamp(docked.blue_person)
    write_answer(answer, content=content(wanted="其他"), version=1, stamp=stamp)

    with pytest.raises(Stale) as refusal:
        write_answer(answer, content=content(wanted="又一"), version=1, stamp=stamp)

    assert refusal.value.changes[0].fields == ("wanted",)


def test_saves_of_the_page_itself_fold_into_one_revision(docked):
    opening = docked.open()
    answer = docked.draft(opening, docked.blue_person)
    stamp = docked.town.stamp(docked.blue_person)
    for number in range(3):
        autosave_answer(
            answer, content=content(summary=f"第{number}稿"), version=number, stamp=stamp
        )

    assert answer.revisions.count() == 1
    assert Answer.objects.get(pk=answer.pk).revision == 3


def test_links_to_capabilities_of_others_are_let_go(docked):
    opening = docked.open()

    answer = docked.written(
        opening, docked.blue_person, replies={"e1": Reply(can="yes", capability=99_999)}
    )

    assert Content.read(answer.content).replies["e1"].capability is None


@pytest.mark.parametrize("sealed", [True, False])
def test_sealed_answers_are_read_by_nobody_else_before_the_closing(docked, sealed):
    # The seal is held against the database's own clock.
    now = timezone.now()
    opening = docked.open(
        sealed=sealed,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=9),
        questions_until=now + timedelta(days=5),
    )
    answer = docked.given(opening, docked.blue_person, at=now)
    owner = docked.town.stamp(docked.town.owner).actor
    city = docked.town.stamp(docked.town.city_officer).actor

    seen = [
        list(answers.judged(owner, opening)),
        list(answers.judged(city, opening)),
        Answer.objects.given().unsealed().count(),
    ]
    told = Notice.objects.filter(person=docked.town.owner).count()

    assert seen == ([[], [], 0] if sealed else [[answer], [answer], 1])
    assert openings.answered_by(opening, now) == (None if sealed else 1)
    assert told == (0 if sealed else 1)
    assert Outcome.objects.count() == (0 if sealed else 1)


def test_others_do_not_find_an_answer(docked):
    opening = docked.open()
    answer = docked.given(opening, docked.blue_person)
    stranger = docked.town.stamp(docked.red_person).actor

    with pytest.raises(NotFound):
        answers.reach_answer(stranger, answer.pk)


def test_a_consortium_needs_consent_and_shares_that_add_to_a_hundred(docked):
    opening = docked.open()
    answer = docked.written(opening, docked.blue_person, share=70, own_work="系统集成")
    stamp = docked.town.stamp(docked.blue_person)
    member = ask_member(answer, organisation=docked.red, part=Part("雷达", 20), stamp=stamp)
    answer = Answer.objects.get(pk=answer.pk)

    before = missing(answer, opening)
    ask_member(answer, organisation=docked.red, part=Part("雷达", 30), stamp=stamp)
    agree(member, stamp=docked.town.stamp(docked.red_person))

    assert sorted(before) == ["members", "share"]
    assert missing(answer, opening) == {}


def test_a_changed_share_asks_for_consent_anew(docked):
    opening = docked.open()
    answer = docked.written(opening, docked.blue_person)
    stamp = docked.town.stamp(docked.blue_person)
    member = ask_member(answer, organisation=docked.red, part=Part("雷达", 20), stamp=stamp)
    agree(member, stamp=docked.town.stamp(docked.red_person))

    again = ask_member(answer, organisation=docked.red, part=Part("雷达", 40), stamp=stamp)

    assert again.state == "asked"


def test_a_member_that_leaves_turns_what_was_handed_in_into_a_draft(docked):
    opening = docked.open()
    answer = docked.written(opening, docked.blue_person, share=70, own_work="系统集成")
    stamp = docked.town.stamp(docked.blue_person)
    member = ask_member(answer, organisation=docked.red, part=Part("雷达", 30), stamp=stamp)
    red = docked.town.stamp(docked.red_person)
    agree(member, stamp=red)
    submit_answer(answer, version=1, stamp=stamp)

    with pytest.raises(NoWords):
        decline(member, reason=" ", stamp=red)
    decline(member, reason="产能不足", stamp=red)

    assert Answer.objects.get(pk=answer.pk).state == AnswerState.DRAFT


@pytest.mark.parametrize("share", [0, 100])
def test_a_share_lies_between_one_and_ninety_nine(docked, share):
    answer = docked.draft(docked.open(), docked.blue_person)
    stamp = docked.town.stamp(docked.blue_person)

    with pytest.raises(BadMember):
        ask_member(answer, organisation=docked.red, part=Part("雷达", share), stamp=stamp)


@pytest.mark.parametrize("who", ["blue", "firm"])
def test_neither_oneself_nor_the_owner_is_a_member(docked, who):
    answer = docked.draft(docked.open(), docked.blue_person)
    stamp = docked.town.stamp(docked.blue_person)

    with pytest.raises(BadMember):
        ask_member(answer, organisation=getattr(docked, who), part=Part("雷达", 10), stamp=stamp)


def test_an_invited_person_writes_and_does_not_hand_in(docked):
    opening = docked.open()
    answer = docked.draft(opening, docked.blue_person)
    stamp = docked.town.stamp(docked.blue_person)
    adviser = docked.town.person("adviser")
    editor = invite_editor(answer, email="Adviser@example.invalid", stamp=stamp)
    theirs = docked.town.stamp(adviser)

    write_answer(answer, content=content(), version=0, stamp=theirs)
    with pytest.raises(NotAllowed):
        submit_answer(answer, version=1, stamp=theirs)
    remove_editor(answer, editor_id=editor.pk, stamp=stamp)

    with pytest.raises(NotAllowed):
        write_answer(answer, content=content(wanted="x"), version=1, stamp=theirs)


def test_a_file_goes_with_what_was_handed_in_though_it_is_dropped_later(docked):
    opening = docked.open()
    answer = docked.written(opening, docked.blue_person)
    stamp = docked.town.stamp(docked.blue_person)
    file = Evidence("证书.pdf", b"%PDF-1.7 test")
    paper = add_paper(answer, essential="e1", file=file, stamp=stamp)
    same = add_paper(answer, essential="e1", file=file, stamp=stamp)
    submit_answer(answer, version=1, stamp=stamp)
    drop_paper(answer, paper_id=paper.pk, stamp=stamp)
    answer = Answer.objects.get(pk=answer.pk)

    assert same.pk == paper.pk
    assert answers.reach_paper(answer, "judge", paper.pk) == paper


def test_a_withdrawn_answer_can_be_taken_up_again_before_the_closing(docked):
    opening = docked.open()
    answer = docked.given(opening, docked.blue_person)
    stamp = docked.town.stamp(docked.blue_person)
    with pytest.raises(NoWords):
        withdraw_answer(answer, reason="", stamp=stamp)
    withdraw_answer(answer, reason="重新考虑", stamp=stamp)

    again = begin_answer(opening, stamp=stamp)

    assert (again.pk, again.state) == (answer.pk, AnswerState.DRAFT)


def test_a_window_is_made_longer_and_never_shorter(docked):
    opening = docked.open()
    stamp = docked.town.stamp(docked.town.owner)
    later = CLOSES + timedelta(days=5)

    with pytest.raises(BadOpening):
        extend_opening(opening, closes_at=NOON, reason="x", version=1, stamp=stamp)
    longer = extend_opening(opening, closes_at=later, reason="节假日", version=1, stamp=stamp)
    with pytest.raises(Refusal):
        extend_opening(opening, closes_at=AFTER, reason="x", version=1, stamp=stamp)

    assert longer.closes_at == later
    assert longer.questions_until == later - timedelta(days=3)
    assert longer.outcome_due_at == later + timedelta(days=15)


def test_a_window_that_ended_is_not_opened_again(docked):
    opening = docked.open()
    stamp = docked.town.stamp(docked.town.owner, at=AFTER)

    with pytest.raises(NotAllowed):
        extend_opening(
            opening,
            closes_at=AFTER + timedelta(days=3),
            reason="再开",
            version=1,
            stamp=stamp,
        )


def test_somebody_of_a_state_firm_answers_for_it(docked):
    made, person = organisation(docked.town, "示例国企", kind="state_firm", role=Role.DEMAND_OWNER)

    answer = docked.draft(docked.open(), person)

    assert answer.organisation == made
