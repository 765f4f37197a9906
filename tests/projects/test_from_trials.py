"""A trial that was taken over leads to one project, at the price that was agreed on."""

from datetime import timedelta

import pytest

from citystage.stages.projects.actions.begin_project import AlreadyBegun, Start, begin_project
from citystage.stages.projects.proceeding import NotPossible
from citystage.stages.projects.queries.beginning import to_land
from citystage.stages.trials.actions.conclude_trial import Outcome, leave, take_over
from tests.trials.trying import TODAY, Tried

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def tried(town):
    return Tried(town)


def begin(tried, trial, person=None):
    start = Start(
        title="无人集卡落地",
        begun_on=TODAY,
        due_on=TODAY + timedelta(days=100),
        supplier=tried.blue,
        trial=trial,
    )
    return begin_project(tried.scenario, start=start, stamp=tried.by(person or tried.town.owner))


def test_the_price_of_the_taken_trial_is_what_is_agreed(tried):
    trial = take_over(
        tried.signed(),
        outcome=Outcome(words="连续达标"),
        price=75_000_000,
        stamp=tried.by(tried.town.owner),
    )
    assert list(to_land(tried.by(tried.town.owner).actor)) == [trial]
    assert list(to_land(tried.by(tried.blue_person).actor)) == []

    project = begin(tried, trial, tried.blue_person)

    project.refresh_from_db()
    payment = project.payments.get()
    assert (payment.kind, payment.amount, payment.on_day) == ("agreed", 75_000_000, TODAY)
    assert (project.amount, project.trial, project.district) == (75_000_000, trial, trial.district)
    assert list(to_land(tried.by(tried.town.owner).actor)) == []
    with pytest.raises(AlreadyBegun):
        begin(tried, trial)


def test_what_was_taken_without_payment_brings_no_amount(tried):
    trial = take_over(
        tried.signed(),
        outcome=Outcome(words="赠送"),
        price=None,
        stamp=tried.by(tried.town.owner),
    )

    assert not begin(tried, trial).payments.exists()


def test_a_trial_that_was_not_taken_over_leads_to_none(tried):
    trial = tried.signed()
    with pytest.raises(NotPossible, match="taken over"):
        begin(tried, trial)

    left = leave(trial, outcome=Outcome(words="费用过高"), stamp=tried.by(tried.town.owner))

    with pytest.raises(NotPossible, match="taken over"):
        begin(tried, left)
    assert list(to_land(tried.by(tried.town.owner).actor)) == []
