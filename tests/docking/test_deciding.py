"""Judging and deciding: conflicts, clarifications, letters, outcomes, overdue ones that climb."""

from dataclasses import replace
from datetime import timedelta

import pytest

from citystage.foundation.access.models import Grant
from citystage.foundation.access.roles import Role
from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Mail, Notice
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed, Refusal
from citystage.stages.catalogue.models import Scenario
from citystage.stages.docking.actions.conclude import Conclusion, Unfinished, conclude
from citystage.stages.docking.actions.judge_answer import (
    BadDate,
    NotStanding,
    Show,
    answer_invitation,
    ask_clarification,
    clarify,
    invite_to_show,
    off_shortlist,
    shortlist,
)
from citystage.stages.docking.actions.mind_openings import climb, note_closing
from citystage.stages.docking.actions.read_letter import read_letter
from citystage.stages.docking.actions.submit_answer import withdraw_answer
from citystage.stages.docking.models import Answer, Opening
from citystage.stages.docking.queries import answers, openings
from citystage.stages.docking.states.answers import AnswerState, OpeningState
from citystage.stages.docking.writing import NoWords
from citystage.stages.matchmaking.models import Outcome
from tests.conftest import HOUSE
from tests.docking.answering import AFTER, CLOSES, Docked

pytestmark = pytest.mark.django_db


@pytest.fixture
def docked(town):
    return Docked(town)


@pytest.fixture
def both(docked):
    opening = docked.open(sealed=False)
    blue = docked.given(opening, docked.blue_person)
    red = docked.given(opening, docked.red_person)
    return opening, blue, red


def owner(docked, at=AFTER):
    return docked.town.stamp(docked.town.owner, at=at)


def at_moment(moment):
    return replace(HOUSE, at=moment)


def chosen(blue, red, **changes):
    known = {
        "outcome": OpeningState.CHOSEN,
        "reason": "夜间运行经验最充分",
        "chosen": blue.pk,
        "reasons": {red.pk: "案例不足三个"},
    }
    return Conclusion(**(known | changes))


def test_nothing_is_judged_before_the_window_is_over(docked, both):
    _opening, blue, _red = both

    with pytest.raises(NotAllowed):
        shortlist(blue, stamp=owner(docked, at=CLOSES - timedelta(seconds=1)))


def test_an_answer_goes_on_the_shortlist_and_off_again(docked, both):
    _opening, blue, _red = both

    on = shortlist(blue, stamp=owner(docked)).state
    off = off_shortlist(blue, stamp=owner(docked)).state

    assert (on, off) == (AnswerState.SHORTLISTED, AnswerState.SUBMITTED)


def test_whoever_acts_for_a_company_that_answers_does_not_judge(docked, both):
    opening, _blue, red = both
    Grant.objects.create(user=docked.town.owner, role=Role.COMPANY_MEMBER, unit=docked.blue.seat)
    # The hat of the owner alone does not help.
    stamp = docked.town.stamp(docked.town.owner, at=AFTER)

    with pytest.raises(NotAllowed):
        shortlist(red, stamp=stamp)
    with pytest.raises(NotAllowed):
        answers.judged(stamp.actor, opening)


def test_an_invitation_is_answered_by_the_company(docked, both):
    _opening, blue, _red = both
    blue_stamp = docked.town.stamp(docked.blue_person, at=AFTER)
    show = Show(AFTER + timedelta(days=2), "示例码头会议室")
    with pytest.raises(BadDate):
        invite_to_show(blue, show=Show(AFTER, "会议室"), stamp=owner(docked))
    with pytest.raises(NotStanding):
        answer_invitation(blue, comes=True, words="", stamp=blue_stamp)
    invite_to_show(blue, show=show, stamp=owner(docked))

    with pytest.raises(NoWords):
        answer_invitation(blue, comes=False, words="", stamp=blue_stamp)
    came = answer_invitation(blue, comes=True, words="", stamp=blue_stamp)
    again = invite_to_show(blue, show=show, stamp=owner(docked))

    assert came.show_accepted is True
    assert again.show_accepted is None


def test_a_clarification_is_seen_by_the_two_sides_and_answered_once(docked, both):
    _opening, blue, red = both
    asked = ask_clarification(
        blue, text="夜间照度要求？", due_at=AFTER + timedelta(days=3), stamp=owner(docked)
    )
    stamp = docked.town.stamp(docked.blue_person, at=AFTER)

    clarify(asked, reply="不低于50勒克斯。", stamp=stamp)
    with pytest.raises(Refusal):
        clarify(asked, reply="再说一次", stamp=stamp)

    assert list(answers.clarifications(red)) == []
    assert not Notice.objects.filter(person=docked.red_person).exists()


def test_others_do_not_reply_to_a_clarification(docked, both):
    _opening, blue, _red = both
    asked = ask_clarification(
        blue, text="夜间照度要求？", due_at=AFTER + timedelta(days=3), stamp=owner(docked)
    )

    with pytest.raises(NotAllowed):
        clarify(asked, reply="我", stamp=docked.town.stamp(docked.red_person, at=AFTER))


def test_choosing_writes_a_reason_to_everybody_and_tells_matchmaking(docked, both):
    opening, blue, red = both

    conclude(opening, conclusion=chosen(blue, red), stamp=owner(docked))

    states = dict(Answer.objects.values_list("organisation__name", "state"))
    mails = dict(Mail.objects.filter(key__startswith="docking.letter").values_list("to", "body"))
    assert states == {"示例蓝色科技": "chosen", "示例红色科技": "not_chosen"}
    assert "案例不足三个" in mails[docked.red_person.email]
    assert "夜间运行经验最充分" in mails[docked.blue_person.email]
    assert "案例不足三个" in Answer.objects.get(pk=red.pk).letter
    assert sorted(Outcome.objects.values_list("organisation_id", "kind")) == sorted(
        [(docked.blue.pk, "agreed"), (docked.blue.pk, "answered"), (docked.red.pk, "answered")]
    )
    assert Scenario.objects.get(pk=docked.scenario.pk).state == "matched"


def test_a_choice_needs_a_reason_for_each_of_the_others(docked, both):
    opening, blue, red = both

    with pytest.raises(Unfinished) as refusal:
        conclude(opening, conclusion=chosen(blue, red, reason=" ", reasons={}), stamp=owner(docked))

    assert sorted(refusal.value.errors) == ["reason", f"reason-{red.pk}"]


def test_only_a_standing_answer_is_chosen(docked, both):
    opening, blue, red = both
    withdraw_answer(blue, reason="退出", stamp=docked.town.stamp(docked.blue_person, at=AFTER))

    with pytest.raises(Unfinished):
        conclude(opening, conclusion=chosen(blue, red), stamp=owner(docked))


def test_the_second_of_two_who_decide_is_told_who_was_first(docked, both):
    opening, blue, red = both
    conclude(opening, conclusion=chosen(blue, red), stamp=owner(docked))
    city = docked.town.stamp(docked.town.city_officer, at=AFTER)

    with pytest.raises(WrongState) as refusal:
        conclude(opening, conclusion=chosen(red, blue), stamp=city)

    assert "owner" in str(refusal.value)


def test_none_suitable_gives_everybody_the_common_reason(docked, both):
    opening, _blue, red = both
    meant = Conclusion(OpeningState.NONE_SUITABLE, "均未达到夜间要求")

    conclude(opening, conclusion=meant, stamp=owner(docked))

    assert Answer.objects.get(pk=red.pk).reason == "均未达到夜间要求"
    assert Opening.objects.get(pk=opening.pk).state == OpeningState.NONE_SUITABLE
    assert openings.current(docked.scenario) == opening
    assert docked.open_again().state == OpeningState.OPEN


def test_before_the_closing_a_call_can_only_be_cancelled(docked, both):
    opening, blue, red = both
    early = owner(docked, at=CLOSES - timedelta(days=1))

    with pytest.raises(NotAllowed):
        conclude(opening, conclusion=chosen(blue, red), stamp=early)
    conclude(opening, conclusion=Conclusion(OpeningState.CANCELLED, "预算调整"), stamp=early)

    assert Answer.objects.get(pk=blue.pk).state == AnswerState.NOT_CHOSEN


def test_reading_the_letter_is_noted_once(docked, both):
    opening, blue, red = both
    conclude(opening, conclusion=chosen(blue, red), stamp=owner(docked))
    stamp = docked.town.stamp(docked.red_person, at=AFTER)

    read_letter(red, stamp=stamp)
    read_letter(red, stamp=stamp)

    assert Entry.objects.filter(verb="docking.answer.letter_read").count() == 1


def test_the_closing_is_noted_once_and_tells_what_was_sealed(docked):
    opening = docked.open(sealed=True)
    docked.given(opening, docked.blue_person)
    late = at_moment(AFTER)

    early = note_closing(opening, stamp=HOUSE)
    first = note_closing(opening, stamp=late)
    second = note_closing(opening, stamp=late)

    assert (early, first, second) == (False, True, False)


@pytest.mark.parametrize(("days", "step"), [(-1, 0), (0, 1), (4, 1), (5, 2), (10, 3), (99, 3)])
def test_an_overdue_outcome_climbs_from_owner_to_department_to_city(docked, days, step):
    opening = docked.open()
    at = opening.outcome_due_at + timedelta(days=days)
    stamp = at_moment(at)

    reached = climb(opening, stamp=stamp)
    again = climb(opening, stamp=stamp)

    told = {
        name: Notice.objects.filter(person=getattr(docked.town, name)).count()
        for name in ("owner", "clerk", "city_officer")
    }
    assert (reached, again) == (step, step)
    assert told == {"owner": step >= 1, "clerk": step >= 2, "city_officer": step >= 3}


def test_the_work_of_an_office_holds_an_outcome_once_it_has_climbed_there(docked):
    opening = docked.open()
    at = opening.outcome_due_at + timedelta(days=5)
    clerk = docked.town.stamp(docked.town.clerk, at=at).actor

    before = list(openings.to_decide(clerk, at=at))
    climb(opening, stamp=at_moment(at))

    assert (before, list(openings.to_decide(clerk, at=at))) == ([], [opening])
