"""Two who act at once: one order of locks, one winner, nothing half done."""

import pytest

from citystage.foundation.access.roles import Role
from citystage.stages.intake.actions.withdraw import withdraw
from citystage.stages.intake.models import Call
from citystage.stages.review.actions.apply_decisions import apply_decisions
from citystage.stages.review.actions.ask_opinions import ask_opinions
from citystage.stages.review.actions.give_opinion import give_opinion
from citystage.stages.review.actions.merge import merge
from citystage.stages.review.actions.open_batch import open_batch
from citystage.stages.review.actions.prepare_decision import prepare_decision
from citystage.stages.review.actions.take_up import take_up
from citystage.stages.review.models import Case
from citystage.stages.review.states import CaseState, OpinionState
from tests.conftest import Town
from tests.racing import refusals
from tests.review.builders import case, recommended

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(transactional_db):
    return Town()


def test_two_officers_merging_into_each_other_leave_one_case_standing(town):
    colleague = town.person("colleague", Role.CITY_OFFICER, town.city)
    one, other = recommended(town), recommended(town)

    answers = refusals(
        lambda: merge(one, into=other, reason="同一需求", stamp=town.stamp(town.city_officer)),
        lambda: merge(other, into=one, reason="同一需求", stamp=town.stamp(colleague)),
    )

    states = sorted(Case.objects.values_list("state", flat=True))
    assert [answer is None for answer in answers].count(True) == 1
    assert states == [CaseState.MERGED, CaseState.TRIAGE]


def test_decision_and_withdrawal_at_once_have_one_winner(town):
    office, owner = town.stamp(town.city_officer), town.stamp(town.owner)
    first, second = recommended(town), recommended(town)
    Case.objects.update(state=CaseState.READY)
    batch = open_batch(town.city, title="第3次联席会议", stamp=office)
    for opened in (first, second):
        prepare_decision(opened, batch=batch, outcome="chosen", reason="", place=None, stamp=office)

    applied, withdrawn = refusals(
        lambda: apply_decisions(batch, stamp=office),
        lambda: withdraw(second.application, reason="不再需要", stamp=owner),
    )

    states = list(Case.objects.order_by("pk").values_list("state", flat=True))
    if applied is None:
        assert withdrawn is not None
        assert states == [CaseState.CHOSEN, CaseState.CHOSEN]
    else:
        assert withdrawn is None
        assert states == [CaseState.READY, CaseState.WITHDRAWN]


def test_the_last_two_opinions_at_once_conclude_the_round_once(town):
    doctor = town.person("doctor", Role.DEPARTMENT_OFFICER, town.health)
    opened = case(town)
    first, second = ask_opinions(
        opened,
        units=[town.transport, town.health],
        question="是否可行？",
        stamp=town.stamp(town.city_officer),
    )

    answers = refusals(
        lambda: give_opinion(first, stance="support", text="同意", stamp=town.stamp(town.clerk)),
        lambda: give_opinion(second, stance="support", text="同意", stamp=town.stamp(doctor)),
    )

    assert answers == [None, None]
    assert Case.objects.get().state == CaseState.READY


def test_in_turn_two_colleagues_of_the_first_cannot_both_answer(town):
    town.call.opinion_order = Call.OpinionOrder.IN_TURN
    town.call.save()
    second_clerk = town.person("second_clerk", Role.DEPARTMENT_OFFICER, town.transport)
    opened = case(town)
    first, _second = ask_opinions(
        opened,
        units=[town.transport, town.health],
        question="是否可行？",
        stamp=town.stamp(town.city_officer),
    )

    answers = refusals(
        lambda: give_opinion(first, stance="support", text="同意", stamp=town.stamp(town.clerk)),
        lambda: give_opinion(first, stance="oppose", text="反对", stamp=town.stamp(second_clerk)),
    )

    assert [answer is None for answer in answers].count(True) == 1
    states = list(opened.opinions.values_list("state", flat=True))
    assert states == [OpinionState.GIVEN, OpinionState.ASKED]


def test_a_case_taken_up_by_two_goes_to_one(town):
    colleague = town.person("colleague", Role.CITY_OFFICER, town.city)
    opened = case(town, CaseState.TRIAGE)

    answers = refusals(
        lambda: take_up(opened, stamp=town.stamp(town.city_officer)),
        lambda: take_up(opened, stamp=town.stamp(colleague)),
    )

    assert [answer is None for answer in answers].count(True) == 1
