"""A form counts from when it had come in, by the database's clock, and the record says so."""

import time
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from citystage.foundation.ledger.models import Entry
from citystage.kernel.refusals import NotAllowed
from citystage.stages.intake.actions.submit import submit
from citystage.stages.intake.closing import at_the_act, waited
from citystage.stages.intake.states import ApplicationState as State
from tests.intake.acting import drafted


def closed_for(town, seconds):
    town.call.closes_at = timezone.now() - timedelta(seconds=seconds)
    town.call.save()


def pressed(town, *, before):
    """A stamp of now, of a form that has lain there for so many seconds."""
    stamp = town.stamp(town.owner, at=timezone.now())
    return replace(stamp, received=time.monotonic() - before)


def test_a_form_that_lay_there_before_the_end_counts_though_its_turn_comes_after(town):
    one = drafted(town)
    closed_for(town, 3)

    done = submit(one, version=1, stamp=pressed(town, before=20))

    assert done.state == State.SUBMITTED
    assert done.submitted_at < town.call.closes_at
    line = Entry.objects.get(verb="intake.application.submitted")
    assert line.at == done.submitted_at
    assert 20 <= line.payload["waited"] < 60


def test_a_form_that_came_in_after_the_end_is_told_by_how_much(town, english):
    one = drafted(town)
    closed_for(town, 30)

    with pytest.raises(NotAllowed, match=r"2\d seconds late"):
        submit(one, version=1, stamp=pressed(town, before=5))


def test_without_a_receipt_the_act_itself_counts(town):
    one = drafted(town)
    closed_for(town, 1)

    with pytest.raises(NotAllowed):
        submit(one, version=1, stamp=town.stamp(town.owner, at=timezone.now()))


@pytest.mark.parametrize("before", [-5.0, 1000.0])
def test_a_receipt_that_cannot_be_is_not_believed(town, before):
    stamp = pressed(town, before=before)

    assert waited(stamp) == timedelta(0)
    assert abs(at_the_act(stamp).at - stamp.at) < timedelta(minutes=1)
