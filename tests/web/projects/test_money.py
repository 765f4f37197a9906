"""Amounts due on the pages of a project; what both sides see of the trial it began from."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from citystage.stages.projects.models import Instalment, Payment, Project
from citystage.stages.trials.actions.add_readings import add_readings
from citystage.stages.trials.states.trials import Source
from citystage.stages.trials.taking import Row
from tests.conftest import NOON
from tests.projects.landing import TODAY
from tests.trials.trying import Tried
from tests.web.bureau.people import browser
from tests.web.queries import queries_of

DAY = TODAY.isoformat()


def _at(name, *args):
    return reverse(f"projects:{name}", args=args)


def _step(client, project, name, **said):
    return client.post(_at("project_step", project.pk, name), said)


def _owe(client, project, **changes):
    known = {"amount": "60", "due_on": DAY, "milestone": "", "words": "首付款"}
    return _step(client, project, "owe", **(known | changes))


def test_an_amount_due_is_noted_paid_in_part_and_compared(landing, owner):
    project = landing.begin()
    milestone = project.milestones.get()
    assert _owe(owner, project, milestone=str(milestone.pk)).status_code == 302
    due = Instalment.objects.get()
    page = owner.get(_at("project", project.pk)).text
    assert ("waits for its milestone" in page, "Due by milestone" in page) == (True, True)

    said = {"kind": "paid", "amount": "20", "on_day": DAY, "words": ""}
    _step(owner, project, "pay", **said, instalment=str(due.pk))
    _step(owner, project, "pay", **said)
    payment = Payment.objects.get(instalment=due)
    shown = owner.get(_at("instalment", project.pk, due.pk)).text
    assert _at("payment", project.pk, payment.pk) in shown
    assert "paid in part before its milestone is met" in shown
    assert (
        _at("instalment", project.pk, due.pk)
        in owner.get(_at("payment", project.pk, payment.pk)).text
    )
    assert "Paid without being put to an amount due" in owner.get(_at("project", project.pk)).text


def test_what_was_agreed_is_not_put_to_an_amount_due(landing, owner):
    project = landing.begin()
    _owe(owner, project)
    said = {"kind": "agreed", "amount": "20", "on_day": DAY, "words": ""}

    wrong = _step(owner, project, "pay", **said, instalment=str(Instalment.objects.get().pk))
    assert (wrong.status_code, "Only what was paid" in wrong.text) == (422, True)
    assert _owe(owner, project, amount="").status_code == 422


def test_an_amount_due_is_taken_back_with_its_reason(landing, owner):
    project = landing.begin()
    _owe(owner, project)
    due = Instalment.objects.get()
    step = _at("instalment_step", project.pk, due.pk, "withdraw")

    assert owner.post(step, {"reason": ""}).status_code == 422
    assert owner.post(step, {"reason": "合同变更"})["Location"] == _at("project", project.pk)
    shown = owner.get(_at("instalment", project.pk, due.pk)).text
    assert ("合同变更" in shown, "taken back" in shown) == (True, True)
    stranger = browser(landing.town.jimo_officer)
    assert stranger.get(_at("instalment", project.pk, due.pk)).status_code == 404


def test_an_overdue_payment_stands_in_the_list_and_on_my_work(landing, owner):
    project = landing.begin()
    _owe(owner, project, due_on=(TODAY - timedelta(days=1)).isoformat())

    listed = owner.get(_at("list") + "?mark=unpaid").text
    assert (project.title in listed, "payment overdue" in listed) == (True, True)
    due = Instalment.objects.get()
    assert _at("instalment", project.pk, due.pk) in owner.get(reverse("work:home")).text


def test_amounts_cost_the_same_at_one_and_three(landing, owner):
    project = landing.begin()
    _owe(owner, project)
    one = queries_of(owner, _at("project", project.pk))
    for _number in range(2):
        _owe(owner, project)

    assert queries_of(owner, _at("project", project.pk)) == one


@pytest.fixture
def begun(town):
    """A project that began from a trial with readings."""
    tried = Tried(town)
    trial = tried.signed()
    rows = [
        Row(measure="hours", value=Decimal(value), happened_at=NOON - timedelta(hours=number + 1))
        for number, value in enumerate((2, 3))
    ]
    add_readings(trial, rows=rows, source=Source.FORM, stamp=tried.by(tried.blue_person))
    project = Project.objects.create(
        city=town.city,
        scenario=trial.scenario,
        trial=trial,
        title="从试用到落地",
        owner_unit=trial.owner_unit,
        supplier=trial.supplier,
        supplier_name=trial.supplier.name,
        district=town.laoshan,
        begun_on=TODAY,
        due_on=TODAY,
        entered_at=NOON,
    )
    return tried, project


def test_a_project_shows_the_readings_of_the_trial_it_began_from(begun):
    tried, project = begun
    readings = reverse("trials:readings", args=[project.trial_id])

    page = browser(tried.blue_person).get(_at("project", project.pk)).text
    assert ("Readings of the trial it began from" in page, readings in page) == (True, True)
    assert "running time" in page
    assert browser(tried.blue_person).get(readings).status_code == 200
