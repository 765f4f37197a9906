"""Amounts that fall due: beside what was paid for them, owed with their milestone, reminded of."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from citystage.foundation.ledger.models import Entry
from citystage.foundation.notices.models import Notice
from citystage.kernel.refusals import NotAllowed, NotFound
from citystage.stages.projects import owing
from citystage.stages.projects.actions.keep_payment import Sum, note_payment, withdraw_payment
from citystage.stages.projects.actions.mind_payments import remind_payments
from citystage.stages.projects.actions.plan_payment import (
    Owed,
    plan_payment,
    withdraw_instalment,
)
from citystage.stages.projects.jobs import mind_projects
from citystage.stages.projects.proceeding import NotPossible, NoWords
from citystage.stages.projects.queries import money as queries
from citystage.stages.projects.queries import projects, waiting
from citystage.stages.projects.queries.projects import Cut
from citystage.stages.projects.states.projects import DueState, PaymentKind, Standing
from tests.conftest import HOUSE, NOON
from tests.projects.landing import TODAY

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def project(landing):
    return landing.begin()


def owe(landing, project, *, days=10, amount=60_000, milestone=None):
    owed = Owed(
        amount=amount, due_on=TODAY + timedelta(days=days), milestone=milestone, words="首付款"
    )
    return plan_payment(project, owed=owed, stamp=landing.stamp())


def pay(landing, project, amount, due=None, **changes):
    noted = Sum(kind=PaymentKind.PAID, amount=amount, on_day=TODAY, instalment=due)
    return note_payment(project, noted=replace(noted, **changes), stamp=landing.stamp())


def states(project, days=0):
    found = queries.money_of(project, today=TODAY + timedelta(days=days))
    return [one.state for one in found.dues]


def remind(landing, days=0):
    at = NOON + timedelta(days=days)
    return remind_payments(landing.town.city, stamp=replace(HOUSE, at=at))


def test_what_was_paid_stands_beside_what_it_is_due_for(landing, project):
    note_payment(
        project,
        noted=Sum(kind=PaymentKind.AGREED, amount=100_000, on_day=TODAY),
        stamp=landing.stamp(),
    )
    first, second = owe(landing, project), owe(landing, project, days=20, amount=30_000)
    pay(landing, project, 60_000, first)
    part = pay(landing, project, 10_000, second)
    pay(landing, project, 5_000)

    found = queries.money_of(project, today=TODAY)
    assert [(one.paid, one.open) for one in found.dues] == [(60_000, 0), (10_000, 20_000)]
    assert [one.state for one in found.dues] == [DueState.PAID, DueState.PARTLY]
    assert (found.agreed, found.paid, found.loose) == (100_000, 75_000, 5_000)
    assert (found.planned, found.is_short) == (90_000, True)
    withdraw_payment(part, reason="重复", stamp=landing.stamp())
    assert states(project) == [DueState.PAID, DueState.DUE]


def test_an_amount_of_a_milestone_is_owed_once_that_is_met(landing, project):
    milestone = project.milestones.get()
    due = owe(landing, project, days=-5, milestone=milestone)
    assert states(project) == [DueState.WAITS]
    pay(landing, project, 1_000, due)
    assert states(project) == [DueState.AHEAD]

    landing.photo(project)
    landing.judge(project)
    due.refresh_from_db()
    assert owing.owed_on(due) == TODAY
    assert (states(project), states(project, 1)) == ([DueState.PARTLY], [DueState.OVERDUE])
    landing.judge(project, Standing.NOT, actual="1", words="退步")
    assert states(project) == [DueState.AHEAD]


def test_both_sides_are_reminded_before_and_after_and_never_twice(landing, project):
    owe(landing, project, days=10)

    assert [remind(landing, days) for days in (0, 4, 4, 11, 12, 18)] == [0, 1, 0, 1, 0, 1]
    words = list(Notice.objects.filter(template__contains="payment").order_by("pk"))
    sides = {landing.town.owner.pk, landing.maker_person.pk}
    assert sides <= {one.person_id for one in words}
    assert "is due on" in words[0].template
    assert "overdue" in words[-1].template
    assert words[0].values["day"] == (TODAY + timedelta(days=10)).isoformat()
    assert Entry.objects.filter(verb="projects.instalment.reminded").count() == 3


def test_an_amount_due_on_the_last_day_of_the_calendar_keeps_no_other_from_being_reminded(
    landing, project
):
    owe(landing, project)
    owe(landing, project, days=(date.max - TODAY).days)

    assert remind(landing, 30) == 1


def test_nobody_is_reminded_of_what_is_paid_waits_or_was_taken_back(landing, project):
    paid, back = owe(landing, project), owe(landing, project)
    owe(landing, project, milestone=project.milestones.get())
    pay(landing, project, 60_000, paid)
    withdraw_instalment(back, reason="合同变更", stamp=landing.stamp())

    assert remind(landing, 30) == 0
    assert mind_projects.func() >= 0


def test_a_late_milestone_moves_the_day_of_the_reminder(landing, project):
    milestone = project.milestones.get()
    owe(landing, project, days=-30, milestone=milestone)
    assert remind(landing) == 0

    landing.photo(project)
    landing.judge(project)
    assert (remind(landing), remind(landing)) == (1, 0)
    notice = Notice.objects.filter(template__contains="payment").first()
    assert notice.values["day"] == TODAY.isoformat()


def test_one_that_is_not_due_keeps_its_reason_and_payments_stay(landing, project):
    due = owe(landing, project)
    pay(landing, project, 60_000, due)
    with pytest.raises(NoWords):
        withdraw_instalment(due, reason=" ", stamp=landing.stamp())
    first = withdraw_instalment(due, reason="合同变更", stamp=landing.stamp())
    again = withdraw_instalment(due, reason="再次", stamp=landing.stamp())

    assert (first.withdrawn_reason, again.withdrawn_reason) == ("合同变更", "合同变更")
    found = queries.money_of(project, today=TODAY)
    assert (found.dues, found.loose, found.paid) == ([], 60_000, 60_000)
    with pytest.raises(NotPossible):
        pay(landing, project, 1, due)


def test_what_does_not_hold_together_is_refused(landing, project):
    other = landing.begin(title="另一期")
    due = owe(landing, other)
    for wrong in (
        {"amount": 0},
        {"days": -200},
        {"milestone": other.milestones.get()},
    ):
        with pytest.raises(NotPossible):
            owe(landing, project, **wrong)
    with pytest.raises(NotPossible):
        pay(landing, project, 1, due)
    with pytest.raises(NotPossible):
        pay(landing, other, 1, due, kind=PaymentKind.AGREED)
    with pytest.raises(NotAllowed):
        plan_payment(
            project,
            owed=Owed(amount=1, due_on=TODAY),
            stamp=landing.stamp(landing.town.jimo_officer),
        )
    with pytest.raises(NotFound):
        queries.reach_instalment(project, due.pk, today=TODAY)


def test_a_project_has_so_many_amounts_due_at_most(landing, project, monkeypatch):
    monkeypatch.setattr("citystage.stages.projects.actions.plan_payment._MOST", 1)
    owe(landing, project)

    with pytest.raises(NotPossible, match="At most 1"):
        owe(landing, project)


def test_overdue_payments_mark_the_list_and_wait_for_the_owner(landing, project):
    due = owe(landing, project, days=0)
    landing.begin(title="另一期")
    actor, later = landing.stamp().actor, NOON + timedelta(days=1)

    def marked(at):
        found = projects.projects(actor, Cut(marks=("unpaid",)), at=at)
        return [one.pk for one in found]

    assert (marked(NOON), marked(later)) == ([], [project.pk])
    assert list(waiting.payments(actor, at=NOON)) == [due]
    supplier = landing.stamp(landing.maker_person).actor
    assert list(waiting.payments(supplier, at=NOON)) == []
    pay(landing, project, 60_000, due)
    assert (marked(later), list(waiting.payments(actor, at=later))) == ([], [])
