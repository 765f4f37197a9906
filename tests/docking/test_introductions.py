"""Interest, brokers, consent of both, contacts shown on record, and what brokers are credited."""

import pytest

from citystage.foundation.ledger.models import Entry
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.docking.actions.introduce import (
    Already,
    Beginning,
    agree_introduction,
    begin_introduction,
    decline_introduction,
    show_contact,
    take_back_interest,
)
from citystage.stages.docking.introducing import BadContact, Contact
from citystage.stages.docking.queries import introductions
from citystage.stages.docking.states.introductions import IntroductionState, Side
from citystage.stages.docking.writing import NoWords
from citystage.stages.matchmaking.actions.mandates import give_mandate
from tests.docking.answering import Docked
from tests.matchmaking.builders import broker

pytestmark = pytest.mark.django_db

ANNA = Contact("王工", "0532-000000")
BEN = Contact("李工", email="li@example.invalid")


@pytest.fixture
def docked(town):
    return Docked(town)


@pytest.fixture
def go_between(docked):
    person, seat = broker(docked.town)
    office = docked.town.stamp(docked.town.city_officer)
    give_mandate(docked.scenario, broker=seat, stamp=office)
    return person


def begin(docked, person, side, contact=None, words="值得一谈"):
    return begin_introduction(
        docked.scenario,
        organisation=docked.blue,
        beginning=Beginning(side, words, contact),
        stamp=docked.town.stamp(person),
    )


def test_interest_of_one_side_waits_for_the_other(docked):
    made = begin(docked, docked.blue_person, Side.SUPPLIER, ANNA)
    owner = docked.town.stamp(docked.town.owner)

    with pytest.raises(NotAllowed):
        show_contact(made, side=Side.SUPPLIER, stamp=owner)
    agreed = agree_introduction(made, side=Side.OWNER, contact=BEN, stamp=owner)
    seen = show_contact(made, side=Side.SUPPLIER, stamp=owner)

    assert agreed.state == IntroductionState.INTRODUCED
    assert seen == {"name": "王工", "phone": "0532-000000", "email": ""}
    assert Entry.objects.filter(verb="docking.introduction.contact_shown").count() == 1


def test_interest_of_the_other_side_is_its_agreement(docked):
    begin(docked, docked.blue_person, Side.SUPPLIER, ANNA)

    made = begin(docked, docked.town.owner, Side.OWNER, BEN)

    assert made.state == IntroductionState.INTRODUCED


def test_a_broker_is_kept_and_counted_and_sees_no_contact(docked, go_between):
    made = begin(docked, go_between, Side.BROKER)
    stamp = docked.town.stamp(go_between)
    agree_introduction(
        made, side=Side.OWNER, contact=BEN, stamp=docked.town.stamp(docked.town.owner)
    )
    agree_introduction(
        made, side=Side.SUPPLIER, contact=ANNA, stamp=docked.town.stamp(docked.blue_person)
    )

    (credit,) = introductions.credits_of(stamp.actor)
    with pytest.raises(NotAllowed):
        show_contact(made, side=Side.OWNER, stamp=stamp)

    assert (credit.begun, credit.introduced, credit.declined) == (1, 1, 0)


def test_a_broker_takes_up_an_interest_that_waits_and_only_one_does(docked, go_between):
    begin(docked, docked.blue_person, Side.SUPPLIER, ANNA)

    taken = begin(docked, go_between, Side.BROKER)
    with pytest.raises(Already):
        begin(docked, go_between, Side.BROKER)

    assert taken.introducer is not None
    assert taken.begun_as == Side.SUPPLIER


def test_a_broker_without_the_scenario_introduces_nobody(docked):
    person, _seat = broker(docked.town)

    with pytest.raises(NotAllowed):
        begin(docked, person, Side.BROKER)


def test_a_broker_says_why(docked, go_between):
    with pytest.raises(NoWords):
        begin(docked, go_between, Side.BROKER, words=" ")


def test_declining_takes_a_reason_and_ends_it(docked):
    made = begin(docked, docked.blue_person, Side.SUPPLIER, ANNA)
    owner = docked.town.stamp(docked.town.owner)

    with pytest.raises(NoWords):
        decline_introduction(made, side=Side.OWNER, reason="", stamp=owner)
    declined = decline_introduction(made, side=Side.OWNER, reason="已有合作方", stamp=owner)
    with pytest.raises(WrongState):
        agree_introduction(made, side=Side.OWNER, contact=BEN, stamp=owner)

    assert declined.state == IntroductionState.DECLINED
    assert begin(docked, docked.blue_person, Side.SUPPLIER, ANNA).pk != made.pk


def test_only_the_side_that_began_takes_it_back(docked):
    made = begin(docked, docked.blue_person, Side.SUPPLIER, ANNA)

    with pytest.raises(NotAllowed):
        take_back_interest(made, stamp=docked.town.stamp(docked.town.owner))
    back = take_back_interest(made, stamp=docked.town.stamp(docked.blue_person))

    assert back.state == IntroductionState.WITHDRAWN


def test_a_contact_has_a_name_and_a_way_to_reach_it(docked):
    with pytest.raises(BadContact) as refusal:
        begin(docked, docked.blue_person, Side.SUPPLIER, Contact(""))

    assert sorted(refusal.value.errors) == ["name", "phone"]


def test_strangers_see_no_introduction(docked):
    made = begin(docked, docked.blue_person, Side.SUPPLIER, ANNA)

    with pytest.raises(NotFound):
        introductions.reach_introduction(docked.town.stamp(docked.red_person).actor, made.pk)


def test_what_waits_stands_with_the_owner_itself_and_not_with_every_office(docked):
    begin(docked, docked.blue_person, Side.SUPPLIER, ANNA)

    owner = introductions.waiting(docked.town.stamp(docked.town.owner).actor)
    city = introductions.waiting(docked.town.stamp(docked.town.city_officer).actor)

    assert (owner.count(), city.count()) == (1, 0)
