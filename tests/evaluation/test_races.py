"""Two at once: outcomes take effect once, renewal is asked once, a report is handed in once."""

from collections import Counter
from datetime import date
from types import NoneType

import pytest

from citystage.foundation.ledger.models import Entry
from citystage.foundation.workflow.advance import WrongState
from citystage.kernel.refusals import NotAllowed
from citystage.stages.catalogue.models import Label
from citystage.stages.evaluation.actions.decide_round import apply_round
from citystage.stages.evaluation.actions.plan_reports import plan_reports
from citystage.stages.evaluation.actions.renew_term import ask_renewal
from citystage.stages.evaluation.actions.write_report import submit_report
from citystage.stages.evaluation.models import Renewal, Report
from tests.conftest import HOUSE, Town
from tests.evaluation import building
from tests.racing import refusals

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def busy(transactional_db):
    town = Town()
    building.ruled(town)
    return town


def test_outcomes_take_effect_once(busy):
    made = building.lab(busy)
    round_ = building.opened(busy, made)
    building.scored(busy, round_)
    building.proposed(busy, round_, "withdraw")
    stamp = busy.stamp(busy.city_officer)

    refused = refusals(*[lambda: apply_round(round_, stamp=stamp)] * 2)

    assert Counter(map(type, refused)) == {WrongState: 1, NoneType: 1}
    assert Entry.objects.filter(verb="catalogue.label.withdrawn").count() == 1


def test_renewal_is_asked_once(busy):
    made, person = building.lab(busy), building.member(busy)
    Label.objects.update(until=date(2027, 1, 1))
    stamp = busy.stamp(person)

    refused = refusals(*[lambda: ask_renewal(made, words="继续验证。", stamp=stamp)] * 2)

    assert Counter(map(type, refused)) == {WrongState: 1, NoneType: 1}
    assert Renewal.objects.count() == 1


def test_a_report_is_handed_in_once_and_planned_once(busy):
    building.lab(busy)
    person = building.member(busy)
    refusals(*[lambda: plan_reports(busy.city, stamp=HOUSE)] * 2)
    report = Report.objects.get(since=date(2025, 1, 1))
    stamp = busy.stamp(person)

    refused = refusals(
        *[lambda: submit_report(report, answers=building.WHOLE, version=0, stamp=stamp)] * 2
    )

    assert Counter(map(type, refused)) == {NotAllowed: 1, NoneType: 1}
    assert Report.objects.count() == 2
    assert Entry.objects.filter(verb="evaluation.report.submitted").count() == 1
