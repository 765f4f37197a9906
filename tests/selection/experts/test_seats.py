"""Experts answer: accept with their word, decline, leave; nobody answers for another."""

from datetime import date

import pytest

from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.selection.actions.answer_seat import (
    InConflict,
    NoWord,
    accept_seat,
    decline_seat,
    recuse_seat,
)
from citystage.stages.selection.models import Absence, Clearance, Conflict, Seat
from citystage.stages.selection.queries import blind, seats
from tests.conftest import NOON
from tests.selection.building import candidacy, programme
from tests.selection.experts.register import expert, seat

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(town):
    return candidacy(town, programme(town))


def test_a_seat_is_taken_with_the_word_that_there_is_no_conflict(town, case):
    judge = expert(town)
    held = seat(case, judge)

    with pytest.raises(NoWord):
        accept_seat(held, word=" ", stamp=town.stamp(judge.user))
    taken = accept_seat(held, word="无利益冲突", stamp=town.stamp(judge.user))

    assert (taken.state, taken.answered_at) == ("accepted", NOON)
    assert Clearance.objects.get().words == "无利益冲突"


def test_a_conflict_found_meanwhile_keeps_the_seat_from_being_taken(town, case):
    judge = expert(town)
    held = seat(case, judge)
    Conflict.objects.create(
        candidacy=case, expert=judge, kind="investor", origin="found", standing="bars", made_at=NOON
    )

    with pytest.raises(InConflict):
        accept_seat(held, word="无", stamp=town.stamp(judge.user))


def test_nobody_answers_for_another(town, case):
    held = seat(case, expert(town))

    with pytest.raises(NotAllowed):
        accept_seat(held, word="无", stamp=town.stamp(expert(town, "陈工").user))


def test_a_seat_is_answered_once(town, case):
    judge = expert(town)
    held = seat(case, judge)
    stamp = town.stamp(judge.user)
    accept_seat(held, word="无", stamp=stamp)

    with pytest.raises(NotAllowed):
        decline_seat(held, reason=Seat.Reason.NO_TIME, words="", stamp=stamp)


def test_who_declines_makes_room_for_the_next_alternate_who_is_there(town, case):
    judge = expert(town)
    held = seat(case, judge)
    away, ready = expert(town, "陈工"), expert(town, "孙工")
    Absence.objects.create(expert=away, since=NOON.date(), until=date(NOON.year + 1, 1, 1))
    seat(case, away, "reserve", reserve_place=1)
    seat(case, ready, "reserve", reserve_place=2)

    decline_seat(held, reason=Seat.Reason.NO_TIME, words="出差", stamp=town.stamp(judge.user))

    states = {one.expert.name: one.state for one in case.seats.select_related("expert")}
    assert states == {"刘工": "declined", "陈工": "reserve", "孙工": "asked"}


def test_one_candidacy_can_be_left_after_scoring(town, case):
    judge = expert(town)
    held = seat(case, judge, "scored")
    stamp = town.stamp(judge.user)

    with pytest.raises(InConflict):
        recuse_seat(held, reason=Seat.Reason.CONFLICT, words="", stamp=stamp)
    left = recuse_seat(held, reason=Seat.Reason.OTHER, words="身体原因", stamp=stamp)

    assert (left.state, left.words) == ("recused", "身体原因")


def test_an_expert_sees_what_they_were_asked_and_nothing_else(town, case):
    judge, other = expert(town), expert(town, "陈工")
    mine = seat(case, judge)
    seat(case, other, "planned")

    assert list(seats.own_seats(town.stamp(judge.user).actor)) == [mine]
    assert list(seats.own_seats(town.stamp(other.user).actor)) == []
    assert seats.waiting_for(town.stamp(judge.user).actor).count() == 1
    with pytest.raises(NotFound):
        seats.reach_own_seat(town.stamp(other.user).actor, mine.pk)


def test_an_officer_in_conflict_does_not_reach_the_seat(town, case):
    held = seat(case, expert(town))
    actor = town.stamp(town.city_officer).actor

    assert seats.reach_seat(actor, held.pk) == held
    Conflict.objects.create(
        candidacy=case,
        user=town.city_officer,
        kind="kin",
        origin="declared",
        standing="bars",
        made_at=NOON,
    )
    with pytest.raises(NotFound):
        seats.reach_seat(actor, held.pk)


def test_a_blind_panel_knows_a_number(town):
    open_call = programme(town)
    hidden = programme(town, scoring=open_call.terms["scoring"] | {"blind": True})
    shown, veiled = candidacy(town, open_call), candidacy(town, hidden)
    judge = expert(town)
    held = [seat(shown, judge), seat(veiled, judge)]

    called = blind.names(held)

    assert called == {shown.pk: shown.application.title, veiled.pk: blind.name(veiled)}
    assert veiled.application.title not in blind.name(veiled)
