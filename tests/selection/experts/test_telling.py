"""Who is told what of seats and entries; nobody in conflict, nobody before being asked."""

import pytest

from citystage.foundation.notices.models import Notice
from citystage.stages.selection.actions.answer_seat import decline_seat
from citystage.stages.selection.actions.compose_panel import ask_experts, remove_expert
from citystage.stages.selection.actions.invite_expert import invite_expert
from citystage.stages.selection.actions.keep_expert import retire_expert
from citystage.stages.selection.models import Conflict, Seat
from citystage.stages.selection.queries import places
from tests.conftest import NOON
from tests.selection.building import candidacy, programme
from tests.selection.experts.register import entry, expert, seat

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(town):
    return town.stamp(town.city_officer)


def heard(person):
    return [one.template % one.values for one in Notice.objects.filter(person=person)]


def test_an_asked_expert_hears_until_when_to_answer(town, office):
    case = candidacy(town, programme(town))
    judge = expert(town)
    seat(case, judge, "planned")

    ask_experts(case.programme, stamp=office)

    (told,) = heard(judge.user)
    assert told.startswith(f"You are asked to judge “{case.application.title}”.")
    assert told.endswith("accept or decline by 2026-11-24.")


def test_a_blind_call_tells_the_number_only(town, office):
    made = programme(town, scoring=programme(town).terms["scoring"] | {"blind": True})
    case = candidacy(town, made)
    judge = expert(town)
    seat(case, judge, "planned")

    ask_experts(made, stamp=office)

    assert case.application.title not in heard(judge.user)[0]


def test_the_office_hears_who_declined_unless_it_is_in_conflict(town, office):
    case = candidacy(town, programme(town))
    judge, other = expert(town), expert(town, "陈工")
    first, second = seat(case, judge), seat(case, other)

    decline_seat(first, reason=Seat.Reason.NO_TIME, words="", stamp=town.stamp(judge.user))
    told = heard(town.city_officer)
    Conflict.objects.create(
        candidacy=case,
        user=town.city_officer,
        kind="kin",
        origin="declared",
        standing="bars",
        made_at=NOON,
    )
    decline_seat(second, reason=Seat.Reason.NO_TIME, words="", stamp=town.stamp(other.user))

    assert told == ["刘工 declined to judge No. 1."]
    assert heard(town.city_officer) == told


def test_who_was_never_asked_is_not_told_of_being_taken_off(town, office):
    case = candidacy(town, programme(town))
    judge = expert(town)

    remove_expert(seat(case, judge, "planned"), words="", stamp=office)

    assert heard(judge.user) == []


def test_people_with_an_account_hear_of_their_entry(town, office):
    person = town.person("wang")
    made = invite_expert(town.city, email=person.email, entry=entry(), stamp=office)
    invite_expert(town.city, email="nobody@example.invalid", entry=entry(), stamp=office)
    retire_expert(made, reason="", stamp=office)

    assert len(heard(person)) == 2


def test_links_lead_to_the_page_that_suits_the_person(town, office):
    case = candidacy(town, programme(town))
    judge = expert(town)
    held = seat(case, judge)

    assert places.is_own_seat(town.stamp(judge.user).actor, held.pk)
    assert not places.is_own_seat(office.actor, held.pk)
    assert places.panel_of_seat(held.pk) == (case.programme_id, case.number)
    assert places.panel_of_seat(0) == (0, 0)
