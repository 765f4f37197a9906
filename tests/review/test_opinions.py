"""Departments are asked side by side or in turn; the last word ends the round."""

from datetime import timedelta

import pytest

from citystage.foundation.access.roles import Role
from citystage.foundation.tenancy.models import Unit, plant
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.intake.models import Call
from citystage.stages.review import queries
from citystage.stages.review.actions.ask_opinions import AlreadyGiven, ask_opinions
from citystage.stages.review.actions.give_opinion import give_opinion
from citystage.stages.review.actions.waive_opinion import waive_opinion
from citystage.stages.review.models import Opinion
from citystage.stages.review.states import CaseState, OpinionState
from tests.conftest import NOON
from tests.review.builders import case

SUPPORT = Opinion.Stance.SUPPORT


@pytest.fixture
def doctor(town):
    return town.person("doctor", Role.DEPARTMENT_OFFICER, town.health)


def in_turn(town):
    town.call.opinion_order = Call.OpinionOrder.IN_TURN
    town.call.save()


def ask(town, opened, *units):
    return ask_opinions(
        opened, units=units, question="是否可行？", stamp=town.stamp(town.city_officer)
    )


def states(opened):
    return list(opened.opinions.values_list("state", flat=True))


def test_side_by_side_everybody_is_asked_at_once(town):
    opened = case(town)

    ask(town, opened, town.transport, town.health)

    opened.refresh_from_db()
    assert opened.state == CaseState.OPINIONS
    assert states(opened) == [OpinionState.ASKED, OpinionState.ASKED]
    assert {one.due_at for one in opened.opinions.all()} == {NOON + timedelta(days=5)}


def test_in_turn_the_next_is_asked_when_the_first_has_answered(town):
    in_turn(town)
    opened = case(town)
    first, second = ask(town, opened, town.transport, town.health)
    assert states(opened) == [OpinionState.ASKED, OpinionState.QUEUED]

    later = town.stamp(town.clerk, at=NOON + timedelta(days=2))
    give_opinion(first, stance=SUPPORT, text="同意。", stamp=later)

    second.refresh_from_db()
    assert (second.state, second.due_at) == (OpinionState.ASKED, NOON + timedelta(days=7))


def test_the_last_opinion_concludes_the_round(town, doctor):
    opened = case(town)
    first, second = ask(town, opened, town.transport, town.health)

    give_opinion(first, stance=SUPPORT, text="同意。", stamp=town.stamp(town.clerk))
    give_opinion(second, stance="oppose", text="不可行。", stamp=town.stamp(doctor))

    opened.refresh_from_db()
    assert opened.state == CaseState.READY


def test_waiving_the_last_open_opinion_concludes_the_round(town):
    opened = case(town)
    first, second = ask(town, opened, town.transport, town.health)
    give_opinion(first, stance=SUPPORT, text="同意。", stamp=town.stamp(town.clerk))

    waive_opinion(second, reason="已口头答复", stamp=town.stamp(town.city_officer))

    opened.refresh_from_db()
    assert (opened.state, states(opened)) == (
        CaseState.READY,
        [OpinionState.GIVEN, OpinionState.WAIVED],
    )


def test_waiving_the_asked_one_passes_the_turn_on(town):
    in_turn(town)
    opened = case(town)
    first, _second = ask(town, opened, town.transport, town.health)

    waive_opinion(first, reason="不涉及", stamp=town.stamp(town.city_officer))

    assert states(opened) == [OpinionState.WAIVED, OpinionState.ASKED]


def test_only_the_asked_unit_gives_the_opinion(town, doctor):
    (opinion,) = ask(town, case(town), town.transport)

    with pytest.raises(NotAllowed):
        give_opinion(opinion, stance=SUPPORT, text="同意。", stamp=town.stamp(doctor))


def test_an_opinion_is_given_once(town):
    (opinion,) = ask(town, case(town), town.transport)
    give_opinion(opinion, stance=SUPPORT, text="同意。", stamp=town.stamp(town.clerk))

    with pytest.raises(WrongState):
        give_opinion(opinion, stance="oppose", text="反对。", stamp=town.stamp(town.clerk))


def test_waiving_needs_an_open_opinion_and_the_office(town):
    opened = case(town)
    first, _second = ask(town, opened, town.transport, town.health)
    give_opinion(first, stance=SUPPORT, text="同意。", stamp=town.stamp(town.clerk))

    with pytest.raises(WrongState):
        waive_opinion(first, reason="不需要", stamp=town.stamp(town.city_officer))
    with pytest.raises(NotAllowed):
        waive_opinion(first, reason="不需要", stamp=town.stamp(town.clerk))


def test_asking_nobody_or_another_citys_department_is_refused(town):
    opened = case(town)
    chengdu = plant(parent=None, kind=Unit.Kind.CITY, name="成都市", code="chengdu")
    elsewhere = plant(parent=chengdu, kind=Unit.Kind.DEPARTMENT, name="市交通局", code="traffic")

    with pytest.raises(WrongState):
        ask(town, opened)
    with pytest.raises(WrongState):
        ask(town, opened, elsewhere)


def test_a_unit_already_heard_is_not_asked_again(town):
    opened = case(town)
    Opinion.objects.create(case=opened, unit=town.health, state=OpinionState.GIVEN)

    with pytest.raises(AlreadyGiven, match="市卫生健康委"):
        ask(town, opened, town.health)
    assert town.health not in queries.askable(opened)


def test_a_waiting_list_shows_only_what_the_own_unit_is_asked(town, doctor):
    in_turn(town)
    first, second = ask(town, case(town), town.transport, town.health)

    assert list(queries.waiting_opinions(town.stamp(town.clerk).actor)) == [first]
    assert list(queries.waiting_opinions(town.stamp(doctor).actor)) == []
    assert list(queries.waiting_opinions(town.stamp(town.owner).actor)) == []
    with pytest.raises(NotFound):
        queries.reach_opinion(town.stamp(doctor).actor, second.pk)


def test_what_was_given_is_listed_newest_first(town):
    (opinion,) = ask(town, case(town), town.transport)
    give_opinion(opinion, stance=SUPPORT, text="同意。", stamp=town.stamp(town.clerk))

    assert list(queries.given_opinions(town.stamp(town.clerk).actor)) == [opinion]
    assert queries.reach_opinion(town.stamp(town.clerk).actor, opinion.pk).text == "同意。"
