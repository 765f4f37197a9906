"""Two who act on a trial at once: both signatures count, one reading, one unlock."""

from datetime import timedelta

import pytest

from citystage.foundation.ledger.models import Entry
from citystage.stages.trials import doubting
from citystage.stages.trials.actions.add_readings import remove_reading
from citystage.stages.trials.actions.climb import unlock_step
from citystage.stages.trials.actions.conclude_trial import Outcome, exit_trial, take_over
from citystage.stages.trials.actions.mind_incident import Happened, report_incident
from citystage.stages.trials.models import Reading, Trial
from tests.conftest import NOON, Town
from tests.racing import at_once, refusals
from tests.trials.trying import Tried, row

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def tried(transactional_db):
    return Tried(Town())


def test_two_sides_sign_at_once_and_it_runs_once(tried):
    trial = tried.begun()

    told = refusals(
        lambda: tried.sign(trial, tried.town.owner), lambda: tried.sign(trial, tried.blue_person)
    )

    assert told == [None, None]
    assert Trial.objects.get().state == "running"
    assert Entry.objects.filter(verb="trials.trial.signed").count() == 1


def test_of_two_readings_of_one_instant_one_counts(tried):
    trial = tried.signed()

    batches = at_once(*[lambda: tried.read(trial, row(site="A"))] * 2)

    assert sorted(one.number for one in batches) == [0, 1]
    assert Reading.objects.count() == 1


def test_a_trial_that_both_sides_end_at_once_has_one_outcome(tried):
    trial = tried.signed()
    outcome = Outcome(words="到期")

    told = refusals(
        lambda: take_over(trial, outcome=outcome, price=1, stamp=tried.by(tried.town.owner)),
        lambda: exit_trial(trial, outcome=outcome, stamp=tried.by(tried.blue_person)),
    )

    assert told.count(None) == 1
    assert Entry.objects.filter(verb="trials.trial.ended").count() == 1


def test_a_reading_removed_while_the_step_is_unlocked_leaves_no_step_on_nothing(tried):
    trial = tried.signed(ladder="long")
    tried.proven(trial)
    reading = Reading.objects.select_related("trial").get()
    late = NOON + timedelta(hours=2)

    refusals(
        lambda: unlock_step(trial, step=2, stamp=tried.by(tried.town.owner, late)),
        lambda: remove_reading(reading, reason="故障", stamp=tried.by(tried.town.officer, late)),
    )

    trial.refresh_from_db()
    assert (trial.step, doubting.doubted(trial) is not None) in {(1, False), (2, True)}


def test_an_unlock_pressed_twice_happens_once_and_an_incident_stops_it(tried):
    trial = tried.signed()
    tried.proven(trial)
    tried.agreed(trial)

    def unlock():
        return unlock_step(trial, step=2, stamp=tried.by(tried.town.owner))

    def fall():
        stamp = tried.by(tried.blue_person, NOON + timedelta(hours=2))
        return report_incident(
            trial, happened=Happened(what="碰撞", at=NOON, back_to=1), stamp=stamp
        )

    told = refusals(unlock, unlock, fall)

    trial.refresh_from_db()
    assert (trial.state, trial.step) == ("suspended", 1)
    assert told[2] is None
    assert [one is None for one in told[:2]].count(True) <= 1
    assert Entry.objects.filter(verb="trials.step.unlocked").count() <= 1
