"""Who recommends hears once of what came in sealed; a double hand-in is one."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Notice
from citystage.stages.intake.actions.submit import submit
from citystage.stages.intake.actions.tell_of_sealed import tell_of_sealed
from citystage.stages.intake.jobs import tell_of_sealed_calls
from citystage.stages.intake.models import Application
from citystage.stages.selection.actions.save_sheet import hand_in_sheet
from tests.conftest import Town
from tests.intake.acting import drafted
from tests.racing import refusals
from tests.selection.building import programme
from tests.selection.scoring.marking import marks, panel, scored_programme

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(transactional_db):
    return Town()


@pytest.fixture
def call(town):
    """A sealed call that closes in an hour."""
    made = programme(town).call
    made.sealed, made.closes_at = True, timezone.now() + timedelta(hours=1)
    made.save()
    town.call = made
    return made


def filed(town):
    one = drafted(town)
    return submit(one, version=one.revision, stamp=town.stamp(town.owner))


def told(user):
    return Notice.objects.filter(person=user).count()


def test_recommenders_hear_once_when_the_window_has_closed(town, call):
    filed(town)
    stamp = town.stamp(town.city_officer)
    before = told(town.officer)

    early = tell_of_sealed(call, stamp=replace(stamp, at=call.closes_at))
    late = replace(stamp, at=call.closes_at + timedelta(minutes=1))
    counted = [tell_of_sealed(call, stamp=late) for _ in range(2)]

    assert (early, counted) == (0, [1, 0])
    assert told(town.officer) - before == 1
    # A district without applications hears of nothing.
    assert told(town.jimo_officer) == 0


def test_the_clock_tells_and_an_open_call_waits(town, call):
    filed(town)

    assert tell_of_sealed_calls.call() == 0
    call.closes_at = timezone.now() - timedelta(minutes=2)
    call.save()
    assert tell_of_sealed_calls.call() == 1
    assert tell_of_sealed_calls.call() == 0


def test_handed_in_twice_at_once_it_is_submitted_once(town, call):
    one = drafted(town)
    stamp = town.stamp(town.owner)

    said = refusals(*(lambda: submit(one, version=one.revision, stamp=stamp) for _ in range(2)))

    assert [one is None for one in said].count(True) == 1
    assert Application.objects.get(pk=one.pk).state == "submitted"
    assert Entry.objects.filter(verb="intake.application.submitted").count() == 1


def test_two_tabs_hand_the_same_sheet_in_once(town):
    made = scored_programme(town, start=timezone.now() - timedelta(days=45))
    ((held,),) = panel(town, made, experts=1)
    stamp = town.stamp(held.expert.user)

    said = refusals(
        *(
            lambda m=one: hand_in_sheet(held, marks=m, version=0, stamp=stamp)
            for one in (marks("80"), marks("60"))
        )
    )

    assert [one is None for one in said].count(True) == 1
    held.refresh_from_db()
    assert held.state == "scored"
    assert Entry.objects.filter(verb="selection.seat.scored").count() == 1
