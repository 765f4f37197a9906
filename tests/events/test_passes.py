"""Helpers of one day at the desk: let in by a pass, and no longer when it is revoked."""

from datetime import timedelta

import pytest

from citystage.foundation.access.stamps import NOBODY, Stamp
from citystage.foundation.ledger.models import Entry
from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.events.actions.check_in import check_in, undo_check_in
from citystage.stages.events.actions.give_pass import NoPass, give_pass, revoke_pass
from citystage.stages.events.models import Place
from citystage.stages.events.queries import passes
from tests.conftest import NOON
from tests.events.building import BEGINS, announced, comes

pytestmark = pytest.mark.usefixtures("english")
DAY = BEGINS.date()
LIST = Place.Way.LIST


@pytest.fixture
def event(town):
    return announced(town)


@pytest.fixture
def given(town, event):
    return give_pass(event, name=" 志愿者甲 ", day=DAY, stamp=town.stamp(town.city_officer))


def visitor(town, at=BEGINS):
    return Stamp(NOBODY, at, "web", town.stamp().request_id)


def coming(town, event):
    """One confirmed place, read with its event as the desk reads it."""
    comes(town, event)
    return Place.objects.select_related("event__organiser").get()


def test_a_helper_notes_an_arrival_and_the_pass_stands_on_record(town, event, given):
    place = coming(town, event)

    arrival = check_in(place, way=LIST, helper=given, stamp=visitor(town))

    place.refresh_from_db()
    assert (arrival.first, place.arrived_pass, place.arrived_by) == (True, given, None)
    assert Entry.objects.get(verb="events.place.arrived").payload["pass_id"] == given.pk
    assert given.name == "志愿者甲"


def test_a_pass_opens_one_event_on_one_day_until_it_is_revoked(town, event, given):
    place = coming(town, event)
    other = announced(town, title="另一活动")
    elsewhere = give_pass(other, name="乙", day=DAY, stamp=town.stamp(town.city_officer))

    for helper, at in (
        (given, BEGINS + timedelta(days=1)),
        (given, BEGINS - timedelta(days=1)),
        (elsewhere, BEGINS),
        (None, BEGINS),
    ):
        with pytest.raises(NotAllowed):
            check_in(place, way=LIST, helper=helper, stamp=visitor(town, at))
    assert passes.helper_of(given.token, at=BEGINS) == given
    gone = revoke_pass(given, stamp=town.stamp(town.city_officer))
    with pytest.raises(NotAllowed):
        check_in(place, way=LIST, helper=gone, stamp=visitor(town))
    for token, at in ((given.token, BEGINS), ("", BEGINS), ("x", BEGINS)):
        with pytest.raises(NotFound):
            passes.helper_of(token, at=at)


def test_a_helper_takes_back_only_what_the_own_pass_noted(town, event, given):
    place = coming(town, event)
    officer = town.stamp(town.city_officer, at=BEGINS)
    check_in(place, way=LIST, stamp=officer)

    with pytest.raises(NotAllowed):
        undo_check_in(place, helper=given, stamp=visitor(town))
    undo_check_in(place, stamp=officer)
    check_in(place, way=LIST, helper=given, stamp=visitor(town))
    undone = undo_check_in(place, helper=given, stamp=visitor(town))

    assert (undone.arrived_at, undone.arrived_pass) == (None, None)


@pytest.mark.parametrize(
    ("name", "day"),
    [(" ", DAY), ("甲", DAY + timedelta(days=1)), ("甲", NOON.date() - timedelta(days=1))],
)
def test_a_pass_is_for_a_named_helper_and_a_day_until_the_end(town, event, name, day):
    with pytest.raises(NoPass):
        give_pass(event, name=name, day=day, stamp=town.stamp(town.city_officer))


def test_only_the_desk_gives_and_revokes_passes(town, event, given):
    with pytest.raises(NotAllowed):
        give_pass(event, name="甲", day=DAY, stamp=town.stamp(town.owner))
    with pytest.raises(NotAllowed):
        revoke_pass(given, stamp=town.stamp(town.owner))
    twice = [revoke_pass(given, stamp=town.stamp(town.city_officer)) for _ in range(2)]
    assert twice[0].revoked_at == twice[1].revoked_at
    assert Entry.objects.filter(verb="events.pass.revoked").count() == 1
