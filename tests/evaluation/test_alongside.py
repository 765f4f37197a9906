"""A lab's page shows what other stages have on record of its builder."""

import pytest

from citystage.foundation.access.stamps import NOBODY
from citystage.stages.catalogue.models import Lab
from citystage.stages.evaluation.queries.alongside import alongside, shown_trials
from citystage.stages.events.models import Place
from citystage.stages.trials.models import Trial
from tests.conftest import NOON
from tests.evaluation.building import lab
from tests.events.building import announced, comes
from tests.trials.trying import Tried


@pytest.fixture
def tried(town):
    return Tried(town)


def test_signed_trials_stand_there_for_those_who_may_read_them(town, tried):
    made, officer = lab(town, builder=tried.blue), town.stamp(town.city_officer).actor
    trial = tried.begun()
    rows = Trial.objects.filter(pk=trial.pk)

    in_draft = alongside(made, officer).trials
    rows.update(state="running", signed_at=NOON)
    signed = alongside(made, officer).trials
    to_nobody, to_all = alongside(made, NOBODY).trials, shown_trials(made)
    rows.update(shown_by_owner=True, shown_by_supplier=True)

    assert (list(in_draft), list(signed), list(to_nobody), to_all) == ([], [trial], [], [])
    assert (alongside(made, NOBODY).trials, shown_trials(made)) == ([trial], [trial])
    readers = [alongside(made, one).trials[0].readable for one in (officer, NOBODY)]
    assert readers == [True, False]


def test_events_count_once_and_only_who_came(town, tried):
    made, officer = lab(town, builder=tried.blue), town.stamp(town.city_officer).actor
    event = announced(town)
    places = [comes(town, event, f"示例{name}公司").pk for name in "甲乙丙"]
    rows = Place.objects.filter(pk__in=places)

    rows.update(organisation=tried.blue)
    before = alongside(made, officer).events
    rows.filter(pk__in=places[:2]).update(arrived_at=NOON)

    assert (list(before), list(alongside(made, officer).events)) == ([], [event])


def test_nothing_is_known_of_a_lab_without_a_builder(town):
    made = lab(town)
    Lab.objects.filter(pk=made.pk).update(builder=None)
    made.refresh_from_db()

    known = alongside(made, NOBODY)

    assert (list(known.trials), list(known.events), shown_trials(made)) == ([], [], [])
